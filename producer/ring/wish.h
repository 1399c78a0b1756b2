/* SPDX-License-Identifier: MIT */
/* What consumers wish to see, and which wish is granted. */
#ifndef PRODUCE_WISH_H
#define PRODUCE_WISH_H

#include "watch.h"

/*
 * Without --size the test picture takes the format and the size that an
 * attached consumer wished for last, unless another one's wish is met already:
 * no picture changes because one more consumer attaches. OUTCOME_OK also if the
 * wish cannot be granted. If other consumers may be about to wish, @timeout_ns
 * gets how long to wait for them.
 */
enum outcome wish_grant(struct watch *watch, int64_t *timeout_ns);

#endif /* PRODUCE_WISH_H */
