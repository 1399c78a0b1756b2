// SPDX-License-Identifier: MIT
/* remove: a ring goes, with all its roles. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>

#include "common/places.h"
#include "ring/rings.h"
#include "verbs.h"

static enum outcome run(const struct command *command)
{
	const char *given = command->operand[0];
	char control[RING_PATH], path[RING_PATH];
	struct framering_query query;
	struct framering *ring;
	enum outcome outcome = ring_open(&ring, given, O_RDONLY);
	int ret;

	if (outcome)
		return outcome;
	ret = framering_query(ring, &query);
	framering_close(ring);
	if (ret)
		return ring_fail(given, ret);
	ring_path(given, path);
	snprintf(control, sizeof(control), "%s/framering-control", places.dev);
	ret = framering_remove(control, query.ring);
	if (ret == -ENODEV)
		return fail(OUTCOME_FAILED, "%s: not a ring that was added; "
			    "one of a PCI card goes when that is unbound",
			    path);
	if (outcome_of(ret) == OUTCOME_DENIED)
		return fail(OUTCOME_DENIED, "%s: permission denied; ask as "
			    "root", control);
	return ret ? fail(outcome_of(ret), "%s: %s", path,
			  framering_error_text(ret)) : OUTCOME_OK;
}

const struct verb verb_remove = {
	.name = "remove",
	.operands = "RING",
	.help = "Remove a ring, and take everything away from its users",
	.about = "Only root may.\n",
	.min = 1,
	.max = 1,
	.words = { "@ring" },
	.run = run,
};
