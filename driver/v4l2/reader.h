/* SPDX-License-Identifier: GPL-2.0-only */
/* Readers: open files of a capture node. */
#ifndef FR_READER_H
#define FR_READER_H

#include <linux/hrtimer.h>

#include "client.h"
#include "pixfmt.h"

struct fr_lease;
struct fr_video;

/**
 * struct fr_reader - an open file of a capture node
 * @client: the file; its lock is for all that follows. It has a role
 *	while it streams or reads, or wished for something
 * @queued: struct fr_reader_buffer that wait for a frame
 * @format: what was agreed, while there are buffers or @reading
 * @role_format: the frames of the role's generation
 * @running: it streams or reads
 * @changed: the ring's format is no longer @format, and the program was told
 * @plain: the next role does not begin with the newest frame, since that may be
 *	one that was shown
 * @wish: what it would like
 * @last: the last frame that it got, to be shown again; or NULL; map_lock
 * @idle_at: when it gets what there is while nobody produces
 * @idle_timer: wakes the client then
 * @idle_frames: how many it got since it began
 * @next_sequence: V4L2's number of the next frame
 * @base: number of the frame that has V4L2's number 0
 * @based: there is @base
 * @reading: it read()s, and has no buffers
 * @frame: read(): the frame in work, or NULL; map_lock
 * @frame_bytes: of that
 * @done: read(): bytes of it that were copied
 */
struct fr_reader {
	struct fr_client client;
	struct list_head queued;
	struct fr_pixfmt format;
	struct fr_pixfmt role_format;
	bool running;
	bool changed;
	bool plain;
	struct framering_wish wish;
	struct fr_lease *last;
	ktime_t idle_at;
	struct hrtimer idle_timer;
	u64 idle_frames;
	u32 next_sequence;
	u64 base;
	bool based;
	bool reading;
	struct fr_lease *frame;
	u32 frame_bytes;
	u32 done;
};

/**
 * struct fr_reader_buffer - a buffer in the queue
 * @vb: V4L2's part
 * @node: in the reader's list of those that wait
 */
struct fr_reader_buffer {
	struct vb2_v4l2_buffer vb;
	struct list_head node;
};

/**
 * struct fr_shot - a frame that a reader gets
 * @lease: the frame; whoever has this gives the lease back
 * @bytes: of it
 * @time_ns: CLOCK_MONOTONIC
 * @sequence: V4L2's number
 * @field: V4L2_FIELD_ value
 * @flags: FRAMERING_FRAME_ bits
 */
struct fr_shot {
	struct fr_lease *lease;
	u32 bytes;
	u64 time_ns;
	u32 sequence;
	u32 field;
	u32 flags;
};

/* reader_role.c */
void fr_reader_init(struct fr_reader *reader);
int fr_reader_start(struct fr_reader *reader);
void fr_reader_stop(struct fr_reader *reader);
void fr_reader_set_frame(struct fr_reader *reader, struct fr_lease *lease,
			 u32 bytes);
void fr_reader_settle(struct fr_reader *reader);
void fr_reader_set_last(struct fr_reader *reader, struct fr_lease *lease);
void fr_reader_present(struct fr_video *video, struct fr_pixfmt *format);
int fr_reader_join(struct fr_reader *reader);
void fr_reader_detach(struct fr_reader *reader);
int fr_reader_wish(struct fr_reader *reader);
void fr_reader_idle_begin(struct fr_reader *reader);

/* reader_idle.c */
int fr_reader_idle(struct fr_reader *reader, struct fr_shot *shot);

/* reader_frames.c */
int fr_reader_next(struct fr_reader *reader, struct fr_shot *shot);

/* reader_queue.c */
extern const struct vb2_ops fr_reader_queue_ops;
int fr_reader_fill(struct fr_client *client);
int fr_reader_reqbufs(struct fr_client *client,
		      struct v4l2_requestbuffers *request);

/* reader_wish.c */
void fr_reader_wish_format(struct fr_reader *reader,
			   const struct v4l2_pix_format *pix);

/* reader_read.c */
ssize_t fr_reader_read(struct file *file, char __user *data, size_t count,
		       loff_t *offset);
__poll_t fr_reader_poll_read(struct fr_reader *reader);

/* reader_file.c */
extern const struct v4l2_file_operations fr_reader_fops;

static inline struct fr_reader *fr_reader_of(struct file *file)
{
	return container_of(fr_client_of(file), struct fr_reader, client);
}

#endif /* FR_READER_H */
