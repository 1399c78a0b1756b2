/* SPDX-License-Identifier: MIT */
/* Rings and consumers as JSON; the manual page has all keys. */
#ifndef CTL_RING_JSON_H
#define CTL_RING_JSON_H

#include "measure.h"
#include "print/json.h"

/* Ring number @i of @measured. */
struct json_object *ring_json(const struct measured *measured, unsigned int i);

/* Its consumers, an array; NULL, which is null, if they are not told. */
struct json_object *ring_json_consumers(const struct measured *measured,
					unsigned int i);

/* The name of a ring's node: the last part of its path. */
const char *ring_json_name(const struct ring_state *state);

#endif /* CTL_RING_JSON_H */
