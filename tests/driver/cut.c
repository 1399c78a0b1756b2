// SPDX-License-Identifier: MIT
/* Whether it was the producer's word that a stream has ended. */
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"

#define FRAME_BYTES	(64 * 48 * 4)

static void produce(struct dev_producer *p, int frames)
{
	for (; frames; frames--)
		CHECK_GE(dev_produce(p, (uint8_t)frames), 0);
}

/* It goes without a word, by closing its files or by SIGKILL. */
static void producer_goes(int frames, int sig)
{
	int status;
	pid_t pid;

	CHECK_OK(pid = fork());
	if (!pid) {
		struct dev_producer p = dev_producer(dev_open(O_RDWR));

		produce(&p, frames);
		if (sig)
			raise(sig);
		_exit(0);
	}
	CHECK_EQ(waitpid(pid, &status, 0), pid);
	CHECK_EQ(sig, WIFSIGNALED(status) ? WTERMSIG(status) : 0);
}

static const struct way {
	const char *name;
	int sig;
} ways[] = {
	{ "killed", SIGKILL },
	{ "exits", 0 },
};

TEST_VARIANTS(stream_without_its_producers_word_is_cut_ok, ways)
{
	struct dev_consumer c = dev_consumer(dev_ring(FRAMERING_CACHE_WB), 0);
	struct dev_producer p;

	producer_goes(3, variant->sig);
	CHECK_EQ(dev_take_all(&c), 3);
	CHECK(framering_ring_cut(&c.ring));
	/* Twice, and it is still so. */
	producer_goes(2, variant->sig);
	CHECK_EQ(dev_take_all(&c), 2);
	CHECK(framering_ring_cut(&c.ring));
	/* The next one ends its own. */
	p = dev_producer(dev_open(O_RDWR));
	produce(&p, 1);
	framering_ring_end(&p.ring);
	CHECK_EQ(dev_take_all(&c), 1);
	CHECK(!framering_ring_cut(&c.ring));
}

TEST(stream_of_a_file_that_is_closed_is_not_cut_ok)
{
	static const char frame[FRAME_BYTES];
	struct dev_consumer c = dev_consumer(dev_ring(FRAMERING_CACHE_WB), 0);
	int writer = dev_open(O_RDWR);

	CHECK_EQ(write(writer, frame, sizeof(frame)), (ssize_t)sizeof(frame));
	CHECK_OK(close(writer));
	CHECK_EQ(dev_take_all(&c), 1);
	CHECK(!framering_ring_cut(&c.ring));
}

TEST(drivers_own_stream_is_not_cut_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	struct dev_consumer c = dev_consumer(ring, 0);

	CHECK_OK(dev_pattern(ring, 60000, 2));
	CHECK_EQ(dev_take_all(&c), 2);
	CHECK(!framering_ring_cut(&c.ring));
}
