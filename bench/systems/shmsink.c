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

static void shm_close(struct way *way)
{
	shmsink_part(way);
	/* If not all readers came. */
	shmsink_remove_names(way, NULL);
	sem_destroy(&way->room);
	munmap(way->meeting, sizeof(*way->meeting));
	free(way);
}

static int shm_open_way(struct way **out, const struct shape *shape)
{
	struct way *way = calloc(1, sizeof(*way));

	if (!way)
		return -ENOMEM;
	way->shape = *shape;
	sem_init(&way->room, 0, shape->slots);
	way->meeting = mmap(NULL, sizeof(*way->meeting),
			    PROT_READ | PROT_WRITE,
			    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	strcpy(way->folder, "/tmp/framering-bench-XXXXXX");
	if (way->meeting == MAP_FAILED || !mkdtemp(way->folder)) {
		if (way->meeting != MAP_FAILED)
			munmap(way->meeting, sizeof(*way->meeting));
		free(way);
		return -ENOMEM;
	}
	snprintf(way->socket, sizeof(way->socket), "%s/socket", way->folder);
	*out = way;
	return 0;
}

/* All readers are done with a frame: its memory is about to be free. */
static void on_free(void *data, GstMiniObject *buffer)
{
	struct way *way = data;

	(void)buffer;
	sem_post(&way->room);
}

static int shm_reserve(struct way *way, void **frame)
{
	GstAllocationParams params = { .align = ALIGNMENT - 1 };
	struct timespec end;
	int error = shmsink_meet(way);

	if (error)
		return error;
	clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_nsec += SLEEP_NS;
	end.tv_sec += end.tv_nsec / 1000000000;
	end.tv_nsec %= 1000000000;
	if (sem_trywait(&way->room) &&
	    sem_clockwait(&way->room, CLOCK_MONOTONIC, &end))
		return -EAGAIN;
	way->buffer = gst_buffer_new_allocate(way->allocator, way->shape.bytes,
					      &params);
	if (!way->buffer)
		return -ENOMEM;
	gst_mini_object_weak_ref(GST_MINI_OBJECT(way->buffer), on_free, way);
	/* Memory of another kind would be copied, and nobody would know. */
	if (gst_buffer_peek_memory(way->buffer, 0)->allocator !=
	    way->allocator)
		return -ENOBUFS;
	if (!gst_buffer_map(way->buffer, &way->to, GST_MAP_WRITE))
		return -ENOMEM;
	*frame = way->to.data;
	return 0;
}

static int shm_submit(struct way *way)
{
	GstBuffer *buffer = way->buffer;

	gst_buffer_unmap(buffer, &way->to);
	way->buffer = NULL;
	/* With times, nobody has to make a buffer of his own to add them. */
	GST_BUFFER_PTS(buffer) = 0;
	GST_BUFFER_DTS(buffer) = 0;
	return gst_app_src_push_buffer(way->source, buffer) == GST_FLOW_OK ?
	       0 : -EPIPE;
}

static int shm_acquire(struct way *way, const void **frame)
{
	GstSample *sample = gst_app_sink_try_pull_sample(way->sink, SLEEP_NS);

	if (!sample)
		return gst_app_sink_is_eos(way->sink) ? -EPIPE : -EAGAIN;
	if (!gst_buffer_map(gst_sample_get_buffer(sample), &way->from,
			    GST_MAP_READ) ||
	    way->from.size != way->shape.bytes) {
		gst_sample_unref(sample);
		return -EIO;
	}
	way->sample = sample;
	*frame = way->from.data;
	return 0;
}

static int shm_release(struct way *way)
{
	gst_buffer_unmap(gst_sample_get_buffer(way->sample), &way->from);
	gst_sample_unref(way->sample);
	way->sample = NULL;
	return 0;
}

const struct system system_shmsink = {
	.name = "shmsink",
	.about = "GStreamer: appsrc ! shmsink, and shmsrc ! appsink in each "
		 "reader; frames are made in the sink's own memory and mapped "
		 "by readers. A thread of appsrc's hands them over, so "
		 "readers-asleep is only the way to that",
	.can = SYSTEM_SLEEPS | SYSTEM_MANY | SYSTEM_LOSSLESS | SYSTEM_LEAVES,
	.check = shm_check,
	.open = shm_open_way,
	.join_producer = shmsink_join_producer,
	.join_reader = shmsink_join_reader,
	.reserve = shm_reserve,
	.submit = shm_submit,
	.acquire = shm_acquire,
	.release = shm_release,
	.close = shm_close,
};
