// SPDX-License-Identifier: MIT
/*
 * A program of another release with the library of this one: compiled with
 * headers whose structures other_release.py made shorter or longer. OLDER,
 * NEWER: which. Its structures lie at the end of a page, behind which nothing
 * is mapped: neither a store nor a load beyond them goes unseen.
 */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fake_ring.h"
#include "harness.h"

/* @bytes of nonsense between a page of no access and another one. */
static void *at_end_of_page(size_t bytes)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	uint8_t *at = mmap(NULL, 3 * page, PROT_NONE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	CHECK(at != MAP_FAILED);
	CHECK_OK(mprotect(at + page, page, PROT_READ | PROT_WRITE));
	memset(at + page, 0xa5, page);
	return at + 2 * page - bytes;
}

#define NEW(type)	((type *)at_end_of_page(sizeof(type)))

/* What only a newer program has reads as zero. */
#ifdef NEWER
#define CHECK_REST(s)							\
	do {								\
		CHECK_EQ((s)->added[0] | (s)->added[1], 0);		\
		CHECK_EQ((s)->added[2] | (s)->added[3], 0);		\
	} while (0)
#else
#define CHECK_REST(s)	do { } while (0)
#endif

/* How many bytes the library filled: all of an older one. */
#ifdef NEWER
#define WISH_ADDED	sizeof(((struct framering_wish *)0)->added)
#define CHECK_SIZE(s, more)						\
	CHECK_EQ((s)->size, sizeof(*(s)) - sizeof((s)->added) - (more))
#else
#define WISH_ADDED	0
#define CHECK_SIZE(s, more)	CHECK_EQ((s)->size, sizeof(*(s)))
#endif

TEST(query_fits_its_caller_ok)
{
	struct framering *ring = fake_ring_open(FRAMERING_CACHE_WB);
	struct framering_query *query = NEW(struct framering_query);

	CHECK_EQ(framering_query(ring, query), 0);
	CHECK_EQ(query->version, FRAMERING_ABI_VERSION);
	CHECK_EQ(query->slots, SLOTS);
	CHECK_EQ(query->geometry.width, 6);
	CHECK_SIZE(query, 0);
	CHECK_REST(query);
	framering_close(ring);
}

static struct framering_config *config(uint32_t cache)
{
	struct framering_config *c = NEW(struct framering_config);

	memset(c, 0, sizeof(*c));
	c->fourcc = DRM_FORMAT_YUV420;
	c->width = 6;
	c->height = 4;
	c->memory = FRAMERING_MEMORY_VMALLOC;
	c->cache = cache;
	return c;
}

TEST(configure_fits_its_caller_ok)
{
	struct framering *ring = fake_ring_open(FRAMERING_CACHE_WB);
	struct framering_config *c = config(FRAMERING_CACHE_DEFAULT);

	CHECK_EQ(framering_configure(ring, c), 0);
	CHECK_EQ(c->cache, FRAMERING_CACHE_WB);
	CHECK_GT(c->generation, 1);
	CHECK_SIZE(c, 0);
	CHECK_REST(c);
	/* What came out goes in again. */
	CHECK_EQ(framering_configure(ring, c), 0);
	framering_close(ring);
}

TEST(configure_that_fails_has_its_text_ok)
{
	struct framering *ring = fake_ring_open(FRAMERING_CACHE_WB);
	struct framering_config *c = config(FRAMERING_CACHE_WC);
	struct framering_config before = *c;

	CHECK_EQ(framering_configure(ring, c), -EINVAL);
	CHECK_MEM_EQ(c, &before, sizeof(before));
	CHECK_STR_EQ(framering_config_error_text(ring, c, -EINVAL),
		     "memory kind vmalloc cannot be write-combined; it can "
		     "only be cached");
	framering_close(ring);
}

TEST(add_fits_its_caller_ok)
{
	struct framering_add *add = NEW(struct framering_add);

	memset(add, 0, sizeof(*add));
	strcpy(add->name, "left");
	CHECK_EQ(framering_add("/dev/null", add), 0);
	/* Where the fake device has it; its structures are others here. */
	CHECK_EQ(add->ring, 3);
	CHECK_EQ(add->fd, -1);
	CHECK_SIZE(add, 0);
	CHECK_REST(add);
}

TEST(demand_and_wish_fit_their_caller_ok)
{
	struct framering *ring = fake_ring_open(FRAMERING_CACHE_WB);
	struct framering_consumer *consumer = fake_ring_consumer(ring, 0);
	struct framering_consumer_info *info =
		NEW(struct framering_consumer_info);
	struct framering_demand *demand = NEW(struct framering_demand);
	struct framering_wish *wish = NEW(struct framering_wish);

	memset(wish, 0, sizeof(*wish));
	wish->height = 480;
	CHECK_EQ(framering_consumer_wish(consumer, wish), 0);
	demand->serial = 0;
	CHECK_EQ(framering_demand(ring, demand, 0), 0);
	CHECK_NE(demand->serial, 0);
	CHECK_EQ(demand->consumers, 1);
	CHECK_SIZE(demand, WISH_ADDED);
	CHECK_REST(demand);
	CHECK_EQ(framering_consumer_info(ring, 0, info), 0);
	CHECK_EQ(info->id, 100);
	CHECK_SIZE(info, WISH_ADDED);
	CHECK_REST(info);
	fake_ring_end(ring, NULL, consumer);
}

TEST(frame_fits_its_caller_ok)
{
	struct framering *ring = fake_ring_open(FRAMERING_CACHE_WB);
	struct framering_producer *producer = fake_ring_producer(ring);
	struct framering_consumer *consumer = fake_ring_consumer(ring, 0);
	struct framering_frame *frame = NEW(struct framering_frame);
	struct framering_frame *seen = NEW(struct framering_frame);
	int i;

	for (i = 0; i < 2 * SLOTS; i++) {
		CHECK_EQ(framering_producer_reserve(producer, frame), 0);
		CHECK_REST(frame);
		memset(frame->data, i, 36);
		CHECK_EQ(framering_producer_submit(producer, frame), 0);
		CHECK_EQ(framering_consumer_acquire(consumer, seen), 0);
		CHECK_EQ(seen->frame, i);
		CHECK_EQ(seen->bytes, 36);
		CHECK_EQ(seen->data[35], i);
		CHECK_EQ(seen->geometry->width, 6);
		CHECK_REST(seen);
		CHECK_EQ(framering_consumer_release(consumer, seen), 0);
		CHECK_EQ(framering_consumer_release(consumer, seen), -EINVAL);
	}
	fake_ring_end(ring, producer, consumer);
}

#ifdef NEWER
/* It must not seem to be heard, as the driver has it. */
TEST(what_the_library_does_not_know_fails)
{
	struct framering *ring = fake_ring_open(FRAMERING_CACHE_WB);
	struct framering_producer *producer = fake_ring_producer(ring);
	struct framering_consumer *consumer = fake_ring_consumer(ring, 0);
	struct framering_config *c = config(FRAMERING_CACHE_WB), before;
	struct framering_wish wish = { .height = 480, .added = { 1 } };
	struct framering_frame frame;

	CHECK_EQ(framering_consumer_wish(consumer, &wish), -E2BIG);
	CHECK_EQ(framering_producer_reserve(producer, &frame), 0);
	frame.added[0] = 1;
	CHECK_EQ(framering_producer_submit(producer, &frame), -E2BIG);
	frame.added[0] = 0;
	CHECK_EQ(framering_producer_submit(producer, &frame), 0);
	CHECK_EQ(framering_consumer_acquire(consumer, &frame), 0);
	/* Nothing is asked for here. */
	frame.added[0] = 1;
	CHECK_EQ(framering_consumer_release(consumer, &frame), 0);
	c->added[3] = 1ULL << 63;
	before = *c;
	CHECK_EQ(framering_configure(ring, c), -E2BIG);
	CHECK_MEM_EQ(c, &before, sizeof(before));
	fake_ring_end(ring, producer, consumer);
}
#endif
