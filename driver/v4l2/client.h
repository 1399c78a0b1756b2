/* SPDX-License-Identifier: GPL-2.0-only */
/* Clients: open files of the nodes, whichever way frames go. */
#ifndef FR_CLIENT_H
#define FR_CLIENT_H

#include <linux/mutex.h>
#include <linux/poll.h>
#include <linux/wait.h>
#include <media/v4l2-fh.h>
#include <media/videobuf2-v4l2.h>

#include "buffer.h"
#include "ring/role.h"

struct fr_client;

/**
 * struct fr_client_ops - what readers and writers do each in their way; all of
 * it is called with the client's lock held
 * @type: V4L2_BUF_TYPE_ value
 * @modes: VB2_ bits: whose memory buffers can be
 * @queue: of V4L2's queue
 * @buffer_bytes: size of a buffer's structure
 * @reqbufs: VIDIOC_REQBUFS
 * @fill: have a buffer that can be dequeued. 0; -EAGAIN: none yet, and the
 *	client's wait queue is woken when there may be; -EINVAL: it does not
 *	stream
 * @poll: events that hold, of those that are asked for
 */
struct fr_client_ops {
	u32 type;
	unsigned int modes;
	const struct vb2_ops *queue;
	unsigned int buffer_bytes;
	int (*reqbufs)(struct fr_client *client,
		       struct v4l2_requestbuffers *request);
	int (*fill)(struct fr_client *client);
	__poll_t (*poll)(struct fr_client *client, __poll_t wanted);
};

/**
 * struct fr_client - an open file of a node
 * @buffers: what it maps
 * @fh: V4L2's part
 * @ops: what it does
 * @opener: for its roles
 * @call: one read() or write() at a time; taken before @lock
 * @lock: all that follows; also the queue's
 * @queue: V4L2's queue
 * @wait: where the file's users sleep
 * @role: its role, or NULL
 * @gen_entry: on the role's wait queue: wakes @wait
 * @ring_entry: on the ring's demand_wait: wakes @wait
 * @watching: @ring_entry is there
 */
struct fr_client {
	struct fr_buffers buffers;
	struct v4l2_fh fh;
	const struct fr_client_ops *ops;
	struct fr_opener opener;
	struct mutex call;	/* see above */
	struct mutex lock;	/* see above */
	struct vb2_queue queue;
	wait_queue_head_t wait;
	struct fr_role *role;
	struct wait_queue_entry gen_entry;
	struct wait_queue_entry ring_entry;
	bool watching;
};

int fr_client_open(struct fr_client *client, struct file *file,
		   const struct fr_client_ops *ops);
void fr_client_close(struct fr_client *client, struct file *file);
void fr_client_wake(struct fr_client *client);
void fr_client_watch(struct fr_client *client);
void fr_client_unwatch(struct fr_client *client);
void fr_client_take(struct fr_client *client, struct fr_role *role,
		    void (*unmap)(struct fr_role *role), void *user);
void fr_client_detach(struct fr_client *client);
int fr_client_wait(struct file *file,
		   int (*attempt)(struct fr_client *client, void *arg),
		   void *arg);

/* client_ioctl.c */
__poll_t fr_client_poll(struct file *file, poll_table *table);
int fr_client_mmap(struct file *file, struct vm_area_struct *vma);
int fr_client_querycap(struct file *file, void *priv,
		       struct v4l2_capability *cap);
int fr_client_g_choice(struct file *file, void *priv, unsigned int *choice);
int fr_client_s_choice(struct file *file, void *priv, unsigned int choice);
int fr_client_reqbufs(struct file *file, void *priv,
		      struct v4l2_requestbuffers *request);
int fr_client_querybuf(struct file *file, void *priv,
		       struct v4l2_buffer *buffer);
int fr_client_qbuf(struct file *file, void *priv, struct v4l2_buffer *buffer);
int fr_client_dqbuf(struct file *file, void *priv, struct v4l2_buffer *buffer);
int fr_client_expbuf(struct file *file, void *priv,
		     struct v4l2_exportbuffer *export);
int fr_client_streamon(struct file *file, void *priv, enum v4l2_buf_type type);
int fr_client_streamoff(struct file *file, void *priv,
			enum v4l2_buf_type type);

static inline struct fr_client *fr_client_of(struct file *file)
{
	return container_of((struct v4l2_fh *)file->private_data,
			    struct fr_client, fh);
}

#endif /* FR_CLIENT_H */
