// SPDX-License-Identifier: MIT
/* export: a ring's frames as they are, to a file or a pipe. */
#include <string.h>
#include <unistd.h>

#include "record_options.h"
#include "verbs.h"

static enum outcome run(const struct command *command)
{
	const struct record_options *o = command->options;
	const char *file = command->operands > 1 ? command->operand[1] : "-";
	const struct form *form = o->form;

	if (!strcmp(file, "-") && isatty(STDOUT_FILENO))
		return fail(OUTCOME_USAGE, "export: frames are nothing for a "
			    "terminal; name a file, or write to a pipe");
	if (!form)
		form = !strcmp(file, "-") ? &form_y4m : form_by_file(file);
	if (form == &form_ffmpeg)
		return fail(OUTCOME_USAGE, "%s: export writes .y4m and .raw; "
			    "'framering-ctl record' writes others, and --form "
			    "says what it is to be", file);
	return record_run(command, file, form);
}

static const struct option_entry options[] = {
	{ 'f', "form", "FORM", set_form, 0, 0, 0, "y4m or raw",
	  "y4m or raw; by the file's name, or y4m", "y4m raw" },
	RECORD_OPTIONS,
	{ 0 }
};

const struct verb verb_export = {
	.name = "export",
	.operands = "RING [FILE]",
	.help = "Write frames as yuv4mpeg or raw, to a file or a pipe",
	.about = "It ends with the stream. What was dropped is told at the "
		 "end.\n",
	.min = 1,
	.max = 2,
	.words = { "@ring", "@file" },
	.prints = 1,
	.options = options,
	.room = sizeof(struct record_options),
	.run = run,
};
