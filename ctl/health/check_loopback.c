// SPDX-License-Identifier: MIT
/* A thousand frames through a ring of our own. */
#include <errno.h>

#include "check.h"
#include "common/clock.h"
#include "ring/loopback.h"
#include "ring/rings.h"

#define FRAMES	1000U

static void pass(struct findings *findings, struct loopback *loopback)
{
	struct framering_config config = {
		.fourcc = DRM_FORMAT_XRGB8888,
		.width = 160,
		.height = 120,
		.cache = FRAMERING_CACHE_WB,
	};
	int ret = loopback_attach(loopback, &config,
				  FRAMERING_CONSUMER_LOSSLESS);
	int64_t begin = clock_now();
	unsigned int bad = 0;

	if (!ret)
		ret = loopback_pass(loopback, FRAMES, &bad);
	if (ret)
		finding(findings, VERDICT_BAD, "see what the kernel says: "
			"'dmesg'", "%u frames did not go round: %s", FRAMES,
			framering_error_text(ret));
	else if (bad)
		finding(findings, VERDICT_BAD, "report it as a bug, with this "
			"output and the kernel's log", "%u of %u frames came "
			"with other bytes than were sent", bad, FRAMES);
	else
		finding(findings, VERDICT_OK, "", "%u frames went round in "
			"%.1f ms, none changed", FRAMES,
			(double)(clock_now() - begin) / (double)NS_PER_MS);
}

static void run(struct findings *findings)
{
	struct loopback loopback;
	int ret = loopback_open(&loopback, NULL);

	/* That the driver is not loaded was told. */
	if (ret == -ENOENT && !rings_driver_loaded())
		return;
	if (ret == -ENOENT) {
		finding(findings, VERDICT_BAD, "see that udev and devtmpfs "
			"work", "%s is missing, though the driver is loaded",
			FRAMERING_CONTROL_PATH);
		return;
	}
	if (ret) {
		finding(findings, VERDICT_NOTE, "run this as root", "no frame "
			"was sent round: a ring cannot be added: %s",
			framering_error_text(ret));
		return;
	}
	pass(findings, &loopback);
	loopback_close(&loopback);
}

const struct check check_loopback = { "loopback", run };
