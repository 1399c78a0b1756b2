// SPDX-License-Identifier: MIT
/*
 * expbuf CAMERA: configures a ring on the buffers of another driver's camera
 * (VIDIOC_EXPBUF), sees that what the camera captures is what the ring's
 * readers get, and that frames stay when the camera's file is closed.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <drm_fourcc.h>
#include <libframering.h>
#include <linux/videodev2.h>

#define SLOTS	4U

static void expect(const char *what, int ret)
{
	if (!ret)
		return;
	fprintf(stderr, "expbuf: %s: %s\n", what, strerror(-ret));
	exit(1);
}

/**
 * struct camera - a V4L2 capture device that maps its buffers
 * @fd: it
 * @format: of its frames
 * @buffer: where each is mapped
 * @dmabuf: each as a dma-buf
 * @bytes: of one
 */
struct camera {
	int fd;
	struct v4l2_pix_format format;
	uint8_t *buffer[SLOTS];
	int32_t dmabuf[SLOTS];
	size_t bytes;
};

static void call(const struct camera *camera, const char *what,
		 unsigned long request, void *argument)
{
	expect(what, ioctl(camera->fd, request, argument) ? -errno : 0);
}

static void camera_buffer(struct camera *camera, uint32_t index)
{
	struct v4l2_buffer buffer = {
		.index = index,
		.type = V4L2_BUF_TYPE_VIDEO_CAPTURE,
		.memory = V4L2_MEMORY_MMAP,
	};
	struct v4l2_exportbuffer export = {
		.index = index,
		.type = V4L2_BUF_TYPE_VIDEO_CAPTURE,
		.flags = O_RDWR | O_CLOEXEC,
	};

	call(camera, "VIDIOC_QUERYBUF", VIDIOC_QUERYBUF, &buffer);
	camera->bytes = buffer.length;
	camera->buffer[index] = mmap(NULL, buffer.length, PROT_READ, MAP_SHARED,
				     camera->fd, buffer.m.offset);
	expect("mmap", camera->buffer[index] == MAP_FAILED ? -errno : 0);
	call(camera, "VIDIOC_EXPBUF", VIDIOC_EXPBUF, &export);
	camera->dmabuf[index] = export.fd;
}

static struct camera camera_open(const char *path)
{
	struct camera camera = { .fd = open(path, O_RDWR | O_CLOEXEC) };
	struct v4l2_format format = {
		.type = V4L2_BUF_TYPE_VIDEO_CAPTURE,
		.fmt.pix = {
			.width = 320,
			.height = 180,
			.pixelformat = V4L2_PIX_FMT_XBGR32,
		},
	};
	struct v4l2_requestbuffers request = {
		.count = SLOTS,
		.type = V4L2_BUF_TYPE_VIDEO_CAPTURE,
		.memory = V4L2_MEMORY_MMAP,
	};
	uint32_t i;

	expect(path, camera.fd < 0 ? -errno : 0);
	call(&camera, "VIDIOC_S_FMT", VIDIOC_S_FMT, &format);
	camera.format = format.fmt.pix;
	call(&camera, "VIDIOC_REQBUFS", VIDIOC_REQBUFS, &request);
	expect("buffers", request.count == SLOTS ? 0 : -ENOBUFS);
	for (i = 0; i < SLOTS; i++)
		camera_buffer(&camera, i);
	return camera;
}

static void camera_close(struct camera *camera)
{
	uint32_t i;

	for (i = 0; i < SLOTS; i++) {
		munmap(camera->buffer[i], camera->bytes);
		close(camera->dmabuf[i]);
	}
	close(camera->fd);
}

/* A frame of the camera's lies in each of its buffers. */
static void camera_capture(struct camera *camera)
{
	int type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
	struct v4l2_buffer buffer = {
		.type = V4L2_BUF_TYPE_VIDEO_CAPTURE,
		.memory = V4L2_MEMORY_MMAP,
	};

	for (buffer.index = 0; buffer.index < SLOTS; buffer.index++)
		call(camera, "VIDIOC_QBUF", VIDIOC_QBUF, &buffer);
	call(camera, "VIDIOC_STREAMON", VIDIOC_STREAMON, &type);
	for (type = 0; type < (int)SLOTS; type++)
		call(camera, "VIDIOC_DQBUF", VIDIOC_DQBUF, &buffer);
	type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
	call(camera, "VIDIOC_STREAMOFF", VIDIOC_STREAMOFF, &type);
}

static int configure(struct framering *ring, const struct camera *camera)
{
	struct framering_config config = {
		.fourcc = DRM_FORMAT_XRGB8888,
		.width = camera->format.width,
		.height = camera->format.height,
		.slots = SLOTS,
		.memory = FRAMERING_MEMORY_IMPORT,
		.dmabufs = (uintptr_t)camera->dmabuf,
	};

	return framering_configure(ring, &config);
}

/* The slot as it is, and what a reader then finds in it. */
static void show(struct framering_producer *producer,
		 struct framering_consumer *consumer, const uint8_t *want,
		 size_t bytes, uint32_t slot)
{
	struct framering_frame frame;

	do {
		expect("reserve", framering_producer_reserve(producer, &frame));
		expect("submit", framering_producer_submit(producer, &frame));
	} while (frame.slot != slot);
	expect("acquire", framering_consumer_acquire(consumer, &frame));
	expect("the newest frame", frame.slot == slot ? 0 : -EBADSLT);
	expect("what the reader sees",
	       memcmp(frame.data, want, bytes) ? -EILSEQ : 0);
	expect("release", framering_consumer_release(consumer, &frame));
}

int main(int argc, char **argv)
{
	static uint8_t kept[320 * 180 * 4], none[sizeof(kept)];
	struct framering_consumer *consumer;
	struct framering_producer *producer;
	struct framering *ring;
	struct camera camera;
	uint32_t slot;

	if (argc != 2) {
		fprintf(stderr, "usage: expbuf CAMERA\n");
		return 64;
	}
	camera = camera_open(argv[1]);
	expect("a ring", framering_open(&ring, NULL, O_RDWR));
	expect("CONFIGURE", configure(ring, &camera));
	expect("a producer", framering_producer_attach(&producer, ring));
	expect("a consumer",
	       framering_consumer_attach(&consumer, ring,
					 FRAMERING_CONSUMER_LATEST));
	camera_capture(&camera);
	memcpy(kept, camera.buffer[2], sizeof(kept));
	expect("a picture", memcmp(kept, none, sizeof(kept)) ? 0 : -ENODATA);
	for (slot = 0; slot < SLOTS; slot++)
		show(producer, consumer, camera.buffer[slot], sizeof(kept),
		     slot);
	camera_close(&camera);
	show(producer, consumer, kept, sizeof(kept), 2);
	framering_consumer_detach(consumer);
	framering_producer_detach(producer);
	framering_close(ring);
	return 0;
}
