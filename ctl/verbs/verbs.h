/* SPDX-License-Identifier: MIT */
/* The verbs: a line here and in verbs.c is all that a new one needs. */
#ifndef CTL_VERBS_H
#define CTL_VERBS_H

#include "options/verb.h"

extern const struct verb verb_list;
extern const struct verb verb_show;
extern const struct verb verb_consumers;
extern const struct verb verb_add;
extern const struct verb verb_remove;
extern const struct verb verb_configure;
extern const struct verb verb_evict;
extern const struct verb verb_pattern;
extern const struct verb verb_watch;
extern const struct verb verb_export;
extern const struct verb verb_record;
extern const struct verb verb_top;
extern const struct verb verb_doctor;
extern const struct verb verb_bench;
extern const struct verb verb_completion;

/* All of them, up to NULL. */
extern const struct verb *const all_verbs[];

#endif /* CTL_VERBS_H */
