// SPDX-License-Identifier: MIT
/* framering-produce's command line, a word to a line. */
#include <getopt.h>

#include "fuzz.h"
#include "options/options.h"

static int is_power(uint32_t number)
{
	return number && !(number & (number - 1));
}

static void check_config(const struct framering_config *c)
{
	CHECK_LE(c->width, FRAMERING_MAX_SIDE);
	CHECK_LE(c->height, FRAMERING_MAX_SIDE);
	CHECK_EQ(!c->width, !c->height);
	CHECK(!c->fourcc || framering_format_find(c->fourcc));
	CHECK(!c->slots || is_power(c->slots));
	CHECK(!c->slots || c->slots >= FRAMERING_MIN_SLOTS);
	CHECK_LE(c->slots, FRAMERING_MAX_SLOTS);
	CHECK_LT(c->max_held, c->slots ? c->slots : FRAMERING_MAX_SLOTS);
	CHECK(!c->stride_align || is_power(c->stride_align));
	CHECK_LE(c->stride_align, 4096);
	CHECK_LT(c->memory, FRAMERING_MEMORIES);
	CHECK_LE(c->cache, FRAMERING_CACHE_UC);
	CHECK_EQ(c->flags & ~FRAMERING_CONFIG_LOSSLESS_FOR_ALL, 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_args args;
	struct options o;
	enum outcome outcome;

	fuzz_args_init(&args, "framering-produce", data, size);
	optind = 0;
	outcome = options_parse(&o, args.count, args.word);
	CHECK(outcome == OUTCOME_OK || outcome == OUTCOME_USAGE);
	if (outcome == OUTCOME_OK && !o.help && !o.version) {
		check_config(&o.config);
		CHECK(o.device && *o.device);
		CHECK(!o.file || *o.file);
		CHECK(!o.rate_given || o.rate_den);
		CHECK_LE(o.wait_consumers, FRAMERING_MAX_CONSUMERS);
		CHECK_LE(o.on_full, ON_FULL_FAIL);
	}
	fuzz_args_free(&args);
	return 0;
}
