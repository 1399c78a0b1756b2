/* SPDX-License-Identifier: MIT */
/*
 * The systems that carry frames from a producer to its readers. They all do
 * the same jobs through the same verbs, each in the way it is best at.
 */
#ifndef BENCH_SYSTEM_H
#define BENCH_SYSTEM_H

#include <stddef.h>
#include <stdint.h>

#define SHAPE_MAX_READERS	16

/* A side that waits sleeps; else it polls. */
#define SHAPE_SLEEP	(1U << 0)
/* Readers may miss frames; else the producer waits for the slowest one. */
#define SHAPE_LIVE	(1U << 1)
/* What is measured is a camera: its readers are programs of V4L2. */
#define SHAPE_CAMERA	(1U << 2)

/**
 * struct shape - what is to be carried
 * @width: of a frame, in pixels of four bytes (XR24)
 * @height: of a frame, in pixels
 * @bytes: of a frame
 * @slots: frames that can be under way, a power of two, where a system lets
 *	that be chosen
 * @readers: how many there are
 * @flags: SHAPE_ bits
 * @index: 0, or 1 for the channel back of a round trip
 */
struct shape {
	uint32_t width;
	uint32_t height;
	size_t bytes;
	uint32_t slots;
	uint32_t readers;
	uint32_t flags;
	uint32_t index;
};

/* From one producer to its readers; each system has its own. */
struct channel;

/* How the system can wait: by polling, by sleeping, or both. */
#define SYSTEM_POLLS	(1U << 0)
#define SYSTEM_SLEEPS	(1U << 1)
/* More than one reader. */
#define SYSTEM_MANY_READERS	(1U << 2)
/* The producer can wait for its readers: no frame is lost. */
#define SYSTEM_LOSSLESS	(1U << 3)
/* It carries no frame: a limit to compare with, for round trips only. */
#define SYSTEM_LIMIT	(1U << 4)
/* Producer and reader are one thread: a limit for the rate of frames. */
#define SYSTEM_ONE_THREAD	(1U << 5)
/* The system makes the frames itself; it cannot be given any. */
#define SYSTEM_SOURCE	(1U << 6)
/* It moves the bytes of every frame. */
#define SYSTEM_COPIES	(1U << 7)
/* Nothing keeps a frame from being overwritten while it is read. */
#define SYSTEM_TEARS	(1U << 8)
/* Its sleepers soon see that a job is over; they must exit, not be killed. */
#define SYSTEM_MUST_EXIT	(1U << 9)
/* Polling takes no system call: many readers can poll at once. */
#define SYSTEM_USER_POLLS	(1U << 10)
/* Its readers are programs of V4L2. */
#define SYSTEM_CAMERA	(1U << 11)
/* It is asked for nothing but jobs of SHAPE_CAMERA. */
#define SYSTEM_CAMERA_ONLY	(1U << 12)

/**
 * struct system - a way to carry frames
 * @name: as in the figures
 * @about: how it is used here, for people
 * @can: SYSTEM_ bits
 * @max_bytes: largest frame that it is asked for; 0: any
 * @check: 0 if it can be had here; a negative errno, and @why gets what is
 *	missing. NULL: always there
 * @begin: before its first job, in the process that forks the others; NULL:
 *	nothing to do
 * @end: after its last job; NULL
 * @open: gives a channel; called before the producer and the readers are
 *	forked
 * @join_producer: this process is the producer from now on
 * @join_reader: this process is reader @index; it has joined the channel of
 *	@open when this returns
 * @reserve: gives where to put a frame. -EAGAIN: not now, see @wait_room
 * @submit: the frame is on its way
 * @acquire: gives a frame. -EAGAIN: none is there, see @wait_frame; -EPIPE:
 *	the producer is gone
 * @release: the frame is not needed any more
 * @streams: not zero if reading needs streaming loads, for the frames are not
 *	cached; once this process is a reader. NULL: they are
 * @time: when the frame that was acquired last was made, CLOCK_MONOTONIC in
 *	nanoseconds; needed of a source only
 * @wait_room: sleep until reserve may succeed. NULL: reserve itself sleeps
 * @wait_frame: sleep until acquire may succeed. NULL: acquire itself sleeps
 * @close: close the channel, in each process that has it
 *
 * All return 0 or a negative errno. Processes of a job seldom come to @close:
 * they end by exit(3), so a system that must clean up does it by atexit(3) and
 * has SYSTEM_MUST_EXIT; else processes that sleep are soon killed.
 */
struct system {
	const char *name;
	const char *about;
	uint32_t can;
	size_t max_bytes;
	int (*check)(const char **why);
	int (*begin)(void);
	void (*end)(void);
	int (*open)(struct channel **channel, const struct shape *shape);
	int (*join_producer)(struct channel *channel);
	int (*join_reader)(struct channel *channel, uint32_t index);
	int (*reserve)(struct channel *channel, void **frame);
	int (*submit)(struct channel *channel);
	int (*acquire)(struct channel *channel, const void **frame);
	int (*release)(struct channel *channel);
	int (*streams)(const struct channel *channel);
	int64_t (*time)(struct channel *channel);
	int (*wait_room)(struct channel *channel);
	int (*wait_frame)(struct channel *channel);
	void (*close)(struct channel *channel);
};

/* All systems that were built in, NULL at the end. */
extern const struct system *const systems[];

extern const struct system system_buffer;
extern const struct system system_cache_line;
extern const struct system system_cache_lines;
extern const struct system system_eventfd;
extern const struct system system_framering;
extern const struct system system_framering_cached;
extern const struct system system_framering_ring;
extern const struct system system_framering_v4l2;
extern const struct system system_framering_v4l2_mmap;
extern const struct system system_framering_v4l2_write;
extern const struct system system_iceoryx;
extern const struct system system_memfd;
extern const struct system system_memory;
extern const struct system system_pattern;
extern const struct system system_pipe;
extern const struct system system_v4l2loopback;
extern const struct system system_v4l2loopback_mmap;
extern const struct system system_vivid;
extern const struct system system_shmsink;

/* The rings' files, there and back, or NULL. */
extern const char *system_device[2];
/* As struct system's check: are they there? */
int framering_check(const char **why);

#endif /* BENCH_SYSTEM_H */
