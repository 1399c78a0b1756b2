// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>

#include "faults.h"
#include "harness.h"

int fault_open(void)
{
	int fd = -1;

	CHECK_OK(fd = open(FAULT_PATH, O_RDWR | O_CLOEXEC));
	return fd;
}

void fault_arm(int fd, uint64_t which, const char *module)
{
	struct fault_arm how = { .which = which };

	if (module)
		snprintf(how.module, sizeof(how.module), "%s", module);
	CHECK_OK(ioctl(fd, FAULT_IOC_ARM, &how));
}

void fault_arm_all(int fd, uint64_t which)
{
	struct fault_arm how = { .which = which, .any_task = 1 };

	CHECK_OK(ioctl(fd, FAULT_IOC_ARM, &how));
}

void fault_override(int fd, const char *function, int error)
{
	struct fault_override how = { .error = error };

	snprintf(how.function, sizeof(how.function), "%s", function);
	CHECK_OK(ioctl(fd, FAULT_IOC_OVERRIDE, &how));
}

struct fault_report fault_report(int fd)
{
	struct fault_report report;

	memset(&report, 0xa5, sizeof(report));
	CHECK_OK(ioctl(fd, FAULT_IOC_REPORT, &report));
	CHECK_EQ(report.reserved, 0);
	return report;
}

void fault_disarm(int fd)
{
	CHECK_OK(ioctl(fd, FAULT_IOC_DISARM));
}

unsigned int fault_each(int fd, const char *module, int (*run)(void *data),
			void *data,
			void (*check)(void *data, unsigned int number, int ret,
				      const struct fault_report *report))
{
	struct fault_report report;
	unsigned int number;
	int ret;

	for (number = 0;; number++) {
		fault_arm(fd, number + 1, module);
		ret = run(data);
		report = fault_report(fd);
		fault_disarm(fd);
		if (!report.fired)
			break;
		check(data, number, ret, &report);
	}
	CHECK_EQ(ret, 0);
	CHECK_EQ(report.calls, number);
	return number;
}
