// SPDX-License-Identifier: MIT
/* Requests: structures as they should be, with one mistake, or all rubbish. */
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

	switch (chance_below(&w->chance, 12)) {
	case 0:
		at = chance_below(&w->chance, words);
		fill->word[at] = chance_edge(&w->chance);
		break;
	case 1:
		at = chance_below(&w->chance, words);
		fill->word[at] = chance_near(&w->chance, fill->word[at]);
		break;
	case 2:
		/* Of another program's age. */
		fill->word[0] = 4 * chance_below(&w->chance, 2 * words);
		break;
	case 3:
		fill->word[0] = chance_near(&w->chance, fill->size);
		break;
	case 4:
		/* Longer, and what is there says something. */
		fill->word[0] = fill->size + 8;
		fill->word[words] = chance_below(&w->chance, 2);
		break;
	case 5:
		if (!chance_once_in(&w->chance, 4))
			break;
		for (at = 0; at < words; at++)
			fill->word[at] = chance_edge(&w->chance);
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

	switch (chance_below(&w->chance, 40)) {
	case 0:
		return NULL;
	case 1:
		/* It ends before it should. */
		return w->args + 2 * PAGE - 4 * chance_below(&w->chance, 40);
	case 2:
		return w->args + PAGE - 4 * chance_below(&w->chance, 40);
	case 3:
		return w->args + 1 + chance_below(&w->chance, 64);
	case 4:
	case 5:
		/* The driver's own memory: it faults while it copies. */
		map = world_pick_map(w, &bytes);
		return map + 8 * chance_below(&w->chance, (uint32_t)bytes / 8);
	case 6:
		return (uint8_t *)(uintptr_t)chance_next(&w->chance);
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
	if (attach.fd > 2 && world_kind_of(attach.fd) == WORLD_ROLE)
		world_keep_file(w, attach.fd, WORLD_ROLE);
}

static long request(struct worker *w, const struct fill_kind *kind)
{
	struct fill fill = { .size = kind->size, .word[0] = kind->size };
	int fd = world_pick_file(w, kind->on), locked;
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
	locked = chance_once_in(&w->chance, 40);
	if (locked)
		mprotect(w->args + PAGE, PAGE, PROT_READ);
	worker_bound(w);
	ret = ops_result(ioctl(fd, kind->request, at));
	worker_unbound(w);
	if (locked)
		mprotect(w->args + PAGE, PAGE, PROT_READ | PROT_WRITE);
	if (!ret && kind->request == FRAMERING_IOC_ATTACH)
		keep_role(w, at);
	return ret;
}

static long do_request(struct worker *w)
{
	return request(w, fill_pick(&w->chance));
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
	int fd = world_pick_file(w, WORLD_ROLE);
	uint32_t number = (uint32_t)FRAMERING_IOC_QUERY;
	long ret;

	if (chance_once_in(&w->chance, 2))
		number ^= 1U << chance_below(&w->chance, 32);
	else
		number = number - number % 256 + chance_below(&w->chance, 256);
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
