/* SPDX-License-Identifier: MIT */
/* Which of a frame's two fields is to be seen. */
#ifndef VIEW_FIELDS_H
#define VIEW_FIELDS_H

#include <stdbool.h>
#include <stdint.h>

#include <libframering.h>

/**
 * struct fields - the fields of the frame that is shown
 * @bottom: the bottom field is seen
 * @second_ns: when the other one follows; 0: it has been, or there is none
 */
struct fields {
	bool bottom;
	uint64_t second_ns;
};

/**
 * fields_begin - a frame has been drawn: its first field is seen
 * @fields: what is kept of it
 * @picture: what is told of the stream
 * @field: what is told of the frame; 0: nothing
 * @now: in nanoseconds
 */
void fields_begin(struct fields *fields,
		  const struct framering_picture *picture, uint8_t field,
		  uint64_t now);

/* The second field is seen from now on; false: it is not yet time, or over. */
bool fields_turn(struct fields *fields, uint64_t now);

#endif /* VIEW_FIELDS_H */
