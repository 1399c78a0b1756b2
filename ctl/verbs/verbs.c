// SPDX-License-Identifier: MIT
/* The registry of verbs, in the order of the help. */
#include "verbs.h"

const struct verb *const all_verbs[] = {
	&verb_list,
	&verb_show,
	&verb_consumers,
	&verb_add,
	&verb_remove,
	&verb_configure,
	&verb_evict,
	&verb_pattern,
	&verb_watch,
	&verb_export,
	&verb_record,
	&verb_top,
	&verb_doctor,
	&verb_bench,
	&verb_completion,
	NULL,
};
