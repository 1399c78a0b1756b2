// SPDX-License-Identifier: MIT
/* What tracefs and debugfs show. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"

#define TRACING		"/sys/kernel/tracing/"
#define ROLES		"/sys/kernel/debug/framering/framering/roles"

static void mounted(const char *type, const char *where, const char *file)
{
	if (access(file, F_OK))
		CHECK_OK(mount("none", where, type, 0, NULL));
}

static void tell(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);

	CHECK_OK(fd);
	CHECK_EQ(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
}

/* A machine with one processor has no such file. */
static void let_the_other_processor(const char *run)
{
	int fd = open("/sys/devices/system/cpu/cpu1/online",
		      O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	CHECK_EQ(write(fd, run, 1), 1);
	close(fd);
}

/*
 * The kernel patches its code for that. QEMU before 8.1, which emulates, may
 * hang or die where another processor runs into it.
 */
static void switch_tracepoints(const char *how)
{
	let_the_other_processor("0");
	tell(TRACING "events/framering/enable", how);
	let_the_other_processor("1");
}

static const char *contents(const char *path)
{
	static char text[1 << 20];
	FILE *file = fopen(path, "re");
	size_t n;

	CHECK(file);
	n = fread(text, 1, sizeof(text) - 1, file);
	fclose(file);
	text[n] = '\0';
	return text;
}

/* Each of @words, in this order. */
static void check_words(const char *text, const char *const *words,
			size_t count)
{
	const char *at = text;
	size_t i;

	for (i = 0; i < count; i++) {
		const char *found = strstr(at, words[i]);

		if (!found)
			FAIL("no '%s' in: %.4000s", words[i], at);
		at = found + strlen(words[i]);
	}
}

TEST(tracepoints_tell_of_a_rings_life_ok)
{
	static const char *const words[] = {
		"framering_configure: ring=0 generation=", "size=64x48 slots=4",
		"framering_attach: ring=0", "consumer 0 id=",
		"framering_attach: ring=0", "producer 0 id=",
		"framering_submit: ring=0", "seq=0 frame=0 bytes=12288 flags=0",
		"seq=1 frame=1 bytes=12288 flags=0",
		"framering_wake: ring=0", "consumers",
		"framering_kick: ring=0", "consumer 0",
		"framering_wake: ring=0", "producers",
		"framering_evict: ring=0", "consumer 0", "why=owner",
		"framering_detach: ring=0", "consumer 0",
	};
	static const char frame[64 * 48 * 4];
	struct framering_evict evict = { .size = sizeof(evict) };
	uint32_t revents;
	int ring, role;

	mounted("tracefs", TRACING, TRACING "trace");
	tell(TRACING "trace", "");
	switch_tracepoints("1");
	ring = dev_ring(FRAMERING_CACHE_WB);
	role = dev_attach(ring, FRAMERING_ROLE_CONSUMER, 0, NULL);
	CHECK_EQ(write(ring, frame, sizeof(frame)), (ssize_t)sizeof(frame));
	/* A reader that slept, and found nothing, has set the wake flag. */
	CHECK_EQ(dev_wait(role, 0, dev_now() + 1000000, &revents), -ETIMEDOUT);
	CHECK_EQ(write(ring, frame, sizeof(frame)), (ssize_t)sizeof(frame));
	CHECK_OK(ioctl(role, FRAMERING_IOC_KICK));
	CHECK_OK(ioctl(ring, FRAMERING_IOC_EVICT, &evict));
	switch_tracepoints("0");
	check_words(contents(TRACING "trace"), words,
		    sizeof(words) / sizeof(words[0]));
}

TEST(debugfs_shows_every_role_ok)
{
	static const char *const words[] = {
		"(stale): XR24", "64x48, 4 slots, max_held 1, stall_ms 5000",
		"consumer 0: id ", ", live",
		"generation ", ": R8  ", "consumers 0x1 lossless 0x1",
		"consumer 0: id ", "driver-tests", ", lossless",
		"tail 0 lag 0 held 0x0 delivered 0 dropped 0",
		"wishes NV12", "320x200, 0 frames in 1000 s",
		"producer: id ", "head 0 frames 0 holes 0 full 0",
	};
	struct framering_wish wish = {
		.size = sizeof(wish),
		.fourcc = DRM_FORMAT_NV12,
		.width = 320,
		.height = 200,
	};
	struct framering_config config = dev_config();
	int ring, role;

	mounted("debugfs", "/sys/kernel/debug", ROLES);
	ring = dev_ring(FRAMERING_CACHE_WB);
	dev_attach(ring, FRAMERING_ROLE_CONSUMER, 0, NULL);
	config.fourcc = DRM_FORMAT_R8;
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	role = dev_attach(ring, FRAMERING_ROLE_CONSUMER,
			  FRAMERING_ATTACH_LOSSLESS, NULL);
	CHECK_OK(ioctl(role, FRAMERING_IOC_WISH, &wish));
	dev_attach(ring, FRAMERING_ROLE_PRODUCER, 0, NULL);
	check_words(contents(ROLES), words, sizeof(words) / sizeof(words[0]));
}

TEST(debugfs_escapes_the_names_of_programs_ok)
{
	const char *text;

	mounted("debugfs", "/sys/kernel/debug", ROLES);
	CHECK_OK(prctl(PR_SET_NAME, "a\n\033[Hb"));
	dev_attach(dev_ring(FRAMERING_CACHE_WB), FRAMERING_ROLE_CONSUMER, 0,
		   NULL);
	text = contents(ROLES);
	CHECK(!strchr(text, '\033'));
	if (!strstr(text, " a\\n\\e[Hb, live\n"))
		FAIL("%s", text);
}
