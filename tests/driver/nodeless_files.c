// SPDX-License-Identifier: MIT
#include <poll.h>
#include <stdio.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"
#include "nodeless.h"
#include "rings.h"

#define GOES_NS	10000000000LL

struct framering_add nodeless_add(uint32_t mode)
{
	struct framering_add add = {
		.flags = FRAMERING_ADD_NODELESS | FRAMERING_ADD_OWNER,
		.mode = mode,
	};

	CHECK_EQ(rings_try_add_as(&add), 0);
	CHECK_GE(add.fd, 0);
	return add;
}

int nodeless_is_there(uint32_t number)
{
	char path[64];

	snprintf(path, sizeof(path), "/sys/bus/platform/devices/framering.%u",
		 number);
	return !access(path, F_OK);
}

void nodeless_check_goes(uint32_t number)
{
	int64_t end = dev_now() + GOES_NS * test_slowness();

	/* Its last file leaves the removal to the kernel's workers. */
	while (nodeless_is_there(number)) {
		if (dev_now() > end)
			FAIL("ring %u has no file and is still there", number);
		poll(NULL, 0, 1);
	}
	/* Waits for the worker: the number is free as well after that. */
	CHECK_EQ(rings_remove(number), -ENOENT);
}
