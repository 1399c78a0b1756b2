/* SPDX-License-Identifier: GPL-2.0-only */
/* Streams: read() and write() of whole frames on a ring file. */
#ifndef FR_STREAM_H
#define FR_STREAM_H

#include <linux/fs.h>
#include <linux/mutex.h>
#include <linux/poll.h>
#include <linux/uio.h>

#include "ring/role.h"

struct fr_mem;
struct fr_ring_file;

/* Copied in one go: the page faults of so much are off, and no signal taken. */
#define FR_STREAM_PIECE	65536U

/**
 * struct fr_stream - read() or write() of whole frames on a ring file
 * @call: one read() or write() at a time, however long it sleeps
 * @lock: never held for long: poll() looks under it
 * @busy: a call is under way, which has all below for itself; @lock
 * @polled: somebody in poll() wants to know of its end; @lock
 * @role: attached by the first call, or NULL
 * @slot: the frame in work, or negative
 * @desc: its descriptor
 * @done: bytes of it that were copied
 * @plain: read(): the next role does not begin with the newest frame, since
 *	that may be one which was read
 * @over: read(): a stream has ended, and no frame of another was read since
 * @error: write(): what the next call must say, or 0
 */
struct fr_stream {
	struct mutex call;	/* see above */
	struct mutex lock;	/* see above */
	bool busy;
	bool polled;
	struct fr_role *role;
	int slot;
	struct framering_desc desc;
	u32 done;
	bool plain;
	bool over;
	int error;
};

void fr_stream_init(struct fr_stream *stream);
void fr_stream_detach(struct fr_stream *stream);
int fr_stream_attach(struct fr_ring_file *rf, struct fr_stream *stream,
		     u32 kind);
int fr_stream_begin(struct file *file, struct fr_stream *stream);
void fr_stream_end(struct file *file, struct fr_stream *stream);
int fr_stream_wait(struct file *file, struct fr_role *role, u32 events);
u32 fr_stream_next(struct fr_stream *stream, struct fr_mem *mem, void **at);

/* stream_poll.c */
__poll_t fr_stream_poll(struct file *file, poll_table *table);

/* stream_read.c */
ssize_t fr_read(struct kiocb *call, struct iov_iter *to);
void fr_stream_end_reader(struct fr_ring_file *rf);

/* stream_write.c */
ssize_t fr_write(struct kiocb *call, struct iov_iter *from);
void fr_stream_end_writer(struct fr_ring_file *rf);

#endif /* FR_STREAM_H */
