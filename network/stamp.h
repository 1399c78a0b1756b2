/* SPDX-License-Identifier: MIT */
/*
 * Times within H.264: the precision time stamp of MISB ST 0604, a message of
 * user data (SEI) of each access unit. Decoders that do not know it pass it by.
 */
#ifndef NETWORK_STAMP_H
#define NETWORK_STAMP_H

#include <stddef.h>
#include <stdint.h>

/* Room for one message as a NAL unit with its start code. */
#define STAMP_BYTES	64

/**
 * stamp_write - the NAL unit that tells a time
 * @nal: gets it, with a start code of four bytes
 * @us: microseconds since 1970, UTC
 *
 * Return: its bytes.
 */
size_t stamp_write(uint8_t nal[STAMP_BYTES], uint64_t us);

/**
 * stamp_place - where in an access unit such a message belongs
 * @data: NAL units with start codes
 * @bytes: of all of them
 *
 * Return: the offset of the start code of the first slice; @bytes if there is
 * none.
 */
size_t stamp_place(const uint8_t *data, size_t bytes);

/**
 * stamp_read - the time that an access unit tells
 * @data: NAL units with start codes
 * @bytes: of all of them
 * @us: gets microseconds since 1970, UTC
 *
 * Return: 0; -ENODATA if it tells none.
 */
int stamp_read(const uint8_t *data, size_t bytes, uint64_t *us);

#endif /* NETWORK_STAMP_H */
