// SPDX-License-Identifier: MIT
/* framering-view's command line, a word to a line. */
#include <errno.h>

#include "fuzz.h"
#include "options/options.h"

static void check_wish(const struct framering_wish *wish)
{
	CHECK_LE(wish->width, FRAMERING_MAX_SIDE);
	CHECK_LE(wish->height, FRAMERING_MAX_SIDE);
	CHECK_EQ(!wish->width, !wish->height);
	CHECK_LE(wish->rate, 1000000);
	CHECK(!wish->fourcc || framering_format_find(wish->fourcc));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_args args;
	struct options opt;
	int ret;

	fuzz_args_init(&args, "framering-view", data, size);
	ret = options_parse(&opt, args.count, args.word);
	CHECK(ret == OPTIONS_RUN || ret == OPTIONS_DONE || ret == -EINVAL);
	if (ret == OPTIONS_RUN) {
		check_wish(&opt.wish);
		CHECK(*opt.device);
		CHECK_LE(opt.policy, POLICY_LOSSLESS);
		CHECK(opt.width >= 0 && opt.width <= 65536);
		CHECK(opt.height >= 0 && opt.height <= 65536);
		CHECK_EQ(!opt.width, !opt.height);
		CHECK(opt.slow_ms >= 0 && opt.slow_ms <= 3600000);
		CHECK(opt.scale >= 0 && opt.scale <= 100);
	}
	fuzz_args_free(&args);
	return 0;
}
