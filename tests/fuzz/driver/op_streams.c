// SPDX-License-Identifier: MIT
/* read(2) and write(2), from and to all sorts of memory. */
#include <sys/uio.h>
#include <unistd.h>

#include "ops.h"

/* More than most frames. */
static uint8_t buffer[256 * 1024];

static struct iovec memory(struct worker *w)
{
	struct iovec iovec = { buffer, sizeof(buffer) };
	size_t bytes;

	switch (prng_below(&w->prng, 12)) {
	case 0:
		iovec.iov_base = NULL;
		break;
	case 1:
		/* Not all of it is there. */
		iovec.iov_base = w->args;
		iovec.iov_len = 3 * PAGE;
		break;
	case 2:
	case 3:
		iovec.iov_base = context_pick_map(w, &bytes);
		iovec.iov_len = bytes;
		break;
	case 4:
		iovec.iov_len = prng_edge(&w->prng);
		break;
	case 5:
		iovec.iov_len = prng_below(&w->prng, 5000);
		break;
	default:
		iovec.iov_len = prng_below(&w->prng, sizeof(buffer));
	}
	/* What lies behind the buffer is not to be overwritten. */
	if (iovec.iov_base == buffer && iovec.iov_len > sizeof(buffer))
		iovec.iov_len = sizeof(buffer);
	worker_say(w, " %#zx+%#zx", (size_t)iovec.iov_base, iovec.iov_len);
	return iovec;
}

static ssize_t transfer(int fd, const struct iovec *iovec, int count,
			int at, int writes)
{
	if (at)
		return writes ? pwritev(fd, iovec, count, 0) :
				preadv(fd, iovec, count, 0);
	if (count > 1)
		return writes ? writev(fd, iovec, count) :
				readv(fd, iovec, count);
	return writes ? write(fd, iovec->iov_base, iovec->iov_len) :
			read(fd, iovec->iov_base, iovec->iov_len);
}

static long stream(struct worker *w, int writes)
{
	int fd = context_pick_file(w, CONTEXT_RING), i;
	int count = prng_one_in(&w->prng, 4) ? 3 : 1;
	int at = prng_one_in(&w->prng, 20);
	struct iovec iovec[3];
	long ret;

	worker_say(w, " fd %d", fd);
	for (i = 0; i < count; i++)
		iovec[i] = memory(w);
	worker_bound(w);
	ret = ops_result(transfer(fd, iovec, count, at, writes));
	worker_unbound(w);
	return ret;
}

static long read_ring(struct worker *w)
{
	return stream(w, 0);
}

static long write_ring(struct worker *w)
{
	return stream(w, 1);
}

static const struct op ops[] = {
	{ "read", 30, read_ring },
	{ "write", 40, write_ring },
};

const struct op_group ops_streams = OP_GROUP(ops);
