// SPDX-License-Identifier: MIT
/* What the command line means; view-args.sh has what it may not say. */
#include <string.h>

#include "harness.h"

#include "options/options.h"

static struct options parse(int count, ...)
{
	struct options opt;
	char name[] = "framering-view", *argv[16] = { name };
	__builtin_va_list args;
	int i;

	__builtin_va_start(args, count);
	for (i = 1; i <= count; i++)
		argv[i] = __builtin_va_arg(args, char *);
	__builtin_va_end(args);
	argv[i] = NULL;
	CHECK_EQ(options_parse(&opt, i, argv), OPTIONS_RUN);
	return opt;
}

TEST(nothing_gives_the_defaults)
{
	struct options opt = parse(0);

	CHECK_STR_EQ(opt.device, "/dev/framering");
	CHECK_EQ(opt.policy, POLICY_LATEST);
	CHECK_EQ(opt.frames, 0);
	CHECK(!opt.headless && !opt.once && !opt.stats && !opt.checksum);
}

TEST(policy_depends_on_the_window)
{
	CHECK_EQ(parse(1, "--headless").policy, POLICY_LIVE);
	CHECK_EQ(parse(1, "--checksum").policy, POLICY_LIVE);
	CHECK_EQ(parse(2, "--headless", "--checksum").policy, POLICY_LIVE);
	CHECK_EQ(parse(2, "--headless", "--policy=latest").policy,
		 POLICY_LATEST);
	CHECK_EQ(parse(2, "--policy", "lossless").policy, POLICY_LOSSLESS);
}

TEST(values_are_taken)
{
	struct options opt = parse(9, "-d", "/dev/framering3", "-n", "12",
				   "--size=320x200", "--snapshot", "a.png",
				   "--slow=25", "-q");

	CHECK_STR_EQ(opt.device, "/dev/framering3");
	CHECK_EQ(opt.frames, 12);
	CHECK_EQ(opt.width, 320);
	CHECK_EQ(opt.height, 200);
	CHECK_STR_EQ(opt.snapshot, "a.png");
	CHECK_EQ(opt.slow_ms, 25);
	CHECK_EQ(opt.verbosity, -1);
}

TEST(window_is_wished_for_unless_a_wish_is_given)
{
	CHECK_EQ(parse(0).wish.width, 0);
	CHECK_EQ(parse(1, "--size=320x200").wish.width, 320);
	CHECK_EQ(parse(1, "--size=320x200").wish.height, 200);
	CHECK_EQ(parse(2, "--size=320x200", "--wish=@25").wish.width, 0);
	CHECK_EQ(parse(2, "--wish=64x48", "--size=320x200").wish.width, 64);
	/* No frame can be so large. */
	CHECK_EQ(parse(1, "--size=65536x1").wish.height, 0);
}

TEST(software_is_a_renderer)
{
	CHECK_STR_EQ(parse(1, "--software").renderer, "software");
	CHECK_STR_EQ(parse(1, "--renderer=opengl").renderer, "opengl");
}

TEST(large_numbers_are_whole)
{
	CHECK_EQ(parse(2, "--frames", "18446744073709551615").frames,
		 UINT64_MAX);
}
