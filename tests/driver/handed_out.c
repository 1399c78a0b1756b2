// SPDX-License-Identifier: MIT
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "handed_out.h"
#include "harness.h"
#include "holders.h"

void handed_out_start(const struct way *way, int ring,
		      const struct framering_config *config,
		      const struct handed_role *roles, unsigned int count)
{
	unsigned int files = count * (way->older + 1), last = files, i;
	struct framering_config next = *config;
	int file[HOLDER_FILES];

	CHECK_LE(files, HOLDER_FILES);
	/* From the oldest on, which is the last. */
	while (last) {
		CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &next));
		last -= count;
		for (i = 0; i < count; i++)
			file[last + i] = dev_attach(ring, roles[i].role,
						    roles[i].flags, NULL);
	}
	holders_start(way, file, files);
	for (i = 0; i < files; i++)
		CHECK_OK(close(file[i]));
}

/* The kernel closes what was in a queue or an io_uring a little later. */
void handed_out_wait_unused(int ring)
{
	while (dev_sysfs(ring, "consumers") || dev_sysfs(ring, "producer") ||
	       dev_sysfs(ring, "mappings"))
		poll(NULL, 0, 5);
}
