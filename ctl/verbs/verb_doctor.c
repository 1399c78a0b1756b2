// SPDX-License-Identifier: MIT
/* doctor: what works here, what does not, and what to do about it. */
#include <stdio.h>

#include "health/check.h"
#include "print/colour.h"
#include "print/json.h"
#include "verbs.h"

static const struct {
	const char *word;
	enum colour colour;
} verdicts[] = {
	[VERDICT_OK] = { "ok", COLOUR_GOOD },
	[VERDICT_NOTE] = { "note", COLOUR_NOTE },
	[VERDICT_BAD] = { "bad", COLOUR_BAD },
};

static void tell_text(void *argument, const char *check, enum verdict verdict,
		      const char *text, const char *advice)
{
	(void)argument;
	printf("%s%-4s%s  %-8s  %s\n", colour_begin(verdicts[verdict].colour),
	       verdicts[verdict].word, colour_end(), check, text);
	if (*advice)
		printf("%16s-> %s\n", "", advice);
	fflush(stdout);
}

static void tell_json(void *argument, const char *check, enum verdict verdict,
		      const char *text, const char *advice)
{
	struct json_object *object = json_object_new_object();

	json_text(object, "check", check);
	json_text(object, "verdict", verdicts[verdict].word);
	json_text(object, "text", text);
	json_text(object, "advice", *advice ? advice : NULL);
	json_object_array_add(argument, object);
}

static enum outcome run(const struct command *command)
{
	struct json_object *array = NULL, *all;
	struct findings findings = { .tell = tell_text };
	const struct check *const *check;

	if (command->json) {
		array = json_object_new_array();
		findings.tell = tell_json;
		findings.argument = array;
	}
	for (check = checks; *check; check++) {
		findings.check = (*check)->name;
		(*check)->run(&findings);
	}
	if (command->json) {
		all = json_object_new_object();
		json_flag(all, "ok", !findings.bad);
		json_object_object_add(all, "findings", array);
		json_print(all);
	}
	return findings.bad ? OUTCOME_FOUND : OUTCOME_OK;
}

const struct verb verb_doctor = {
	.name = "doctor",
	.operands = "",
	.help = "Look whether all works here, and say what to do",
	.about = "Root is told more: a thousand frames, and whether "
		 "write-combining is in effect,\nare tried on a ring of "
		 "doctor's own.\n",
	.prints = 1,
	.run = run,
};
