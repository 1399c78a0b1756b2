/* SPDX-License-Identifier: GPL-2.0-only */
/* Writers: open files of an output node. */
#ifndef FR_WRITER_H
#define FR_WRITER_H

#include <linux/mutex.h>
#include <linux/wait.h>
#include <media/v4l2-fh.h>
#include <media/videobuf2-v4l2.h>

#include "buffer.h"
#include "ring/role.h"

struct fr_video;

/**
 * struct fr_writer - an open file of an output node
 * @buffers: what it maps; the first member, for V4L2's queue refers to it
 * @fh: V4L2's part
 * @opener: for the roles
 * @lock: all that follows; also the queue's
 * @queue: V4L2's queue
 * @queued: struct fr_writer_buffer that wait for another slot
 * @reserved: struct fr_writer_buffer whose slots are reserved, by sequence
 * @wait: where the file's users sleep
 * @pix: what it writes
 * @frames: how many it has queued
 * @role: the producer, attached while there are buffers or it write()s; or NULL
 * @in_place: buffers can stand for slots of that memory
 * @gen_entry: on the role's wait queue: wakes @wait
 * @ring_entry: on the ring's demand_wait: wakes @wait
 * @call: one write() at a time; taken before @lock
 * @writing: it write()s, and has no buffers
 * @slot: write(): the slot in work, or negative
 * @done: write(): bytes of it that were filled
 * @torn: write(): a frame that was begun is lost, and it was not said yet
 */
struct fr_writer {
	struct fr_buffers buffers;
	struct v4l2_fh fh;
	struct fr_opener opener;
	struct mutex lock;	/* see above */
	struct vb2_queue queue;
	struct list_head queued;
	struct list_head reserved;
	wait_queue_head_t wait;
	struct v4l2_pix_format pix;
	u32 frames;
	struct fr_role *role;
	bool in_place;
	struct wait_queue_entry gen_entry;
	struct wait_queue_entry ring_entry;
	struct mutex call;	/* see above */
	bool writing;
	int slot;
	u32 done;
	bool torn;
};

/**
 * struct fr_writer_buffer - a buffer of the queue
 * @vb: V4L2's part
 * @node: in the writer's list of those that wait, or of reservations
 * @slot: the slot that the program fills by it, or negative
 * @seq: the sequence that it is reserved for
 * @late: that is over: later ones were submitted. The kernel keeps the slot
 */
struct fr_writer_buffer {
	struct vb2_v4l2_buffer vb;
	struct list_head node;
	int slot;
	u32 seq;
	bool late;
};

/* writer_role.c */
void fr_writer_init(struct fr_writer *writer);
int fr_writer_begin(struct fr_writer *writer, unsigned int buffers);
void fr_writer_end(struct fr_writer *writer);
bool fr_writer_busy(struct fr_writer *writer);
void fr_writer_offer(struct fr_video *video);
int fr_writer_adjust(struct v4l2_pix_format *pix);

/* writer_slots.c */
int fr_writer_reserve(struct fr_writer *writer,
		      struct fr_writer_buffer *buffer);
int fr_writer_submit(struct fr_writer *writer,
		     struct fr_writer_buffer *buffer);
void fr_writer_leave(struct fr_writer *writer,
		     struct fr_writer_buffer *buffer);

/* writer_queue.c */
int fr_writer_queue_init(struct fr_writer *writer);
int fr_writer_reqbufs(struct fr_writer *writer,
		      struct v4l2_requestbuffers *request);
int fr_writer_fill(struct fr_writer *writer);
int fr_writer_dqbuf(struct file *file, struct v4l2_buffer *buffer);

/* writer_write.c */
ssize_t fr_writer_write(struct file *file, const char __user *data,
			size_t count, loff_t *offset);
__poll_t fr_writer_poll_write(struct fr_writer *writer);

/* writer_file.c */
extern const struct v4l2_file_operations fr_writer_fops;

static inline struct fr_writer *fr_writer_of(struct file *file)
{
	return container_of((struct v4l2_fh *)file->private_data,
			    struct fr_writer, fh);
}

#endif /* FR_WRITER_H */
