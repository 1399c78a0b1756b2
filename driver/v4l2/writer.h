/* SPDX-License-Identifier: GPL-2.0-only */
/* Writers: open files of an output node. */
#ifndef FR_WRITER_H
#define FR_WRITER_H

#include "client.h"

struct fr_video;

/**
 * struct fr_writer - an open file of an output node
 * @client: the file; its lock is for all that follows. It is the producer
 *	while there are buffers or it write()s
 * @queued: struct fr_writer_buffer that wait for another slot
 * @reserved: struct fr_writer_buffer whose slots are reserved, by sequence
 * @pix: what it writes
 * @frames: how many it has queued
 * @in_place: buffers can stand for slots of the ring's memory: they are MMAP
 * @writing: it write()s, and has no buffers
 * @slot: write(): the slot in work, or negative
 * @done: write(): bytes of it that were filled
 * @torn: write(): a frame that was begun is lost, and it was not said yet
 */
struct fr_writer {
	struct fr_client client;
	struct list_head queued;
	struct list_head reserved;
	struct v4l2_pix_format pix;
	u32 frames;
	bool in_place;
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
 * @lost: what it held could not be read
 */
struct fr_writer_buffer {
	struct vb2_v4l2_buffer vb;
	struct list_head node;
	int slot;
	u32 seq;
	bool late;
	bool lost;
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
extern const struct vb2_ops fr_writer_queue_ops;
int fr_writer_reqbufs(struct fr_client *client,
		      struct v4l2_requestbuffers *request);
int fr_writer_fill(struct fr_client *client);

/* writer_write.c */
ssize_t fr_writer_write(struct file *file, const char __user *data,
			size_t count, loff_t *offset);
__poll_t fr_writer_poll_write(struct fr_writer *writer);

/* writer_file.c */
extern const struct v4l2_file_operations fr_writer_fops;

static inline struct fr_writer *fr_writer_of(struct file *file)
{
	return container_of(fr_client_of(file), struct fr_writer, client);
}

#endif /* FR_WRITER_H */
