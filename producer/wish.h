/* SPDX-License-Identifier: MIT */
/* What those who watch would like to see, and who gets it. */
#ifndef PRODUCE_WISH_H
#define PRODUCE_WISH_H

#include "watch.h"

/*
 * The test picture without --size becomes what the last of those wished who
 * watch, unless somebody else has what he wished: nobody's picture changes
 * since another one came. OUTCOME_OK also if the wish cannot be granted. If
 * others may be about to wish, @timeout_ns gets how long to wait for them.
 */
enum outcome wish_heed(struct watch *watch, int64_t *timeout_ns);

#endif /* PRODUCE_WISH_H */
