// SPDX-License-Identifier: MIT
#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "harness.h"
#include "video.h"

static void ring_name(uint32_t ring, char *name, size_t size)
{
	if (ring)
		snprintf(name, size, "framering%u", ring);
	else
		snprintf(name, size, "framering");
}

static void read_line(const char *path, char *line, size_t size)
{
	FILE *file = fopen(path, "re");

	line[0] = '\0';
	if (!file)
		return;
	if (fgets(line, (int)size, file))
		line[strcspn(line, "\n")] = '\0';
	fclose(file);
}

/* The path of the node of @ring whose name ends in @what. */
static void find_node(uint32_t ring, const char *what, char *path, size_t size)
{
	char folder[128], name[64], file[512], want[128], line[128];
	struct dirent *entry;
	DIR *dir;

	ring_name(ring, name, sizeof(name));
	snprintf(want, sizeof(want), "%s %s", name, what);
	snprintf(folder, sizeof(folder), "/sys/class/framering/%s", name);
	path[0] = '\0';
	dir = opendir(folder);
	while (dir && (entry = readdir(dir))) {
		snprintf(file, sizeof(file), "%s/%s/name", folder,
			 entry->d_name);
		read_line(file, line, sizeof(line));
		if (!strcmp(line, want))
			snprintf(path, size, "/dev/%.32s", entry->d_name);
	}
	if (dir)
		closedir(dir);
}

int video_open(uint32_t ring, uint32_t type, int flags)
{
	char path[64];
	int fd;

	find_node(ring, type == V4L2_BUF_TYPE_VIDEO_CAPTURE ? "capture" :
							      "output",
		  path, sizeof(path));
	CHECK_OK(fd = open(path, flags | O_CLOEXEC));
	return fd;
}

void video_set(uint32_t ring, const char *attribute, const char *text)
{
	char path[160], name[64];
	int fd;

	ring_name(ring, name, sizeof(name));
	snprintf(path, sizeof(path), "/sys/class/framering/%s/v4l2/%s", name,
		 attribute);
	CHECK_OK(fd = open(path, O_WRONLY | O_CLOEXEC));
	CHECK_EQ(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
}

struct v4l2_pix_format video_format(int fd, uint32_t type)
{
	struct v4l2_format format = { .type = type };

	CHECK_OK(ioctl(fd, VIDIOC_G_FMT, &format));
	return format.fmt.pix;
}

struct video video_begin(uint32_t ring, uint32_t type, unsigned int count,
			 int prot)
{
	struct v4l2_requestbuffers request = {
		.count = count,
		.type = type,
		.memory = V4L2_MEMORY_MMAP,
	};
	struct video video = { .type = type, .count = count };
	unsigned int i;

	CHECK_LE(count, VIDEO_BUFFERS);
	video.fd = video_open(ring, type, O_RDWR);
	CHECK_OK(ioctl(video.fd, VIDIOC_REQBUFS, &request));
	CHECK_EQ(request.count, count);
	for (i = 0; i < count; i++) {
		struct v4l2_buffer buffer = {
			.index = i,
			.type = type,
			.memory = V4L2_MEMORY_MMAP,
		};

		CHECK_OK(ioctl(video.fd, VIDIOC_QUERYBUF, &buffer));
		video.bytes = buffer.length;
		video.buffer[i] = mmap(NULL, buffer.length, prot, MAP_SHARED,
				       video.fd, buffer.m.offset);
		CHECK(video.buffer[i] != MAP_FAILED);
	}
	return video;
}

struct video video_stream(uint32_t ring, unsigned int count, int prot)
{
	struct video video = video_begin(ring, V4L2_BUF_TYPE_VIDEO_CAPTURE,
					 count, prot);
	unsigned int i;

	for (i = 0; i < count; i++)
		video_qbuf(&video, i);
	video_on(&video);
	return video;
}

void video_attach_anew(const struct video *video)
{
	CHECK_EQ(fcntl(video->fd, F_SETFL, O_NONBLOCK), 0);
	CHECK_EQ(video_try_dqbuf(video, NULL), -1);
	CHECK_EQ(errno, EAGAIN);
	CHECK_EQ(fcntl(video->fd, F_SETFL, 0), 0);
}

int video_try_dqbuf(const struct video *video, struct v4l2_buffer *told)
{
	struct v4l2_buffer buffer = {
		.type = video->type,
		.memory = V4L2_MEMORY_MMAP,
	};

	if (ioctl(video->fd, VIDIOC_DQBUF, &buffer))
		return -1;
	if (told)
		*told = buffer;
	return (int)buffer.index;
}

unsigned int video_dqbuf(const struct video *video, struct v4l2_buffer *told)
{
	int index = video_try_dqbuf(video, told);

	CHECK_OK(index);
	return (unsigned int)index;
}

int video_try_qbuf(const struct video *video, unsigned int index)
{
	struct v4l2_buffer buffer = {
		.index = index,
		.type = video->type,
		.memory = V4L2_MEMORY_MMAP,
		.bytesused = (uint32_t)video->bytes,
		.field = V4L2_FIELD_NONE,
	};

	return ioctl(video->fd, VIDIOC_QBUF, &buffer);
}

void video_qbuf(const struct video *video, unsigned int index)
{
	CHECK_OK(video_try_qbuf(video, index));
}

unsigned int video_dqbuf_of(const struct video *video, uint8_t value)
{
	unsigned int index = video_dqbuf(video, NULL);

	while (!video_is(video, index, value)) {
		video_qbuf(video, index);
		index = video_dqbuf(video, NULL);
	}
	return index;
}

void video_on(const struct video *video)
{
	CHECK_OK(ioctl(video->fd, VIDIOC_STREAMON, &video->type));
}

void video_off(const struct video *video)
{
	CHECK_OK(ioctl(video->fd, VIDIOC_STREAMOFF, &video->type));
}

void video_end(struct video *video)
{
	unsigned int i;

	for (i = 0; i < video->count; i++)
		munmap(video->buffer[i], video->bytes);
	close(video->fd);
}

short video_poll(int fd, short events)
{
	struct pollfd pfd = { .fd = fd, .events = events };

	CHECK_GE(poll(&pfd, 1, 10000 * (int)test_slowness()), 0);
	return pfd.revents;
}

int video_is(const struct video *video, unsigned int index, uint8_t value)
{
	const uint8_t *data = video->buffer[index];

	return data[0] == value && !memcmp(data, data + 1, video->bytes - 1);
}
