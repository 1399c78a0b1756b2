// SPDX-License-Identifier: MIT
/* framering_fault against the driver, for which it is made. */
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <drm_fourcc.h>
#include <framering.h>

#include "faults.h"
#include "harness.h"

#define DEVICE	"/dev/framering"

/**
 * struct seen - which functions have failed
 * @names: of all of them, each between blanks
 */
struct seen {
	char names[4096];
};

static int configure(int ring)
{
	struct framering_config config = {
		.size = sizeof(config),
		.fourcc = DRM_FORMAT_XRGB8888,
		.width = 64,
		.height = 48,
		.slots = 4,
		.cache = FRAMERING_CACHE_WC,
	};

	return ioctl(ring, FRAMERING_IOC_CONFIGURE, &config) ? -errno : 0;
}

static int open_and_configure(void *data)
{
	int ring = open(DEVICE, O_RDWR | O_CLOEXEC), ret;

	(void)data;
	if (ring < 0)
		return -errno;
	ret = configure(ring);
	close(ring);
	return ret;
}

static int export(int role)
{
	struct framering_export export = { .size = sizeof(export) };

	if (ioctl(role, FRAMERING_IOC_EXPORT, &export))
		return -errno;
	close(export.fd);
	return 0;
}

/* A role, and what is done with it, if anything is. */
static int attach_and(uint32_t kind, int (*use)(int role))
{
	struct framering_attach attach = {
		.size = sizeof(attach),
		.role = kind,
	};
	int ring = open(DEVICE, O_RDWR | O_CLOEXEC), ret = 0;

	if (ring < 0)
		return -errno;
	if (ioctl(ring, FRAMERING_IOC_ATTACH, &attach)) {
		ret = -errno;
	} else {
		if (use)
			ret = use(attach.fd);
		close(attach.fd);
	}
	close(ring);
	return ret;
}

static int open_and_attach(void *data)
{
	(void)data;
	return attach_and(FRAMERING_ROLE_CONSUMER, NULL);
}

static int attach_and_export(void *data)
{
	(void)data;
	return attach_and(FRAMERING_ROLE_PRODUCER, export);
}

/* What the table of functions gives. */
static int is_fault(int error)
{
	return error == ENOMEM || error == EMFILE || error == EBUSY ||
	       error == ENOSPC || error == EIO;
}

/* It may do no harm: where a large block is refused there are smaller ones. */
static void note(void *data, unsigned int number, int ret,
		 const struct fault_report *report)
{
	struct seen *seen = data;
	size_t length = strlen(seen->names);

	test_diag("%u: %s from %s: %d", number, report->function,
		  report->caller, ret);
	if (ret && !is_fault(-ret))
		FAIL("%s from %s: %s", report->function, report->caller,
		     strerror(-ret));
	CHECK(strstr(report->caller, " [framering]"));
	/* The way back may call, too. */
	CHECK_GT(report->calls, number);
	snprintf(seen->names + length, sizeof(seen->names) - length, " %s ",
		 report->function);
}

TEST(configure_survives_every_fault_ok)
{
	struct seen seen = { "" };
	int fd = fault_open();

	test_timeout(120);
	CHECK_EQ(open_and_configure(NULL), 0);
	CHECK_GT(fault_each(fd, NULL, open_and_configure, &seen, note), 5);
	CHECK(strstr(seen.names, " set_memory_wc "));
	CHECK(strstr(seen.names, "alloc_pages"));
	CHECK(strstr(seen.names, "kmalloc"));
	CHECK_EQ(open_and_configure(NULL), 0);
}

TEST(attach_survives_every_fault_ok)
{
	struct seen seen = { "" };
	int fd = fault_open();

	CHECK_EQ(open_and_configure(NULL), 0);
	CHECK_GT(fault_each(fd, NULL, open_and_attach, &seen, note), 3);
	CHECK(strstr(seen.names, " get_unused_fd_flags "));
	CHECK(strstr(seen.names, " alloc_anon_inode "));
	CHECK(strstr(seen.names, " alloc_file_pseudo "));
	CHECK_EQ(open_and_attach(NULL), 0);
}

TEST(export_survives_every_fault_ok)
{
	struct seen seen = { "" };
	int fd = fault_open();

	CHECK_EQ(open_and_configure(NULL), 0);
	CHECK_GT(fault_each(fd, NULL, attach_and_export, &seen, note), 6);
	CHECK(strstr(seen.names, " dma_buf_export "));
	CHECK(strstr(seen.names, " dma_buf_fd "));
	CHECK_EQ(attach_and_export(NULL), 0);
}

TEST(another_process_is_not_counted_by_the_driver_ok)
{
	int fd = fault_open(), status;
	pid_t child;

	fault_arm(fd, 1, NULL);
	CHECK_OK(child = fork());
	if (!child)
		_exit(open_and_configure(NULL) ? 1 : 0);
	CHECK_EQ(waitpid(child, &status, 0), child);
	CHECK_EQ(status, 0);
	CHECK_EQ(fault_report(fd).calls, 0);
	/* For all, it is counted. */
	fault_disarm(fd);
	fault_arm_all(fd, 0);
	CHECK_OK(child = fork());
	if (!child)
		_exit(open_and_configure(NULL) ? 1 : 0);
	CHECK_EQ(waitpid(child, &status, 0), child);
	CHECK_EQ(status, 0);
	CHECK_GT(fault_report(fd).calls, 5);
}

#define THREADS	2
#define RUNS	1000

/* How many runs have failed: each makes three calls, if none does. */
static void *call_often(void *fd)
{
	uintptr_t failed = 0;
	int i;

	for (i = 0; i < RUNS; i++)
		if (ioctl(*(int *)fd, FAULT_IOC_TRY, FAULT_TRY_POOL))
			failed++;
	return (void *)failed;
}

TEST(one_call_of_two_threads_fails_ok)
{
	const uint64_t all = 3 * THREADS * RUNS;
	uintptr_t failed[THREADS];
	pthread_t thread[THREADS];
	int fd = fault_open(), i;

	test_timeout(120);
	fault_arm(fd, all / 2, "framering_fault");
	for (i = 0; i < THREADS; i++)
		CHECK_EQ(pthread_create(&thread[i], NULL, call_often, &fd),
			 0);
	for (i = 0; i < THREADS; i++)
		CHECK_EQ(pthread_join(thread[i], (void **)&failed[i]), 0);
	CHECK_EQ(failed[0] + failed[1], 1);
	/* The run that failed may have left its last two calls out. */
	CHECK_LE(fault_report(fd).calls, all);
	CHECK_GE(fault_report(fd).calls, all - 2);
}

/* Until *@stop. */
static void *arm_often(void *stop)
{
	int fd = fault_open();

	while (!__atomic_load_n((int *)stop, __ATOMIC_RELAXED)) {
		fault_arm(fd, 3, NULL);
		fault_report(fd);
		fault_disarm(fd);
	}
	close(fd);
	return NULL;
}

TEST(arming_while_calls_are_made_ok)
{
	pthread_t thread;
	int stop = 0, i;

	test_timeout(120);
	CHECK_EQ(pthread_create(&thread, NULL, arm_often, &stop), 0);
	for (i = 0; i < RUNS; i++)
		open_and_configure(NULL);
	__atomic_store_n(&stop, 1, __ATOMIC_RELAXED);
	CHECK_EQ(pthread_join(thread, NULL), 0);
	CHECK_EQ(open_and_configure(NULL), 0);
}

/* The last close of an earlier case's process may be on its way still. */
static void unload(void)
{
	while (syscall(SYS_delete_module, "framering", O_NONBLOCK)) {
		CHECK(errno == EWOULDBLOCK || errno == EBUSY);
		sched_yield();
	}
}

static int load_with(const char *parameters)
{
	int fd = open(getenv("FAULT_DRIVER"), O_RDONLY | O_CLOEXEC), ret;

	CHECK_GE(fd, 0);
	ret = syscall(SYS_finit_module, fd, parameters, 0) ? -errno : 0;
	close(fd);
	return ret;
}

static int load(void *unused)
{
	(void)unused;
	return load_with("rings=2");
}

static void note_load(void *data, unsigned int number, int ret,
		      const struct fault_report *report)
{
	note(data, number, ret, report);
	if (!ret)
		unload();
}

/* It ends loaded, as it was found. */
TEST(loading_survives_every_fault_ok)
{
	struct seen seen = { "" };
	int fd = fault_open();

	if (!getenv("FAULT_DRIVER"))
		SKIP("FAULT_DRIVER does not name the driver's file");
	test_timeout(120);
	unload();
	CHECK_GT(fault_each(fd, NULL, load, &seen, note_load), 3);
	CHECK(strstr(seen.names, " misc_register "));
	CHECK_EQ(open_and_configure(NULL), 0);
}

TEST(loading_with_too_many_rings_fails)
{
	if (!getenv("FAULT_DRIVER"))
		SKIP("FAULT_DRIVER does not name the driver's file");
	unload();
	CHECK_EQ(load_with("rings=65"), -EINVAL);
	CHECK_EQ(load_with("rings=64"), 0);
	unload();
	CHECK_EQ(load(NULL), 0);
}
