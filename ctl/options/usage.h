/* SPDX-License-Identifier: MIT */
/* The help, from the verbs' tables. */
#ifndef CTL_USAGE_H
#define CTL_USAGE_H

#include "verb.h"

/* Print to standard output: all verbs, or one with its options. */
void usage_all(const struct verb *const *verbs);
void usage_verb(const struct verb *verb);

#endif /* CTL_USAGE_H */
