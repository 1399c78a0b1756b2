// SPDX-License-Identifier: MIT
/*
 * Does framering_fault let the right calls fail, and no others? Held against
 * calls that it makes itself, of which all is known.
 */
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "faults.h"
#include "harness.h"

#define ITSELF	"framering_fault"
#define CALLS	6

/**
 * struct chain - calls that the module makes
 * @name: what it is about
 * @what: FAULT_TRY_
 * @fd: set by the test
 * @call: each call in order: a part of its name, and its errno
 */
struct chain {
	const char *name;
	unsigned long what;
	int fd;
	struct {
		const char *function;
		int error;
	} call[CALLS + 1];
};

static const struct chain chains[] = {
	{ "memory", FAULT_TRY_MEMORY, -1, {
		{ "kmalloc", ENOMEM },
		{ "kmalloc", ENOMEM },
		{ "kvmalloc", ENOMEM },
		{ "vmalloc", ENOMEM },
		{ "vzalloc", ENOMEM },
		{ "vmalloc_user", ENOMEM },
	} },
	{ "pages", FAULT_TRY_PAGES, -1, {
		{ "alloc_pages", ENOMEM },
		{ "_page", ENOMEM },
		{ "alloc_pages_exact", ENOMEM },
		{ "set_memory_wc", ENOMEM },
		{ "set_memory_uc", ENOMEM },
		{ "memremap", ENOMEM },
	} },
	{ "pool", FAULT_TRY_POOL, -1, {
		{ "gen_pool_create", ENOMEM },
		{ "gen_pool_add_owner", ENOMEM },
		{ "gen_pool_alloc_algo_owner", ENOSPC },
	} },
	{ "device", FAULT_TRY_DEVICE, -1, {
		{ "platform_device_alloc", ENOMEM },
		{ "platform_device_add", ENOMEM },
		{ "platform_device_register_full", ENOMEM },
		{ "dma_alloc_attrs", ENOMEM },
	} },
	{ "pci", FAULT_TRY_PCI, -1, {
		{ "pci_enable_device", ENOMEM },
		{ "pci_request_regions", EBUSY },
		{ "ioremap", ENOMEM },
	} },
	{ "others", FAULT_TRY_OTHERS, -1, {
		{ "get_unused_fd_flags", EMFILE },
		{ "misc_register", ENOMEM },
		{ "__request_region", EBUSY },
	} },
};

static int run_chain(void *data)
{
	struct chain *chain = data;

	return ioctl(chain->fd, FAULT_IOC_TRY, chain->what) ? -errno : 0;
}

static void check_link(void *data, unsigned int number, int ret,
		       const struct fault_report *report)
{
	const struct chain *chain = data;

	CHECK_LT(number, CALLS);
	CHECK(chain->call[number].function);
	if (!strstr(report->function, chain->call[number].function))
		FAIL("call %u is %s", number, report->function);
	CHECK_EQ(ret, -chain->call[number].error);
	CHECK_EQ(report->calls, number + 1);
	if (!strstr(report->caller, "try_") ||
	    !strstr(report->caller, " [" ITSELF "]"))
		FAIL("call %u is made by %s", number, report->caller);
}

TEST_VARIANTS(each_call_of_a_chain_fails_in_turn_ok, chains)
{
	struct chain chain = *variant;
	unsigned int number;

	chain.fd = fault_open();
	CHECK_EQ(run_chain(&chain), 0);
	number = fault_each(chain.fd, ITSELF, run_chain, &chain, check_link);
	CHECK(!chain.call[number].function);
	CHECK_EQ(run_chain(&chain), 0);
}

TEST(device_lists_what_it_hooks_ok)
{
	char list[16384] = "\n";
	ssize_t bytes;

	bytes = read(fault_open(), list + 1, sizeof(list) - 2);
	CHECK_GT(bytes, 0);
	CHECK(strstr(list, "\nset_memory_wc -12\n"));
	CHECK(strstr(list, "\nremap_pfn_range -12\n"));
	CHECK(strstr(list, "\nget_unused_fd_flags -24\n"));
	CHECK(strstr(list, "\nmemremap 0\n"));
	CHECK(!strstr(list, "set_memory_wb"));
}

static int try_memory(int fd)
{
	return ioctl(fd, FAULT_IOC_TRY, FAULT_TRY_MEMORY);
}

TEST(counting_alone_fails_nothing_ok)
{
	struct fault_report report;
	int fd = fault_open();

	fault_arm(fd, 0, ITSELF);
	CHECK_OK(try_memory(fd));
	CHECK_OK(try_memory(fd));
	report = fault_report(fd);
	CHECK_EQ(report.calls, 12);
	CHECK_EQ(report.fired, 0);
	CHECK_STR_EQ(report.function, "");
	CHECK_STR_EQ(report.caller, "");
}

TEST(another_module_is_not_counted_ok)
{
	int fd = fault_open();

	fault_arm(fd, 1, NULL);
	CHECK_OK(try_memory(fd));
	CHECK_EQ(fault_report(fd).calls, 0);
	/* A name that begins or ends alike is another module, too. */
	fault_arm(fd, 1, "framering_faul");
	CHECK_OK(try_memory(fd));
	fault_arm(fd, 1, "fault");
	CHECK_OK(try_memory(fd));
	CHECK_EQ(fault_report(fd).calls, 0);
}

TEST(another_process_is_not_counted_ok)
{
	int fd = fault_open(), status;
	pid_t child;

	fault_arm(fd, 1, ITSELF);
	CHECK_OK(child = fork());
	if (!child)
		_exit(try_memory(fd) ? 1 : 0);
	CHECK_EQ(waitpid(child, &status, 0), child);
	CHECK_EQ(status, 0);
	CHECK_EQ(fault_report(fd).calls, 0);
	CHECK_ERRNO(try_memory(fd), ENOMEM);
}

TEST(any_process_is_counted_ok)
{
	struct fault_arm how = { .which = 1, .any_task = 1, .module = ITSELF };
	int fd = fault_open(), status;
	pid_t child;

	CHECK_OK(ioctl(fd, FAULT_IOC_ARM, &how));
	CHECK_OK(child = fork());
	if (!child)
		_exit(try_memory(fd) && errno == ENOMEM ? 7 : 0);
	CHECK_EQ(waitpid(child, &status, 0), child);
	CHECK_EQ(WEXITSTATUS(status), 7);
	CHECK_EQ(fault_report(fd).fired, 1);
}

TEST(nothing_fails_after_disarm_ok)
{
	int fd = fault_open();

	fault_arm(fd, 1, ITSELF);
	fault_disarm(fd);
	CHECK_OK(try_memory(fd));
	CHECK_EQ(fault_report(fd).calls, 0);
	fault_disarm(fd);
}

TEST(nothing_fails_after_close_ok)
{
	int fd = fault_open(), other = fault_open();

	fault_arm(fd, 1, ITSELF);
	close(fd);
	CHECK_OK(try_memory(other));
	fault_arm(other, 1, ITSELF);
	CHECK_ERRNO(try_memory(other), ENOMEM);
	/* Once is enough. */
	CHECK_OK(try_memory(other));
}

TEST(arming_twice_at_once_fails)
{
	struct fault_arm how = { .which = 1 };
	int fd = fault_open(), other = fault_open();

	fault_arm(fd, 1, ITSELF);
	CHECK_ERRNO(ioctl(other, FAULT_IOC_ARM, &how), EBUSY);
	fault_disarm(other);
	CHECK_ERRNO(try_memory(other), ENOMEM);
	fault_disarm(fd);
	CHECK_OK(ioctl(other, FAULT_IOC_ARM, &how));
}

TEST(arming_with_nonsense_fails)
{
	struct fault_arm how = { .any_task = 2 };
	int fd = fault_open();

	CHECK_ERRNO(ioctl(fd, FAULT_IOC_ARM, &how), EINVAL);
	how = (struct fault_arm){ .reserved = 1 };
	CHECK_ERRNO(ioctl(fd, FAULT_IOC_ARM, &how), EINVAL);
	memset(&how, 0, sizeof(how));
	memset(how.module, 'm', sizeof(how.module));
	CHECK_ERRNO(ioctl(fd, FAULT_IOC_ARM, &how), EINVAL);
	CHECK_ERRNO(ioctl(fd, FAULT_IOC_ARM, 8), EFAULT);
	CHECK_ERRNO(ioctl(fd, FAULT_IOC_TRY, 99), EINVAL);
	CHECK_ERRNO(ioctl(fd, _IO(0xf7, 0x7c), 0), ENOTTY);
}

TEST(override_of_nonsense_fails)
{
	struct fault_override how = { .error = -EAGAIN };
	int fd = fault_open();

	CHECK_ERRNO(ioctl(fd, FAULT_IOC_OVERRIDE, &how), EINVAL);
	strcpy(how.function, "there_is_no_such_function");
	CHECK_ERRNO(ioctl(fd, FAULT_IOC_OVERRIDE, &how), ENOENT);
	how.error = 1;
	CHECK_ERRNO(ioctl(fd, FAULT_IOC_OVERRIDE, &how), EINVAL);
	how.error = -EAGAIN;
	how.reserved = 1;
	CHECK_ERRNO(ioctl(fd, FAULT_IOC_OVERRIDE, &how), EINVAL);
}

/* In this process; and no more when it is over. */
TEST(overridden_function_fails_each_time_ok)
{
	int fd = fault_open(), i;

	fault_override(fd, "fault_try", -EXDEV);
	for (i = 0; i < 3; i++)
		CHECK_ERRNO(ioctl(fd, FAULT_IOC_TRY, FAULT_TRY_MEMORY), EXDEV);
	CHECK_EQ(fault_report(fd).calls, 3);
	fault_disarm(fd);
	CHECK_OK(ioctl(fd, FAULT_IOC_TRY, FAULT_TRY_MEMORY));
}
