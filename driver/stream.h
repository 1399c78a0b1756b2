/* SPDX-License-Identifier: GPL-2.0-only */
/* Streams: read() and write() of whole frames on a ring file. */
#ifndef FR_STREAM_H
#define FR_STREAM_H

#include <linux/fs.h>
#include <linux/mutex.h>

#include "role.h"

struct fr_mem;
struct fr_ring_file;

/* Copied in one go: the page faults of so much are off, and no signal taken. */
#define FR_STREAM_PIECE	65536U

/**
 * struct fr_stream - read() or write() of whole frames on a ring file
 * @lock: one call at a time
 * @role: attached by the first call, or NULL
 * @slot: the frame in work, or negative
 * @desc: its descriptor
 * @done: bytes of it that were copied
 * @over: read(): the last frame of the stream was read
 * @error: write(): what the next call must say, or 0
 */
struct fr_stream {
	struct mutex lock;	/* see above */
	struct fr_role *role;
	int slot;
	struct framering_desc desc;
	u32 done;
	bool over;
	int error;
};

void fr_stream_init(struct fr_stream *stream);
void fr_stream_detach(struct fr_stream *stream);
int fr_stream_attach(struct fr_ring_file *rf, struct fr_stream *stream,
		     u32 kind);
int fr_stream_wait(struct file *file, struct fr_role *role, u32 events);
u32 fr_stream_next(struct fr_stream *stream, struct fr_mem *mem, void **at);

/* stream_read.c */
ssize_t fr_read(struct file *file, char __user *buf, size_t count,
		loff_t *ppos);
void fr_stream_end_reader(struct fr_ring_file *rf);

/* stream_write.c */
ssize_t fr_write(struct file *file, const char __user *buf, size_t count,
		 loff_t *ppos);
void fr_stream_end_writer(struct file *file);

#endif /* FR_STREAM_H */
