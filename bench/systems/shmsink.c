// SPDX-License-Identifier: MIT
/*
 * GStreamer's shmsink and shmsrc: appsrc ! shmsink in the producer, shmsrc !
 * appsink in each reader. Frames are made in the sink's own shared memory, and
 * readers map that: no pixel is copied.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "shmsink.h"

/* So that pixels can be moved by whole lines. */
#define ALIGNMENT	64
/* Sleepers look this often whether the job is over. */
#define SLEEP_NS	50000000

/* In a process of its own: GStreamer does not like to be forked. */
static int has_plugins(void)
{
	static const char *const names[] = {
		"appsrc", "shmsink", "shmsrc", "appsink"
	};
	GstElementFactory *factory;
	size_t i;

	if (!gst_init_check(NULL, NULL, NULL))
		return 0;
	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		factory = gst_element_factory_find(names[i]);
		if (!factory)
			return 0;
		gst_object_unref(factory);
	}
	return 1;
}

static int shm_check(const char **why)
{
	int status = 1;
	pid_t pid;

	*why = "GStreamer's plug-ins app and shm";
	fflush(NULL);
	pid = fork();
	if (!pid)
		_exit(!has_plugins());
	if (pid < 0)
		return -errno;
	return waitpid(pid, &status, 0) == pid && !status ? 0 : -ENOENT;
}

static void shm_close(struct channel *channel)
{
	shmsink_disconnect(channel);
	/* If not all readers came. */
	shmsink_remove_names(channel, NULL);
	sem_destroy(&channel->room);
	munmap(channel->shared, sizeof(*channel->shared));
	free(channel);
}

static int shm_open_channel(struct channel **out, const struct shape *shape)
{
	struct channel *channel = calloc(1, sizeof(*channel));

	if (!channel)
		return -ENOMEM;
	channel->shape = *shape;
	sem_init(&channel->room, 0, shape->slots);
	channel->shared = mmap(NULL, sizeof(*channel->shared),
			       PROT_READ | PROT_WRITE,
			       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	strcpy(channel->folder, "/tmp/framering-bench-XXXXXX");
	if (channel->shared == MAP_FAILED || !mkdtemp(channel->folder)) {
		if (channel->shared != MAP_FAILED)
			munmap(channel->shared, sizeof(*channel->shared));
		free(channel);
		return -ENOMEM;
	}
	snprintf(channel->socket, sizeof(channel->socket), "%s/socket",
		 channel->folder);
	*out = channel;
	return 0;
}

/* All readers are done with a frame: its memory is about to be free. */
static void on_free(void *data, GstMiniObject *buffer)
{
	struct channel *channel = data;

	(void)buffer;
	sem_post(&channel->room);
}

static int shm_reserve(struct channel *channel, void **frame)
{
	GstAllocationParams params = { .align = ALIGNMENT - 1 };
	struct timespec end;
	int error = shmsink_wait_for_readers(channel);

	if (error)
		return error;
	clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_nsec += SLEEP_NS;
	end.tv_sec += end.tv_nsec / 1000000000;
	end.tv_nsec %= 1000000000;
	if (sem_trywait(&channel->room) &&
	    sem_clockwait(&channel->room, CLOCK_MONOTONIC, &end))
		return -EAGAIN;
	channel->buffer = gst_buffer_new_allocate(
		channel->allocator, channel->shape.bytes, &params);
	if (!channel->buffer)
		return -ENOMEM;
	gst_mini_object_weak_ref(GST_MINI_OBJECT(channel->buffer), on_free,
				 channel);
	/* Memory of another kind would be copied without a word. */
	if (gst_buffer_peek_memory(channel->buffer, 0)->allocator !=
	    channel->allocator)
		return -ENOBUFS;
	if (!gst_buffer_map(channel->buffer, &channel->to, GST_MAP_WRITE))
		return -ENOMEM;
	*frame = channel->to.data;
	return 0;
}

static int shm_submit(struct channel *channel)
{
	GstBuffer *buffer = channel->buffer;

	gst_buffer_unmap(buffer, &channel->to);
	channel->buffer = NULL;
	/* With times set, no element has to copy the buffer to add them. */
	GST_BUFFER_PTS(buffer) = 0;
	GST_BUFFER_DTS(buffer) = 0;
	return gst_app_src_push_buffer(channel->source, buffer) == GST_FLOW_OK ?
	       0 : -EPIPE;
}

static int shm_acquire(struct channel *channel, const void **frame)
{
	GstSample *sample = gst_app_sink_try_pull_sample(channel->sink,
							 SLEEP_NS);

	if (!sample)
		return gst_app_sink_is_eos(channel->sink) ? -EPIPE : -EAGAIN;
	if (!gst_buffer_map(gst_sample_get_buffer(sample), &channel->from,
			    GST_MAP_READ) ||
	    channel->from.size != channel->shape.bytes) {
		gst_sample_unref(sample);
		return -EIO;
	}
	channel->sample = sample;
	*frame = channel->from.data;
	return 0;
}

static int shm_release(struct channel *channel)
{
	gst_buffer_unmap(gst_sample_get_buffer(channel->sample),
			 &channel->from);
	gst_sample_unref(channel->sample);
	channel->sample = NULL;
	return 0;
}

const struct system system_shmsink = {
	.name = "shmsink",
	.about = "GStreamer: appsrc ! shmsink, and shmsrc ! appsink in each "
		 "reader; frames are made in the sink's own memory and mapped "
		 "by readers. A thread of appsrc's hands them over, so "
		 "readers-asleep is only the push to it",
	.can = SYSTEM_SLEEPS | SYSTEM_MANY_READERS | SYSTEM_LOSSLESS |
	       SYSTEM_MUST_EXIT,
	.check = shm_check,
	.open = shm_open_channel,
	.join_producer = shmsink_join_producer,
	.join_reader = shmsink_join_reader,
	.reserve = shm_reserve,
	.submit = shm_submit,
	.acquire = shm_acquire,
	.release = shm_release,
	.close = shm_close,
};
