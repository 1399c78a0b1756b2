// SPDX-License-Identifier: MIT
/* completion: what a shell completes, from the verbs' own tables. */
#include <stdio.h>
#include <string.h>

#include "completion/completion.h"
#include "verbs.h"

static enum outcome run(const struct command *command)
{
	const struct shell *const *shell;

	for (shell = shells; *shell; shell++) {
		if (strcmp((*shell)->name, command->operand[0]))
			continue;
		(*shell)->print(command->verbs);
		return OUTCOME_OK;
	}
	return fail(OUTCOME_USAGE, "%s: not bash, zsh or fish",
		    command->operand[0]);
}

const struct verb verb_completion = {
	.name = "completion",
	.operands = "bash|zsh|fish",
	.help = "Print what a shell needs to complete commands",
	.min = 1,
	.max = 1,
	.words = { "bash zsh fish" },
	.run = run,
};
