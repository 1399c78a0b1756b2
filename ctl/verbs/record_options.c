// SPDX-License-Identifier: MIT
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "common/stop.h"
#include "print/json.h"
#include "record_options.h"
#include "ring/rings.h"

int set_form(void *to, const struct option_entry *entry, const char *text)
{
	struct record_options *o = to;
	const struct form *form = form_by_name(text);

	(void)entry;
	if (!form)
		return -EINVAL;
	o->form = form;
	return 0;
}

static void tell(const struct command *command, const struct recorder *r)
{
	struct json_object *object;

	if (!command->json) {
		say("%llu frames in %.1f s, %llu dropped (%llu of them "
		    "overwritten while they were read), %u evictions",
		    (unsigned long long)r->written, r->time,
		    (unsigned long long)r->dropped,
		    (unsigned long long)r->torn, r->evictions);
		return;
	}
	object = json_object_new_object();
	json_text(object, "file", r->output.name);
	json_text(object, "form", r->output.form->name);
	json_number(object, "frames", r->written);
	json_number(object, "dropped", r->dropped);
	json_number(object, "torn", r->torn);
	json_number(object, "evictions", r->evictions);
	json_rate(object, "seconds", r->time);
	json_text(object, "ended", r->ended);
	json_print(object);
}

static uint32_t flags_of(const struct record_options *o)
{
	return (o->lossless ? FRAMERING_CONSUMER_LOSSLESS : 0) |
	       (o->newest ? FRAMERING_CONSUMER_NEWEST : 0);
}

enum outcome record_run(const struct command *command, const char *file,
			const struct form *form)
{
	const struct record_options *o = command->options;
	struct recorder recorder = {
		.flags = flags_of(o),
		.frames = o->frames,
		.seconds = o->seconds,
		.output = {
			.form = form,
			.name = file,
			.overwrite = (int)o->overwrite,
			.arguments = o->arguments,
		},
	};
	char path[RING_PATH];
	enum outcome outcome;

	if (command->json && !strcmp(file, "-"))
		return fail(OUTCOME_USAGE, "--json: standard output has the "
			    "frames; name a file");
	if (stop_init() || signal(SIGPIPE, SIG_IGN) == SIG_ERR)
		return fail(OUTCOME_FAILED, "signals cannot be caught");
	ring_path(command->operand[0], path);
	recorder.path = path;
	outcome = recorder_run(&recorder);
	if (recorder.written || !outcome || outcome == OUTCOME_STOP)
		tell(command, &recorder);
	if (outcome == OUTCOME_STOP) {
		fflush(NULL);
		stop_die();
	}
	return outcome;
}
