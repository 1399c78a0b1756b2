// SPDX-License-Identifier: MIT
/* evict: take everything away from a consumer. */
#include <errno.h>
#include <fcntl.h>

#include <programs/value.h>

#include "options/set.h"
#include "ring/rings.h"
#include "verbs.h"

struct evict_options {
	uint64_t id;
};

static enum outcome refuse(const struct command *command, int error)
{
	char path[RING_PATH];

	ring_path(command->operand[0], path);
	if (error == -ENOENT || error == -ENODATA)
		return fail(OUTCOME_ABSENT, "%s: there is no such consumer %s; "
			    "'framering-ctl consumers' has those that there "
			    "are", path, command->operand[1]);
	if (error == -EBUSY)
		return fail(OUTCOME_DENIED, "%s: the ring is its producer's; "
			    "ask as root", path);
	return ring_fail(command->operand[0], error);
}

/* The one that is there now, and no other that comes meanwhile. */
static int evict(struct framering *ring, uint32_t index, uint64_t id)
{
	struct framering_consumer_info info;
	int ret;

	if (!id) {
		ret = framering_consumer_info(ring, index, &info);
		if (ret)
			return ret;
		id = info.id;
	}
	return framering_evict(ring, index, id);
}

static enum outcome run(const struct command *command)
{
	const struct evict_options *options = command->options;
	struct framering *ring;
	enum outcome outcome;
	uint64_t index;
	int ret;

	if (value_number(command->operand[1], 0, FRAMERING_MAX_CONSUMERS - 1,
			 &index))
		return fail(OUTCOME_USAGE, "%s: not a consumer's number, 0 to "
			    "31; 'framering-ctl consumers' has them",
			    command->operand[1]);
	outcome = ring_open(&ring, command->operand[0], O_RDWR);
	if (outcome)
		return outcome;
	ret = evict(ring, (uint32_t)index, options->id);
	framering_close(ring);
	return ret ? refuse(command, ret) : OUTCOME_OK;
}

static const struct option_entry options[] = {
	{ 0, "id", "N", set_long_number, offsetof(struct evict_options, id),
	  1, UINT64_MAX, "a number, as 'consumers --json' has it",
	  "only if it is still this one", NULL },
	{ 0 }
};

const struct verb verb_evict = {
	.name = "evict",
	.operands = "RING CONSUMER",
	.help = "Take everything away from a consumer",
	.about = "CONSUMER is its number, N of 'framering-ctl consumers'. It "
		 "may attach anew.\n",
	.min = 2,
	.max = 2,
	.words = { "@ring", "" },
	.options = options,
	.room = sizeof(struct evict_options),
	.run = run,
};
