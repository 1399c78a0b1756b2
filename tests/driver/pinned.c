// SPDX-License-Identifier: MIT
/*
 * Who else takes the memory of a slot: io_uring's registered buffers and
 * vmsplice(), mapped by the role and by a dma-buf. direct.c has O_DIRECT. Each
 * cell of the table in docs/abi.md.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <linux/io_uring.h>

#include "dev.h"
#include "exports.h"
#include "harness.h"
#include "kind.h"

#define BYTES	8192

/* Linux 6.5 takes files' mappings, too. */
static int registers_files(void)
{
	unsigned int major, minor;
	struct utsname name;

	CHECK_OK(uname(&name));
	CHECK_EQ(sscanf(name.release, "%u.%u", &major, &minor), 2);
	return major > 6 || (major == 6 && minor >= 5);
}

static void check_registered(uint8_t *at, const struct dev_kind *kind)
{
	struct io_uring_params params = { 0 };
	struct iovec iov = { at, BYTES };
	int ring, want = EFAULT;

	if (kind_counts(kind))
		want = registers_files() ? 0 : EOPNOTSUPP;
	CHECK_OK(ring = (int)syscall(SYS_io_uring_setup, 2, &params));
	TEST_CALL(syscall(SYS_io_uring_register, ring, IORING_REGISTER_BUFFERS,
			  &iov, 1), want, "IORING_REGISTER_BUFFERS");
	CHECK_OK(close(ring));
}

static void check_spliced(uint8_t *at, const struct dev_kind *kind)
{
	struct iovec iov = { at, BYTES };
	static uint8_t bytes[BYTES];
	int pipes[2];

	CHECK_OK(pipe2(pipes, O_CLOEXEC | O_NONBLOCK));
	if (!kind_counts(kind)) {
		CHECK_ERRNO(vmsplice(pipes[1], &iov, 1, 0), EFAULT);
	} else {
		CHECK_EQ(vmsplice(pipes[1], &iov, 1, 0), BYTES);
		CHECK_EQ(read(pipes[0], bytes, BYTES), BYTES);
		CHECK_MEM_EQ(bytes, at, BYTES);
	}
	CHECK_OK(close(pipes[0]));
	CHECK_OK(close(pipes[1]));
}

TEST_VARIANTS(slot_registered_with_io_uring_ok_or_fails, dev_kinds)
{
	struct dev_producer p = dev_producer(kind_ring(variant));

	memset(p.slot[0], 0x21, BYTES);
	check_registered(p.slot[0], variant);
	if (kind_lasts(variant))
		check_registered(exports_map(exports_make(p.fd, 0, 0),
					     PROT_READ | PROT_WRITE, BYTES),
				 variant);
}

TEST_VARIANTS(slot_spliced_into_a_pipe_ok_or_efault, dev_kinds)
{
	struct dev_producer p = dev_producer(kind_ring(variant));

	memset(p.slot[0], 0x22, BYTES);
	check_spliced(p.slot[0], variant);
	if (kind_lasts(variant))
		check_spliced(exports_map(exports_make(p.fd, 0, 0),
					  PROT_READ | PROT_WRITE, BYTES),
			      variant);
}
