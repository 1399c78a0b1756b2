// SPDX-License-Identifier: MIT
/*
 * A producer at full rate, lossless readers that stay, and visitors that come
 * and go for as long as SOAK_SECONDS says (10): nothing is lost, and neither
 * the kernel's memory nor that of those who stay grows.
 */
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "harness.h"
#include "soak.h"

#define VISITORS	6
#define SEED		20261128
/*
 * What the kernel may have more at the end, in KiB: its allocator keeps
 * half-used pages of each kind. Of an hour's hundred thousand visitors each
 * would have to leave less than eight bytes to stay below that.
 */
#define SLACK_KIB	768
#define OWN_SLACK_KIB	64

/**
 * struct band - the processes
 * @soak: shared with them
 * @steady: producer, then the readers that stay
 * @visitor: who is here now; 0: nobody
 * @random: what the next visitor is like
 * @killed: visitors that were
 */
struct band {
	struct soak *soak;
	pid_t steady[1 + SOAK_STEADY];
	pid_t visitor[VISITORS];
	uint64_t random;
	uint64_t killed;
};

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void nap(void)
{
	struct timespec t = { 0, 5000000 };

	nanosleep(&t, NULL);
}

static void start_steady(struct band *band)
{
	double end = now() + 30;
	uint32_t i;

	for (i = 0; i <= SOAK_STEADY; i++) {
		band->steady[i] = fork();
		CHECK_GE(band->steady[i], 0);
		if (!band->steady[i] && !i)
			soak_produce(band->soak);
		if (!band->steady[i])
			soak_read_all(band->soak, i - 1);
		/* Readers come to a ring that is in use. */
		while (!i && !__atomic_load_n(&band->soak->produced,
					      __ATOMIC_RELAXED)) {
			CHECK(now() < end);
			nap();
		}
	}
}

/* Whoever ended must have ended well, unless killed by us. */
static void reap(struct band *band, pid_t *pid, int options)
{
	int status;

	if (*pid <= 0 || waitpid(*pid, &status, options) != *pid)
		return;
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL)
		band->killed++;
	else
		CHECK_EQ(status, 0);
	*pid = 0;
}

/* One visitor more, fewer, or one who leaves before it wants to. */
static void stir(struct band *band)
{
	uint64_t random = soak_random(&band->random);
	pid_t *pid = &band->visitor[random % VISITORS];

	reap(band, pid, WNOHANG);
	if (!*pid) {
		*pid = fork();
		CHECK_GE(*pid, 0);
		if (!*pid)
			soak_visit(band->soak, random);
		band->soak->visits++;
	} else if (random >> 32 & 1) {
		kill(*pid, SIGKILL);
	}
	nap();
}

/* Until nobody but those who stay is here. */
static void settle(struct band *band)
{
	uint32_t i;

	for (i = 0; i < VISITORS; i++) {
		if (band->visitor[i])
			kill(band->visitor[i], SIGKILL);
		reap(band, &band->visitor[i], 0);
	}
}

static void carry_on(struct band *band, double seconds)
{
	double end = now() + seconds;
	uint32_t i;

	while (now() < end) {
		stir(band);
		for (i = 0; i <= SOAK_STEADY; i++) {
			reap(band, &band->steady[i], WNOHANG);
			CHECK(band->steady[i]);
		}
	}
	settle(band);
}

/**
 * struct usage - memory in use while only those who stay are here, in KiB
 * @kernel: the kernel's
 * @own: theirs
 */
struct usage {
	long kernel;
	long own;
};

static struct usage measure(const struct band *band)
{
	struct usage usage = { .kernel = soak_kernel_kib() };
	uint32_t i;

	for (i = 0; i <= SOAK_STEADY; i++)
		usage.own += soak_process_kib(band->steady[i]);
	return usage;
}

static void finish(struct band *band)
{
	uint32_t i;

	__atomic_store_n(&band->soak->stop, 1, __ATOMIC_RELAXED);
	for (i = 0; i <= SOAK_STEADY; i++)
		reap(band, &band->steady[i], 0);
}

static double duration(void)
{
	const char *text = getenv("SOAK_SECONDS");
	double seconds = text ? atof(text) : 10;

	CHECK(seconds >= 1);
	return seconds;
}

static void tell(const struct band *band, double seconds,
		 const struct usage *before, const struct usage *after)
{
	const struct soak *soak = band->soak;

	test_diag("%.0f s, %llu frames produced, %llu and %llu seen by "
		  "lossless readers, %llu and %llu lost", seconds,
		  (unsigned long long)soak->produced,
		  (unsigned long long)soak->seen[0],
		  (unsigned long long)soak->seen[1],
		  (unsigned long long)soak->lost[0],
		  (unsigned long long)soak->lost[1]);
	test_diag("%llu visitors, %llu killed, %llu evicted, %llu frames seen "
		  "by them",
		  (unsigned long long)soak->visits,
		  (unsigned long long)band->killed,
		  (unsigned long long)soak->evicted,
		  (unsigned long long)soak->looked);
	test_diag("kernel memory %ld KiB before, %ld KiB after; of those who "
		  "stay %ld KiB and %ld KiB",
		  before->kernel, after->kernel, before->own, after->own);
}

TEST(coming_and_going_loses_no_frame_and_no_memory_ok)
{
	struct band band = { .random = SEED };
	double seconds = duration();
	struct usage before, after;
	uint32_t i;

	test_timeout((unsigned int)(seconds * 1.2) + 120);
	band.soak = mmap(NULL, sizeof(*band.soak), PROT_READ | PROT_WRITE,
			 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	CHECK(band.soak != MAP_FAILED);
	start_steady(&band);
	/* Caches and slabs grow to what all this needs. */
	carry_on(&band, seconds / 5);
	before = measure(&band);
	carry_on(&band, seconds * 4 / 5);
	after = measure(&band);
	finish(&band);
	tell(&band, seconds, &before, &after);
	CHECK_GT(band.soak->produced, 100);
	CHECK_GT(band.soak->looked, 0);
	for (i = 0; i < SOAK_STEADY; i++) {
		CHECK_EQ(band.soak->lost[i], 0);
		/* All but what was in the ring at either end. */
		CHECK_GT(band.soak->seen[i], 100);
	}
	CHECK_LE(after.kernel, before.kernel + SLACK_KIB);
	CHECK_LE(after.own, before.own + OWN_SLACK_KIB);
}
