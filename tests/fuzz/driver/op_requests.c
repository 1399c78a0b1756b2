// SPDX-License-Identifier: MIT
/* Requests: structures as they should be, with one mistake, or all garbage. */
#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#include <framering.h>

#include "fill.h"
#include "guard.h"
#include "ops.h"

static void mutate(struct worker *w, struct fill *fill)
{
	uint32_t words = fill->size / 4, at;

	switch (prng_below(&w->prng, 12)) {
	case 0:
		at = prng_below(&w->prng, words);
		fill->word[at] = prng_edge(&w->prng);
		break;
	case 1:
		at = prng_below(&w->prng, words);
		fill->word[at] = prng_near(&w->prng, fill->word[at]);
		break;
	case 2:
		/* Of another program's age. */
		fill->word[0] = 4 * prng_below(&w->prng, 2 * words);
		break;
	case 3:
		fill->word[0] = prng_near(&w->prng, fill->size);
		break;
	case 4:
		/* Longer, and what is there says something. */
		fill->word[0] = fill->size + 8;
		fill->word[words] = prng_below(&w->prng, 2);
		break;
	case 5:
		if (!prng_one_in(&w->prng, 4))
			break;
		for (at = 0; at < words; at++)
			fill->word[at] = prng_edge(&w->prng);
		break;
	default:
		break;
	}
}

/* Where the structure lies. */
static uint8_t *place(struct worker *w, const struct fill *fill)
{
	size_t bytes;
	uint8_t *map;

	switch (prng_below(&w->prng, 40)) {
	case 0:
		return NULL;
	case 1:
		/* It ends before it should. */
		return w->args + 2 * PAGE - 4 * prng_below(&w->prng, 40);
	case 2:
		return w->args + PAGE - 4 * prng_below(&w->prng, 40);
	case 3:
		return w->args + 1 + prng_below(&w->prng, 64);
	case 4:
	case 5:
		/* The driver's own memory: it faults while it copies. */
		map = context_pick_map(w, &bytes);
		return map + 8 * prng_below(&w->prng, (uint32_t)bytes / 8);
	case 6:
		return (uint8_t *)(uintptr_t)prng_next(&w->prng);
	default:
		return w->args + PAGE + PAGE / 2 - fill->size;
	}
}

/* What is open now; its number is read from where the driver wrote it. */
static void keep_role(struct worker *w, const uint8_t *at)
{
	struct framering_attach attach;

	if (guard_copy(&attach, at, sizeof(attach)))
		return;
	worker_say(w, " fd %d index %u", attach.fd, attach.index);
	/* Another thread may have scribbled on it. */
	if (attach.fd > 2 && context_kind_of(attach.fd) == CONTEXT_ROLE)
		context_keep_file(w, attach.fd, CONTEXT_ROLE);
}

/* A ring without a node: whoever has its file may pass it on. */
static void keep_ring(struct worker *w, const uint8_t *at)
{
	struct framering_add add;

	if (guard_copy(&add, at, sizeof(add)) || add.fd < 0)
		return;
	worker_say(w, " fd %d ring %u", add.fd, add.ring);
	if (add.fd > 2 && context_kind_of(add.fd) == CONTEXT_RING)
		context_keep_file(w, add.fd, CONTEXT_RING);
}

static void keep_export(struct worker *w, const uint8_t *at)
{
	struct framering_export export;

	if (guard_copy(&export, at, sizeof(export)))
		return;
	worker_say(w, " fd %d", export.fd);
	if (export.fd > 2 && context_kind_of(export.fd) == CONTEXT_EXPORT)
		context_keep_file(w, export.fd, CONTEXT_EXPORT);
}

static long request(struct worker *w, const struct fill_kind *kind)
{
	struct fill fill = { .size = kind->size, .word[0] = kind->size };
	int fd = context_pick_file(w, kind->on), locked;
	uint8_t *at;
	long ret;

	kind->fill(w, &fill);
	if (kind->size)
		mutate(w, &fill);
	at = place(w, &fill);
	guard_copy(at, fill.word, sizeof(fill.word) < fill.word[0] ?
		   sizeof(fill.word) : fill.word[0]);
	worker_say(w, " %s fd %d at %#zx", kind->name, fd, (size_t)at);
	fill_say(w, &fill);
	/* So that the answer cannot be written, or the last part of it. */
	locked = prng_one_in(&w->prng, 40);
	if (locked)
		mprotect(w->args + PAGE, PAGE, PROT_READ);
	worker_bound(w);
	ret = ops_result(ioctl(fd, kind->request, at));
	worker_unbound(w);
	if (locked)
		mprotect(w->args + PAGE, PAGE, PROT_READ | PROT_WRITE);
	if (!ret && kind->request == FRAMERING_IOC_ATTACH)
		keep_role(w, at);
	if (!ret && kind->request == FRAMERING_IOC_ADD)
		keep_ring(w, at);
	if (!ret && kind->request == FRAMERING_IOC_EXPORT)
		keep_export(w, at);
	return ret;
}

static long do_request(struct worker *w)
{
	return request(w, fill_pick(&w->prng));
}

/* Most of what is done wants a role. */
static long attach(struct worker *w)
{
	return request(w, fill_for(FRAMERING_IOC_ATTACH));
}

static long configure(struct worker *w)
{
	return request(w, fill_for(FRAMERING_IOC_CONFIGURE));
}

static long unknown_request(struct worker *w)
{
	int fd = context_pick_file(w, CONTEXT_ROLE);
	uint32_t number = (uint32_t)FRAMERING_IOC_QUERY;
	long ret;

	if (prng_one_in(&w->prng, 2))
		number ^= 1U << prng_below(&w->prng, 32);
	else
		number = number - number % 256 + prng_below(&w->prng, 256);
	worker_say(w, " fd %d number %#x", fd, number);
	/* It may be one that sleeps. */
	worker_bound(w);
	memset(w->args, 0, 8);
	ret = ops_result(ioctl(fd, (unsigned long)number, w->args));
	worker_unbound(w);
	return ret;
}

static const struct op ops[] = {
	{ "ioctl", 150, do_request },
	{ "ioctl", 60, attach },
	{ "ioctl", 30, configure },
	{ "ioctl-unknown", 8, unknown_request },
};

const struct op_group ops_requests = OP_GROUP(ops);
