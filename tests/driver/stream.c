// SPDX-License-Identifier: MIT
/* read() and write() on the ring file. */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <framering_format.h>

#include "dev.h"
#include "harness.h"
#include "kind.h"
#include "rings.h"

#define FRAME_BYTES	(64 * 48 * 4)

TEST(write_and_read_before_configure_or_of_nothing_fails)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	int reader = dev_open(O_RDONLY | O_NONBLOCK);
	char byte;

	CHECK_ERRNO(read(reader, &byte, 1), EAGAIN);
	CHECK_ERRNO(write(reader, &byte, 1), EBADF);
	CHECK_EQ(read(reader, &byte, 0), 0);
	dev_attach(ring, FRAMERING_ROLE_PRODUCER, 0, NULL);
	CHECK_ERRNO(write(ring, &byte, 1), EBUSY);
}

TEST_VARIANTS(written_frames_are_read_ok, dev_kinds)
{
	int ring = kind_ring(variant);
	int reader = kind_open(variant, O_RDONLY | O_NONBLOCK);
	int writer = kind_open(variant, O_WRONLY);
	static uint8_t out[FRAME_BYTES], in[FRAME_BYTES + 1];
	size_t at, n;
	int i;

	CHECK_ERRNO(read(reader, in, 1), EAGAIN);
	for (i = 0; i < 9; i++) {
		for (n = 0; n < FRAME_BYTES; n++)
			out[n] = (uint8_t)(n * 13 + n / 255 + (size_t)i);
		/* In odd pieces: a frame is submitted with its last byte. */
		for (at = 0; at < FRAME_BYTES; at += n) {
			CHECK_ERRNO(read(reader, in, 1), EAGAIN);
			n = FRAME_BYTES - at < 1777 ? FRAME_BYTES - at : 1777;
			CHECK_EQ(write(writer, out + at, n), (ssize_t)n);
		}
		CHECK_EQ(read(reader, in, 1000), 1000);
		CHECK_EQ(read(reader, in + 1000, sizeof(in) - 1000),
			 FRAME_BYTES - 1000);
		CHECK_MEM_EQ(in, out, FRAME_BYTES);
	}
	CHECK_EQ(write(writer, out, 5000), 5000);
	close(writer);
	/* Not the torn frame: the end. */
	CHECK_EQ(read(reader, in, sizeof(in)), 0);
	close(ring);
}

/* Several buffers are one call, which is not for a second frame. */
TEST(readv_gets_at_most_one_frame_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	int reader = dev_open(O_RDONLY | O_NONBLOCK);
	static uint8_t out[FRAME_BYTES], in[3 * FRAME_BYTES];
	struct iovec three[3] = {
		{ in, FRAME_BYTES }, { in + FRAME_BYTES, 1 },
		{ in + FRAME_BYTES + 1, FRAME_BYTES },
	};
	struct iovec parts[2] = {
		{ out, 100 }, { out + 100, FRAME_BYTES - 100 },
	};
	int i;

	CHECK_ERRNO(read(reader, in, 1), EAGAIN);
	for (i = 1; i < 3; i++) {
		memset(out, i, FRAME_BYTES);
		CHECK_EQ(writev(ring, parts, 2), FRAME_BYTES);
	}
	for (i = 1; i < 3; i++) {
		CHECK_EQ(readv(reader, three, 3), FRAME_BYTES);
		CHECK_EQ(in[0], i);
		CHECK_EQ(in[FRAME_BYTES - 1], i);
	}
	CHECK_ERRNO(readv(reader, three, 3), EAGAIN);
	CHECK_EQ(in[FRAME_BYTES], 0);
}

/* From one ring's file to another, without a program's memory between. */
TEST(frames_go_through_a_pipe_by_splice_ok)
{
	uint32_t number = rings_add();
	int ring = dev_ring(FRAMERING_CACHE_WB), reader = dev_open(O_RDONLY);
	int other = rings_open(number, O_RDWR), last, ends[2];
	struct framering_config config = dev_config();
	static uint8_t out[FRAME_BYTES], in[FRAME_BYTES];
	size_t n;

	CHECK_OK(ioctl(other, FRAMERING_IOC_CONFIGURE, &config));
	last = rings_open(number, O_RDONLY | O_NONBLOCK);
	CHECK_OK(fcntl(reader, F_SETFL, O_NONBLOCK));
	CHECK_ERRNO(read(reader, in, 1), EAGAIN);
	CHECK_ERRNO(read(last, in, 1), EAGAIN);
	for (n = 0; n < FRAME_BYTES; n++)
		out[n] = (uint8_t)(n * 13 + n / 255);
	CHECK_EQ(write(ring, out, FRAME_BYTES), FRAME_BYTES);
	CHECK_OK(pipe(ends));
	for (n = 0; n < FRAME_BYTES;) {
		ssize_t now = splice(reader, NULL, ends[1], NULL,
				     FRAME_BYTES - n, 0);

		CHECK_GT(now, 0);
		CHECK_EQ(splice(ends[0], NULL, other, NULL, (size_t)now, 0),
			 now);
		n += (size_t)now;
	}
	CHECK_EQ(read(last, in, FRAME_BYTES), FRAME_BYTES);
	CHECK_MEM_EQ(in, out, FRAME_BYTES);
	CHECK_EQ(rings_remove(number), 0);
}

/* A memfd with @bytes from @data, at its beginning. */
static int file_of(const uint8_t *data, size_t bytes)
{
	int file = -1;

	CHECK_OK(file = memfd_create("frames", MFD_CLOEXEC));
	CHECK_EQ(write(file, data, bytes), (ssize_t)bytes);
	CHECK_EQ(lseek(file, 0, SEEK_SET), 0);
	return file;
}

TEST(frames_of_a_file_come_by_sendfile_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB), file, i;
	int reader = dev_open(O_RDONLY | O_NONBLOCK);
	static uint8_t out[2 * FRAME_BYTES], in[FRAME_BYTES];
	size_t n;

	CHECK_ERRNO(read(reader, in, 1), EAGAIN);
	for (n = 0; n < sizeof(out); n++)
		out[n] = (uint8_t)(n * 11 + n / 253);
	file = file_of(out, sizeof(out));
	for (n = 0; n < sizeof(out);) {
		ssize_t now = sendfile(ring, file, NULL, sizeof(out) - n);

		CHECK_GT(now, 0);
		n += (size_t)now;
	}
	for (i = 0; i < 2; i++) {
		CHECK_EQ(read(reader, in, FRAME_BYTES), FRAME_BYTES);
		CHECK_MEM_EQ(in, out + i * FRAME_BYTES, FRAME_BYTES);
	}
}

/* As of a pipe: whoever tries that reads instead. */
TEST(sendfile_from_a_ring_fails)
{
	int ring = dev_ring(FRAMERING_CACHE_WB), file;
	int reader = dev_open(O_RDONLY | O_NONBLOCK);
	static uint8_t out[FRAME_BYTES], in[FRAME_BYTES];

	CHECK_ERRNO(read(reader, in, 1), EAGAIN);
	CHECK_EQ(write(ring, out, FRAME_BYTES), FRAME_BYTES);
	file = file_of(NULL, 0);
	CHECK_ERRNO(sendfile(file, reader, NULL, FRAME_BYTES), EINVAL);
	/* It has taken nothing of the frame. */
	CHECK_EQ(read(reader, in, FRAME_BYTES), FRAME_BYTES);
}

/* A program's pages, not copied into the pipe, but from there into a slot. */
TEST(frame_comes_by_vmsplice_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB), ends[2];
	int reader = dev_open(O_RDONLY | O_NONBLOCK);
	static uint8_t out[FRAME_BYTES], in[FRAME_BYTES];
	struct iovec iov = { out, FRAME_BYTES };
	size_t n;

	CHECK_ERRNO(read(reader, in, 1), EAGAIN);
	for (n = 0; n < FRAME_BYTES; n++)
		out[n] = (uint8_t)(n * 7 + n / 251);
	CHECK_OK(pipe(ends));
	CHECK_EQ(vmsplice(ends[1], &iov, 1, 0), FRAME_BYTES);
	for (n = 0; n < FRAME_BYTES;) {
		ssize_t now = splice(ends[0], NULL, ring, NULL,
				     FRAME_BYTES - n, 0);

		CHECK_GT(now, 0);
		n += (size_t)now;
	}
	CHECK_EQ(read(reader, in, FRAME_BYTES), FRAME_BYTES);
	CHECK_MEM_EQ(in, out, FRAME_BYTES);
}

TEST(padded_lines_are_left_out_ok)
{
	struct framering_config config = dev_config();
	int ring = dev_open(O_RDWR);
	struct dev_consumer c;
	uint8_t out[37 * 23 * 3 / 2 + 100], in[sizeof(out)];
	int reader, slot, kick;
	uint32_t bytes;
	size_t i;

	config.fourcc = DRM_FORMAT_NV12;
	config.width = 37;
	config.height = 23;
	config.stride_align = 256;
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	bytes = framering_packed_bytes(&config.geometry);
	CHECK_EQ(bytes, 37 * 23 + 38 * 12);
	reader = dev_open(O_RDONLY | O_NONBLOCK);
	CHECK_ERRNO(read(reader, in, 1), EAGAIN);
	c = dev_consumer(ring, 0);
	for (i = 0; i < bytes; i++)
		out[i] = (uint8_t)(i * 11 + 3);
	CHECK_EQ(write(ring, out, bytes), (ssize_t)bytes);
	CHECK_EQ(read(reader, in, sizeof(in)), (ssize_t)bytes);
	CHECK_MEM_EQ(in, out, bytes);
	slot = framering_ring_acquire(&c.ring, 0, &kick);
	CHECK_GE(slot, 0);
	CHECK_EQ(c.slot[slot][256], out[37]);
	CHECK_EQ(c.slot[slot][config.geometry.offset[1] + 256],
		 out[37 * 23 + 38]);
	CHECK_EQ(c.slot[slot][37], 0);
}

TEST(frame_that_is_being_read_is_held_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	struct dev_producer p = dev_producer(ring);
	int reader = dev_open(O_RDONLY | O_NONBLOCK);
	static uint8_t in[FRAME_BYTES], want[FRAME_BYTES];
	int i, n;

	CHECK_ERRNO(read(reader, in, 1), EAGAIN);
	for (i = 0; i < 20; i++) {
		int slot = dev_produce(&p, (uint8_t)(100 + i));

		CHECK_GE(slot, 0);
		CHECK_EQ(read(reader, in, 100), 100);
		CHECK_EQ(p.ring.consumer[0]->held, 1u << slot);
		/* Twice around the ring, and not over it. */
		for (n = 0; n < 8; n++)
			CHECK_NE(dev_produce(&p, (uint8_t)n), slot);
		CHECK_EQ(read(reader, in + 100, sizeof(in) - 100),
			 FRAME_BYTES - 100);
		memset(want, 100 + i, sizeof(want));
		CHECK_MEM_EQ(in, want, sizeof(in));
		CHECK_EQ(p.ring.consumer[0]->held, 0);
		while (read(reader, in, sizeof(in)) > 0)
			;
	}
}

TEST(reader_that_closes_amid_a_frame_lets_it_go_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB), reader, i;
	static uint8_t frame[FRAME_BYTES];

	reader = dev_open(O_RDONLY | O_NONBLOCK);
	CHECK_ERRNO(read(reader, frame, 1), EAGAIN);
	CHECK_EQ(write(ring, frame, FRAME_BYTES), FRAME_BYTES);
	CHECK_EQ(read(reader, frame, 100), 100);
	CHECK_EQ(dev_query(ring).consumers, 1);
	close(reader);
	CHECK_EQ(dev_query(ring).consumers, 0);
	for (i = 0; i < 9; i++)
		CHECK_EQ(write(ring, frame, FRAME_BYTES), FRAME_BYTES);
}

TEST(idle_readers_do_not_keep_old_generations_ok)
{
	struct framering_config config = dev_config();
	int ring = dev_open(O_RDWR);
	int i;

	/* 40 times 8 MiB would be far more than this machine gives. */
	config.width = 1024;
	config.height = 512;
	for (i = 0; i < 40; i++) {
		int reader = dev_open(O_RDONLY | O_NONBLOCK);
		char byte;

		CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
		CHECK_ERRNO(read(reader, &byte, 1), EAGAIN);
	}
}

TEST(lost_bytes_are_told_at_the_next_write_ok)
{
	struct framering_config config = dev_config();
	int ring = dev_ring(FRAMERING_CACHE_WB);
	static uint8_t frame[FRAME_BYTES];

	CHECK_EQ(write(ring, frame, 100), 100);
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	CHECK_ERRNO(write(ring, frame, sizeof(frame)), ESTALE);
	CHECK_EQ(write(ring, frame, sizeof(frame)), FRAME_BYTES);
}

TEST(write_waits_for_a_lossless_reader_wakes)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	struct dev_consumer c = dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);
	static uint8_t frame[FRAME_BYTES];
	uint32_t revents;
	int status, i;
	pid_t pid;

	pid = fork();
	if (!pid) {
		for (i = 0; i < 40; i++) {
			memset(frame, i, sizeof(frame));
			if (write(ring, frame, sizeof(frame)) != FRAME_BYTES)
				_exit(1);
		}
		_exit(0);
	}
	for (i = 0; i < 40; i++) {
		CHECK_EQ(dev_wait(c.fd, FRAMERING_EVENT_IN, -1, &revents), 0);
		dev_release(&c, dev_consume(&c, (uint8_t)i));
	}
	CHECK_EQ(waitpid(pid, &status, 0), pid);
	CHECK_EQ(status, 0);
	CHECK_EQ(c.ring.page->delivered, 40);
	CHECK_EQ(c.ring.page->dropped, 0);
}

static void nothing(int number)
{
	(void)number;
}

/* Before its end: a write that lasts for minutes can be stopped. */
TEST(long_write_ends_at_a_signal_ok)
{
	struct sigaction action = { .sa_handler = nothing };
	int ring = dev_ring(FRAMERING_CACHE_WB);
	struct dev_consumer c = dev_consumer(ring, 0);
	size_t much = 1UL << 30;
	uint32_t revents;
	ssize_t written;
	void *zeros;
	pid_t pid;

	CHECK_OK(zeros = mmap(NULL, much, PROT_READ, MAP_PRIVATE |
			      MAP_ANONYMOUS | MAP_NORESERVE, -1, 0));
	sigaction(SIGUSR1, &action, NULL);
	pid = fork();
	CHECK_OK(pid);
	if (!pid) {
		dev_wait(c.fd, FRAMERING_EVENT_IN, -1, &revents);
		kill(getppid(), SIGUSR1);
		_exit(0);
	}
	written = write(ring, zeros, much);
	CHECK_GE(written, FRAME_BYTES);
	CHECK_GE((ssize_t)much - 1, written);
	/* It has the writer's file, too. */
	CHECK_EQ(waitpid(pid, NULL, 0), pid);
}
