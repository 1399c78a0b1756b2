// SPDX-License-Identifier: GPL-2.0-only
/* What programs ask any node, whichever way frames go. */
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <media/v4l2-event.h>
#include <media/v4l2-ioctl.h>

#include "client.h"
#include "ring/ring.h"
#include "video.h"

int fr_client_querycap(struct file *file, void *priv,
		       struct v4l2_capability *cap)
{
	const struct fr_video_node *node =
		container_of(video_devdata(file), struct fr_video_node, vdev);
	struct fr_video *video = node->video;

	strscpy(cap->driver, "framering", sizeof(cap->driver));
	mutex_lock(&video->lock);
	strscpy(cap->card, video->card, sizeof(cap->card));
	mutex_unlock(&video->lock);
	/* Some programs tell devices apart by this. */
	snprintf(cap->bus_info, sizeof(cap->bus_info),
		 "platform:framering.%u%s", video->ring->index,
		 node->which == FR_VIDEO_OUTPUT ? "-out" : "");
	return 0;
}

/* There is one input, or output. */
int fr_client_g_choice(struct file *file, void *priv, unsigned int *choice)
{
	*choice = 0;
	return 0;
}

int fr_client_s_choice(struct file *file, void *priv, unsigned int choice)
{
	return choice ? -EINVAL : 0;
}

int fr_client_reqbufs(struct file *file, void *priv,
		      struct v4l2_requestbuffers *request)
{
	struct fr_client *client = fr_client_of(file);
	int ret;

	mutex_lock(&client->lock);
	ret = client->ops->reqbufs(client, request);
	mutex_unlock(&client->lock);
	return ret;
}

int fr_client_querybuf(struct file *file, void *priv,
		       struct v4l2_buffer *buffer)
{
	struct fr_client *client = fr_client_of(file);
	int ret;

	mutex_lock(&client->lock);
	ret = vb2_querybuf(&client->queue, buffer);
	mutex_unlock(&client->lock);
	return ret;
}

int fr_client_qbuf(struct file *file, void *priv, struct v4l2_buffer *buffer)
{
	struct fr_client *client = fr_client_of(file);
	int ret;

	mutex_lock(&client->lock);
	ret = vb2_qbuf(&client->queue, NULL, buffer);
	mutex_unlock(&client->lock);
	return ret;
}

static int fr_client_try_dqbuf(struct fr_client *client, void *arg)
{
	int ret = client->ops->fill(client);

	/* It also says what is wrong where nothing streams. */
	if (!ret || ret == -EINVAL)
		ret = vb2_dqbuf(&client->queue, arg, true);
	return ret;
}

int fr_client_dqbuf(struct file *file, void *priv, struct v4l2_buffer *buffer)
{
	struct fr_client *client = fr_client_of(file);
	int ret;

	if (mutex_lock_interruptible(&client->lock))
		return -ERESTARTSYS;
	ret = fr_client_wait(file, fr_client_try_dqbuf, buffer);
	mutex_unlock(&client->lock);
	return ret;
}

int fr_client_expbuf(struct file *file, void *priv,
		     struct v4l2_exportbuffer *export)
{
	struct fr_client *client = fr_client_of(file);
	int ret;

	mutex_lock(&client->lock);
	ret = vb2_expbuf(&client->queue, export);
	mutex_unlock(&client->lock);
	return ret;
}

int fr_client_streamon(struct file *file, void *priv, enum v4l2_buf_type type)
{
	struct fr_client *client = fr_client_of(file);
	int ret;

	mutex_lock(&client->lock);
	ret = vb2_streamon(&client->queue, type);
	mutex_unlock(&client->lock);
	return ret;
}

int fr_client_streamoff(struct file *file, void *priv, enum v4l2_buf_type type)
{
	struct fr_client *client = fr_client_of(file);
	int ret;

	mutex_lock(&client->lock);
	ret = vb2_streamoff(&client->queue, type);
	mutex_unlock(&client->lock);
	return ret;
}

__poll_t fr_client_poll(struct file *file, poll_table *table)
{
	struct fr_client *client = fr_client_of(file);
	__poll_t mask;

	poll_wait(file, &client->wait, table);
	poll_wait(file, &client->fh.wait, table);
	mutex_lock(&client->lock);
	mask = client->ops->poll(client, poll_requested_events(table));
	mutex_unlock(&client->lock);
	if (v4l2_event_pending(&client->fh))
		mask |= EPOLLPRI;
	return mask;
}

int fr_client_mmap(struct file *file, struct vm_area_struct *vma)
{
	return vb2_mmap(&fr_client_of(file)->queue, vma);
}
