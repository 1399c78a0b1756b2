/* SPDX-License-Identifier: MIT */
/*
 * libframering: rings of video frames, with no copies.
 *
 * Every function that can fail returns a negative errno and leaves its outputs
 * untouched then; framering_error_text() says what to do about it. An object
 * belongs to whoever attached it and is used by one thread at a time, but for
 * framering_consumer_release(), which any thread may call.
 *
 * The driver can take a role away: a reader that stands in the way for too long
 * is evicted, and a device can be unplugged. A wait then gives -ESTALE (attach
 * anew) or -ENODEV (the device is gone), and so does every later call for that
 * role. Whoever touches its memory before a wait has told gets SIGBUS.
 *
 * A frame's way:
 *
 *	framering_producer_reserve -> fill -> framering_producer_submit
 *	framering_consumer_acquire -> show -> framering_consumer_release
 */
#ifndef LIBFRAMERING_H
#define LIBFRAMERING_H

#include <stddef.h>
#include <stdint.h>

#include <framering.h>
#include <framering_format.h>

#ifdef __cplusplus
extern "C" {
#endif

#define FRAMERING_DEFAULT_PATH	"/dev/framering"
/* Time-outs are nanoseconds from now; this one never comes. */
#define FRAMERING_FOREVER	(-1LL)

struct framering;
struct framering_producer;
struct framering_consumer;

/**
 * struct framering_frame - a slot that the caller may touch
 * @plane: first byte of each plane in the mapped slot; NULL where unused.
 *	A producer may write to them, a consumer may not.
 * @data: the slot's first byte
 * @geometry: where the pixels lie; valid as long as the role
 * @slot: number of the slot
 * @flags: FRAMERING_FRAME_ bits
 * @frame: number of the frame, without holes; set by acquire, and by reserve
 *	to the number that submit will give it
 * @time_ns: CLOCK_MONOTONIC time of capture; 0 at submit means now
 * @bytes: bytes of the frame in the slot; at submit 0 means all of it, unless
 *	FRAMERING_FRAME_LAST is set: then it is an end mark without a picture
 * @user: the producer's own data
 */
struct framering_frame {
	uint8_t *plane[FRAMERING_MAX_PLANES];
	uint8_t *data;
	const struct framering_geometry *geometry;
	uint32_t slot;
	uint32_t flags;
	uint64_t frame;
	uint64_t time_ns;
	uint32_t bytes;
	uint64_t user[8];
};

/* --- The ring file --- */

/**
 * framering_open - open a ring
 * @ring: gets the ring; framering_close() it
 * @path: its file, NULL for FRAMERING_DEFAULT_PATH
 * @flags: O_RDONLY or O_RDWR; close-on-exec is always set
 *
 * Return: 0, -ENOENT (the driver is not loaded), -EACCES, -ENOTTY (not a
 * ring), -EPROTO (the driver speaks another ABI version), -EINVAL (flags).
 */
int framering_open(struct framering **ring, const char *path, int flags);

/* Close @ring; NULL is fine. Roles attached through it live on. */
void framering_close(struct framering *ring);

/* The ring file's descriptor; it stays the ring's. */
int framering_fd(const struct framering *ring);

/* Ask what the ring is now. The size member need not be set. */
int framering_query(struct framering *ring, struct framering_query *query);

/**
 * framering_configure - give the ring a new format
 * @ring: opened O_RDWR
 * @config: in: what is wanted, zero for defaults; out: what came of it.
 *	The size member need not be set.
 *
 * Which memory kinds there are, and in which cache modes, is in the caches of
 * struct framering_query.
 *
 * Return: 0, -EINVAL (the format, a size, the memory kind or the cache mode
 * cannot be), -EFBIG or -ENOMEM (too large), -EBUSY (there is a producer),
 * -EBADF (the ring is not open for writing).
 */
int framering_configure(struct framering *ring,
			struct framering_config *config);

/**
 * framering_config_error_text - what was wrong with a configuration
 * @ring: the ring
 * @config: what framering_configure() was asked for; it leaves that as it is
 *	when it fails
 * @error: what it returned
 *
 * Asks the ring which memory kinds and cache modes it has, so that the text
 * names what cannot be had and what can: "memory kind vmalloc cannot be
 * write-combined; it can only be cached". It is framering_error_text()'s where
 * there is no more to tell.
 *
 * Return: a text without capital or full stop; static, or valid until the
 * thread's next call of this function or of framering_error_text().
 */
const char *
framering_config_error_text(struct framering *ring,
			    const struct framering_config *config, int error);

/**
 * framering_pattern - start or stop the driver's own producer
 * @ring: opened O_RDWR
 * @rate: frames per 1000 seconds, 1000 to 240000; 0 stops
 * @frames: stop after so many; 0 for no end
 */
int framering_pattern(struct framering *ring, uint32_t rate, uint64_t frames);

/* --- What the owner knows --- */

/**
 * framering_demand - who watches, and what they would like
 * @ring: the ring
 * @demand: in: its serial, as an earlier call gave it, to sleep until that has
 *	changed; 0 does not sleep. out: all of it. The other members need not be
 *	set
 * @timeout_ns: from now; 0 looks, FRAMERING_FOREVER
 *
 * To wait for other things as well, poll framering_fd() for POLLPRI: it tells
 * that the serial is not what the last call gave.
 *
 * Return: 0, -ETIMEDOUT, -EINTR (a signal came), -ENODEV.
 */
int framering_demand(struct framering *ring, struct framering_demand *demand,
		     int64_t timeout_ns);

/**
 * framering_consumer_info - who consumer @index is and how it does
 * @ring: opened O_RDWR, of the present producer or while there is none; or the
 *	caller is the administrator
 * @index: number of the consumer, as in the bitmaps of struct framering_demand
 * @info: gets it
 *
 * Return: 0, -ENOENT (there is no such consumer), -ENODATA (not configured),
 * -EBUSY (the producer is another file's), -EBADF (not open for writing).
 */
int framering_consumer_info(struct framering *ring, uint32_t index,
			    struct framering_consumer_info *info);

/**
 * framering_evict - take everything away from consumer @index
 * @ring: see framering_consumer_info()
 * @index: see there
 * @id: as framering_consumer_info() told; 0: whoever is there
 *
 * It may attach anew.
 *
 * Return: as framering_consumer_info(); -ENOENT also if another one is there.
 */
int framering_evict(struct framering *ring, uint32_t index, uint64_t id);

/* --- Producer --- */

/**
 * framering_producer_attach - become the ring's producer
 * @producer: gets the producer; framering_producer_detach() it
 * @ring: configured, opened O_RDWR; it may be closed afterwards
 *
 * Return: 0, -ENODATA (not configured), -EBUSY (there is a producer),
 * -EBADF (the ring is not open for writing).
 */
int framering_producer_attach(struct framering_producer **producer,
			      struct framering *ring);

/* End the role and unmap everything; NULL is fine. */
void framering_producer_detach(struct framering_producer *producer);

/* The role file's descriptor, for poll(): POLLOUT when a slot is free. */
int framering_producer_fd(const struct framering_producer *producer);

/* The STATUS page, mapped read-only, valid until the role is detached. */
const struct framering_status *
framering_producer_status(const struct framering_producer *producer);

/**
 * framering_producer_reserve - get a slot to fill
 * @producer: the role
 * @frame: gets the slot; its data is what some older frame left there
 *
 * A second call without a submit gives the same reservation up.
 *
 * Return: 0, -EAGAIN (all slots are held, or a lossless consumer lags: wait).
 */
int framering_producer_reserve(struct framering_producer *producer,
			       struct framering_frame *frame);

/**
 * framering_producer_submit - show the reserved slot to the consumers
 * @producer: the role
 * @frame: from reserve, with flags, time_ns, bytes and user set as wanted
 *
 * Orders all that was written to the slot before it, but for one thing: whoever
 * fills a cached slot by non-temporal stores (MOVNT) ends with a store fence.
 *
 * Return: 0, -EINVAL (nothing is reserved, or too many bytes), -ESTALE (the
 * frame went to a generation that was replaced: attach anew, submit again).
 */
int framering_producer_submit(struct framering_producer *producer,
			      const struct framering_frame *frame);

/**
 * framering_producer_wait - sleep until a slot can be reserved
 * @producer: the role
 * @timeout_ns: from now; 0 looks, FRAMERING_FOREVER
 *
 * Return: 0, -ETIMEDOUT, -EINTR (a signal came), -ESTALE, -ENODEV (the device
 * is gone).
 */
int framering_producer_wait(struct framering_producer *producer,
			    int64_t timeout_ns);

/* --- Consumer --- */

/* The producer waits for this consumer; needs a ring opened O_RDWR. */
#define FRAMERING_CONSUMER_LOSSLESS	(1U << 0)
/* Acquire always gives the newest frame. Not together with LOSSLESS. */
#define FRAMERING_CONSUMER_LATEST	(1U << 1)

/**
 * framering_consumer_attach - become one of the ring's consumers
 * @consumer: gets the consumer; framering_consumer_detach() it
 * @ring: configured; it may be closed afterwards
 * @flags: FRAMERING_CONSUMER_ bits
 *
 * Return: 0, -ENODATA (not configured), -EUSERS (32 are attached), -EDQUOT (too
 * many of this user's), -EBADF (lossless, but the ring is not open for
 * writing), -EINVAL.
 */
int framering_consumer_attach(struct framering_consumer **consumer,
			      struct framering *ring, uint32_t flags);

/* End the role and unmap everything; NULL is fine. Frames held go back. */
void framering_consumer_detach(struct framering_consumer *consumer);

/* The role file's descriptor, for poll(): POLLIN when a frame waits. */
int framering_consumer_fd(const struct framering_consumer *consumer);

/* The STATUS page, mapped read-only, valid until the role is detached. */
const struct framering_status *
framering_consumer_status(const struct framering_consumer *consumer);

/**
 * framering_consumer_acquire - take a frame
 * @consumer: the role
 * @frame: gets the frame; its bytes do not change until it is released
 *
 * Return: 0, -EAGAIN (nothing waits), -ESTALE (nothing waits and nothing will
 * come: attach anew), -ENOBUFS (release one first), -EPROTO (the producer broke
 * the protocol).
 */
int framering_consumer_acquire(struct framering_consumer *consumer,
			       struct framering_frame *frame);

/**
 * framering_consumer_release - give a frame back
 * @consumer: the role
 * @frame: from acquire; several may be held and released in any order
 *
 * Return: 0, -EINVAL (it is not held).
 */
int framering_consumer_release(struct framering_consumer *consumer,
			       const struct framering_frame *frame);

/**
 * framering_consumer_wait - sleep until a frame waits
 * @consumer: the role
 * @timeout_ns: from now; 0 looks, FRAMERING_FOREVER
 *
 * Return: 0, -ETIMEDOUT, -EINTR (a signal came), -ESTALE (drained and stale, or
 * evicted: attach anew), -ENODEV (the device is gone).
 */
int framering_consumer_wait(struct framering_consumer *consumer,
			    int64_t timeout_ns);

/* Not zero: a wait has found that the role's memory was taken away. */
int framering_consumer_evicted(const struct framering_consumer *consumer);

/**
 * framering_consumer_wish - tell the producer what would be liked
 * @consumer: the role
 * @wish: format, size and rate, 0 where it does not matter. The size member
 *	need not be set
 *
 * The producer may heed it, and then configures the ring anew.
 *
 * Return: 0, -EINVAL (no frame can be so large), -ESTALE (the generation is
 * stale, or the role evicted: attach anew), -ENODEV (the device is gone).
 */
int framering_consumer_wish(struct framering_consumer *consumer,
			    const struct framering_wish *wish);

/* Frames acquired so far, and frames submitted but never seen here. */
void framering_consumer_counts(const struct framering_consumer *consumer,
			       uint64_t *delivered, uint64_t *dropped);

/* --- Formats and texts --- */

/**
 * framering_format_by_name - look a format up
 * @name: four characters as in "XR24" (a trailing blank may be missing), or
 *	ffmpeg's name as in "bgr0"; upper and lower case are the same
 *
 * framering_format_find() in framering_format.h goes by code.
 *
 * Return: the format, or NULL.
 */
const struct framering_format *framering_format_by_name(const char *name);

/*
 * "pages", "vmalloc", "coherent", "bar"; and "write-combined", "cached",
 * "uncached". All other numbers, those of defaults too, are "unknown".
 */
const char *framering_memory_name(uint32_t memory);
const char *framering_cache_name(uint32_t cache);

/**
 * framering_error_text - what went wrong and what to do about it
 * @error: a negative errno that a function above returned
 *
 * Return: a text without capital or full stop; static, or valid until the
 * thread's next call.
 */
const char *framering_error_text(int error);

/**
 * framering_load - copy out of a slot
 * @dst: ordinary memory
 * @src: in a mapped slot
 * @bytes: how many
 * @cache: the mode in effect (status->cache_effective)
 *
 * Plain loads from write-combined memory crawl on real hardware; this uses
 * streaming loads where the memory and the processor call for it.
 */
void framering_load(void *dst, const void *src, size_t bytes, uint32_t cache);

#ifdef __cplusplus
}
#endif

#endif /* LIBFRAMERING_H */
