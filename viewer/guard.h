/* SPDX-License-Identifier: MIT */
/*
 * A role can be taken away at any time, also in the middle of a frame: then
 * its mappings are gone and the next touch raises SIGBUS. The guard puts
 * zeros there, so that whoever reads (SDL and the graphics driver too) comes
 * to its end as usual, and remembers it.
 */
#ifndef VIEW_GUARD_H
#define VIEW_GUARD_H

#include <stdbool.h>
#include <stddef.h>

/* From here to guard_disarm(), mappings may go. */
void guard_arm(void);
void guard_disarm(void);

/* @bytes at @data are one mapping: if its pages go, they go together. */
void guard_slot(const void *data, size_t bytes);

/* Something was gone since guard_arm(): the role was taken away. */
bool guard_tripped(void);

#endif /* VIEW_GUARD_H */
