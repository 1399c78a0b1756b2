/* SPDX-License-Identifier: MIT */
/*
 * A V4L2 camera: its format, its controls, and a queue of buffers, which are
 * slots of a ring where it takes them.
 */
#ifndef PRODUCE_CAMERA_H
#define PRODUCE_CAMERA_H

#include <libframering.h>
#include <linux/videodev2.h>

#include "common/outcome.h"
#include "options/options.h"

/* So many buffers are with the camera at a time. */
#define CAMERA_QUEUE	4U

/**
 * struct camera_buffer - a buffer of the camera's
 * @dmabuf: the slot, of V4L2_MEMORY_DMABUF; else -1
 * @data: where it is mapped, of V4L2_MEMORY_MMAP; else NULL
 * @bytes: of the mapping
 */
struct camera_buffer {
	int dmabuf;
	void *data;
	size_t bytes;
};

/**
 * struct camera_frame - a slot that the camera fills
 * @frame: the slot
 * @done: the camera has given it back, as @buffer says
 * @buffer: see there
 */
struct camera_frame {
	struct framering_frame frame;
	int done;
	struct v4l2_buffer buffer;
};

/**
 * struct camera - a camera
 * @name: its device, for messages
 * @fd: its file
 * @format: what it gives
 * @fourcc: the same, as the ring calls it
 * @rate_num: frames in @rate_den seconds; 0: it does not say
 * @rate_den: see there
 * @memory: V4L2_MEMORY_DMABUF, or V4L2_MEMORY_MMAP where that cannot be; 0
 *	before it was tried
 * @streaming: it fills buffers
 * @buffer: its buffers
 * @buffers: how many
 * @queue: slots that are with it, of V4L2_MEMORY_DMABUF, the oldest first
 * @queued: how many
 * @sequence: number of the next frame, by its counting
 * @gap: some were lost since the frame before
 * @lost: frames that it has left out or damaged
 * @copied: bytes that were copied into slots
 */
struct camera {
	const char *name;
	int fd;
	struct v4l2_pix_format format;
	uint32_t fourcc;
	uint32_t rate_num;
	uint32_t rate_den;
	uint32_t memory;
	int streaming;
	struct camera_buffer buffer[FRAMERING_MAX_SLOTS];
	uint32_t buffers;
	struct camera_frame queue[CAMERA_QUEUE];
	uint32_t queued;
	uint32_t sequence;
	int gap;
	uint64_t lost;
	uint64_t copied;
};

/* All of these print why they failed. */

/* Open it, choose format, size and rate, set controls; camera_close() it. */
enum outcome camera_open(struct camera *camera, const struct options *options);
void camera_close(struct camera *camera);

/* What its frames look like in a slot, and what their pixels mean. */
enum outcome camera_geometry(const struct camera *camera,
			     struct framering_geometry *geometry,
			     struct framering_picture *picture);

/*
 * The next frame: in a slot that was reserved, ready to submit. OUTCOME_FULL:
 * no slot is free. OUTCOME_LATER: it gives none just now. OUTCOME_STOP after a
 * signal.
 */
enum outcome camera_next(struct camera *camera,
			 struct framering_producer *producer,
			 struct framering_frame *frame);

/* Let it rest, and give up what is reserved: another frame is a fresh one. */
void camera_pause(struct camera *camera, struct framering_producer *producer);

/* Of its files. */

/* ioctl(2) that goes on after a signal: 0 or a negative errno. */
int camera_call(const struct camera *camera, unsigned long request, void *arg);
/* Say why a request gave @error. */
enum outcome camera_failed(const struct camera *camera, int error);
/* Not zero, a negative errno: the ring was configured anew, or is gone. */
int camera_ring_gone(struct framering_producer *producer);
/* Choose an input, a format, a size and a rate. */
enum outcome camera_choose(struct camera *camera,
			   const struct options *options);
/* Set each control of the command line. */
enum outcome camera_set_controls(const struct camera *camera,
				 const struct options *options);
/* What the pixels of @camera's format mean, as far as it says. */
struct framering_picture camera_picture(const struct camera *camera);
/* Make buffers, of slots of @producer's if that can be, and begin to stream. */
enum outcome camera_start(struct camera *camera,
			  struct framering_producer *producer);
void camera_stop(struct camera *camera);
/* Give buffer @index to the camera. 0 or a negative errno. */
int camera_queue(const struct camera *camera, uint32_t index);

#endif /* PRODUCE_CAMERA_H */
