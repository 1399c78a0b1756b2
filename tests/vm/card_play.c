// SPDX-License-Identifier: MIT
/*
 * card_play DEVICE FOURCC WIDTH HEIGHT CACHE: the driver of a capture card, for
 * a test that plays the card. It tells over standard output where the card
 * shall write the next frame, and submits the slot when standard input says
 * that it did. It never touches a frame.
 *
 *	to the card:	"frame SLOT OFFSET BYTES", offset in the card's memory
 *	from the card:	"done", or "last" for no more frames
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libframering.h>

static int fail(const char *what, int error)
{
	fprintf(stderr, "card_play: %s: %s\n", what,
		framering_error_text(error));
	return 1;
}

/* Where slot 0 lies in the card's memory, or negative. */
static long long bar_offset(const char *device)
{
	const char *name = strrchr(device, '/');
	long long offset = -1;
	char path[128];
	FILE *file;

	snprintf(path, sizeof(path), "/sys/class/framering/%s/bar_offset",
		 name ? name + 1 : device);
	file = fopen(path, "re");
	if (!file)
		return -1;
	if (fscanf(file, "%lld", &offset) != 1)
		offset = -1;
	fclose(file);
	return offset;
}

/* 1: the card wrote a frame; 0: it has no more. */
static int card_writes(uint32_t slot, uint64_t offset, uint32_t bytes)
{
	char answer[16];

	printf("frame %" PRIu32 " %" PRIu64 " %" PRIu32 "\n", slot, offset,
	       bytes);
	if (fflush(stdout) || !fgets(answer, sizeof(answer), stdin))
		return -EPIPE;
	return !strcmp(answer, "done\n");
}

static int reserve(struct framering_producer *producer,
		   struct framering_frame *frame)
{
	int ret;

	for (;;) {
		ret = framering_producer_reserve(producer, frame);
		if (ret != -EAGAIN)
			return ret;
		ret = framering_producer_wait(producer, FRAMERING_FOREVER);
		if (ret)
			return ret;
	}
}

static int play(struct framering_producer *producer, uint64_t base)
{
	const struct framering_status *status =
		framering_producer_status(producer);
	struct framering_frame frame;
	int more, ret;

	while (!*(volatile const uint32_t *)&status->consumers)
		sched_yield();
	do {
		ret = reserve(producer, &frame);
		if (ret)
			return ret;
		more = card_writes(frame.slot, base + (uint64_t)frame.slot *
				   status->geometry.slot_bytes,
				   status->geometry.frame_bytes);
		if (more < 0)
			return more;
		if (!more)
			return framering_producer_end(producer);
		ret = framering_producer_submit(producer, &frame);
	} while (!ret);
	return ret;
}

int main(int argc, char **argv)
{
	struct framering_config config = {
		.memory = FRAMERING_MEMORY_BAR,
		.slots = 4,
	};
	struct framering_producer *producer;
	struct framering *ring;
	long long base;
	int ret;

	if (argc != 6)
		return fail("five arguments, see the source", -EINVAL);
	config.fourcc = framering_format_by_name(argv[2])->fourcc;
	config.width = (uint32_t)strtoul(argv[3], NULL, 10);
	config.height = (uint32_t)strtoul(argv[4], NULL, 10);
	while (strcmp(framering_cache_name(config.cache), argv[5]))
		config.cache++;
	ret = framering_open(&ring, argv[1], O_RDWR);
	if (ret)
		return fail(argv[1], ret);
	ret = framering_configure(ring, &config);
	if (ret)
		return fail("configure", ret);
	ret = framering_producer_attach(&producer, ring);
	if (ret)
		return fail("attach", ret);
	base = bar_offset(argv[1]);
	if (base < 0)
		return fail("the frames lie on no card", -ENXIO);
	ret = play(producer, (uint64_t)base);
	framering_producer_detach(producer);
	framering_close(ring);
	return ret ? fail("play", ret) : 0;
}
