// SPDX-License-Identifier: GPL-2.0-only
/* An open file of a node: its queue, its role, and where its users sleep. */
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <media/v4l2-dev.h>

#include "client.h"
#include "compat.h"
#include "ring/generation.h"
#include "ring/ring.h"
#include "ring/wait.h"
#include "video.h"

/* The ring has something new, or the role: runs with interrupts off. */
static int fr_client_woken(struct wait_queue_entry *entry, unsigned int mode,
			   int flags, void *key)
{
	fr_client_wake(entry->private);
	return 0;
}

/* Those who sleep, or poll, look again. */
void fr_client_wake(struct fr_client *client)
{
	wake_up_interruptible_all(&client->wait);
}

static int fr_client_queue_init(struct fr_client *client)
{
	struct vb2_queue *queue = &client->queue;

	queue->type = client->ops->type;
	queue->io_modes = client->ops->modes;
	queue->ops = client->ops->queue;
	queue->mem_ops = &fr_buffer_mem_ops;
	queue->drv_priv = &client->buffers;
	queue->buf_struct_size = client->ops->buffer_bytes;
	queue->timestamp_flags = V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC;
	queue->lock = &client->lock;
	queue->dev = client->buffers.video->ring->node;
	return vb2_queue_init(queue);
}

#ifdef FR_HUGE_ENTRIES
/* Offsets tell buffers apart; each begins where a large entry fits. */
static unsigned long fr_client_area(struct file *file, unsigned long addr,
				    unsigned long len, unsigned long pgoff,
				    unsigned long flags)
{
	return thp_get_unmapped_area(file, addr, len, 0, flags);
}

/* V4L2 asks its drivers for no address: its operations, and that one. */
static void fr_client_align(struct file *file)
{
	static DEFINE_MUTEX(lock);	/* the first one makes them */
	static struct file_operations fops;

	mutex_lock(&lock);
	if (!fops.owner) {
		fops = *file->f_op;
		fops.owner = THIS_MODULE;
		fops.get_unmapped_area = fr_client_area;
	}
	mutex_unlock(&lock);
	__module_get(THIS_MODULE);
	replace_fops(file, &fops);
}
#else
static void fr_client_align(struct file *file)
{
}
#endif

/**
 * fr_client_open - a node is opened
 * @client: zeroed
 * @file: the open file
 * @ops: what the client does
 *
 * Return: 0, fr_client_close() it; or a negative errno.
 */
int fr_client_open(struct fr_client *client, struct file *file,
		   const struct fr_client_ops *ops)
{
	int ret;

	ret = fr_buffers_init(&client->buffers, fr_video_of(file),
			      file->f_mapping, file->f_cred->uid);
	if (ret)
		return ret;
	client->ops = ops;
	client->opener.number = fr_role_opener_number();
	client->opener.uid = file->f_cred->uid;
	mutex_init(&client->call);
	mutex_init(&client->lock);
	init_waitqueue_head(&client->wait);
	init_waitqueue_func_entry(&client->gen_entry, fr_client_woken);
	client->gen_entry.private = client;
	init_waitqueue_func_entry(&client->ring_entry, fr_client_woken);
	client->ring_entry.private = client;
	ret = fr_client_queue_init(client);
	if (ret) {
		fr_buffers_exit(&client->buffers);
		return ret;
	}
	fr_client_align(file);
	v4l2_fh_init(&client->fh, video_devdata(file));
	fr_v4l2_fh_add(&client->fh, file);
	return 0;
}

/* It streams no more, and has no role; nothing of it is mapped. */
void fr_client_close(struct fr_client *client, struct file *file)
{
	fr_v4l2_fh_del(&client->fh, file);
	v4l2_fh_exit(&client->fh);
	fr_buffers_exit(&client->buffers);
}

/* Be woken by what happens to the ring. */
void fr_client_watch(struct fr_client *client)
{
	struct fr_ring *ring = client->buffers.video->ring;

	client->watching = true;
	add_wait_queue(&ring->demand_wait, &client->ring_entry);
}

/* Also if it does not. */
void fr_client_unwatch(struct fr_client *client)
{
	struct fr_ring *ring = client->buffers.video->ring;

	if (client->watching)
		remove_wait_queue(&ring->demand_wait, &client->ring_entry);
	client->watching = false;
}

/**
 * fr_client_take - have a role, which was just attached
 * @client: the client, which has none
 * @role: the role
 * @unmap: see struct fr_role
 * @user: see there
 */
void fr_client_take(struct fr_client *client, struct fr_role *role,
		    void (*unmap)(struct fr_role *role), void *user)
{
	fr_role_set_unmap(role, unmap, user);
	client->role = role;
	add_wait_queue(fr_role_queue(role), &client->gen_entry);
}

/* Have no role any more. Nothing that is shown is in its slots. */
void fr_client_detach(struct fr_client *client)
{
	struct fr_role *role = client->role;

	remove_wait_queue(fr_role_queue(role), &client->gen_entry);
	client->role = NULL;
	fr_role_detach(role);
}

/**
 * fr_client_wait - try until something works
 * @file: the client's file; its lock is held, but not while it sleeps
 * @attempt: gives -EAGAIN if it has to be tried again after a wake-up
 * @arg: for @attempt
 *
 * Return: as @attempt; -ENODEV (the node is gone), -ERESTARTSYS.
 */
int fr_client_wait(struct file *file,
		   int (*attempt)(struct fr_client *client, void *arg),
		   void *arg)
{
	struct fr_client *client = fr_client_of(file);
	int ret;

	DEFINE_WAIT_FUNC(wait, woken_wake_function);

	add_wait_queue(&client->wait, &wait);
	for (;;) {
		ret = video_is_registered(video_devdata(file)) ?
		      attempt(client, arg) : -ENODEV;
		if (ret != -EAGAIN || file->f_flags & O_NONBLOCK)
			break;
		ret = -ERESTARTSYS;
		if (signal_pending(current))
			break;
		mutex_unlock(&client->lock);
		wait_woken(&wait, TASK_INTERRUPTIBLE, MAX_SCHEDULE_TIMEOUT);
		mutex_lock(&client->lock);
	}
	remove_wait_queue(&client->wait, &wait);
	return ret;
}
