// SPDX-License-Identifier: MIT
/* Times within H.264. */
#include <string.h>

#include "harness.h"
#include "stamp.h"

#define TIME	0x0006123456789abcULL

/* Delimiter, parameters, a slice: what an encoder makes. */
static const uint8_t unit[] = {
	0, 0, 0, 1, 9, 0xf0,
	0, 0, 0, 1, 0x67, 1, 2, 3,
	0, 0, 1, 0x68, 4, 5,
	0, 0, 0, 1, 0x65, 6, 7, 8, 9,
};

/* @unit with a time before its slice. */
static size_t put(uint8_t *out, uint64_t us)
{
	size_t at = stamp_place(unit, sizeof(unit)), bytes;

	memcpy(out, unit, at);
	bytes = stamp_write(out + at, us);
	memcpy(out + at + bytes, unit + at, sizeof(unit) - at);
	return sizeof(unit) + bytes;
}

TEST(place_is_before_the_first_slice_ok)
{
	CHECK_EQ(stamp_place(unit, sizeof(unit)), 20);
	CHECK_EQ(stamp_place(unit, 20), 20);
	CHECK_EQ(stamp_place(unit, 0), 0);
}

TEST(bytes_are_those_of_the_standard_ok)
{
	static const uint8_t wanted[] = {
		0, 0, 0, 1, 6, 5, 28,
		'M', 'I', 'S', 'P', 'm', 'i', 'c', 'r', 'o', 's', 'e', 'c',
		't', 'i', 'm', 'e', 0x1f,
		0, 6, 0xff, 0x12, 0x34, 0xff, 0x56, 0x78, 0xff, 0x9a, 0xbc,
		0x80,
	};
	uint8_t nal[STAMP_BYTES];

	CHECK_EQ(stamp_write(nal, TIME), sizeof(wanted));
	CHECK_MEM_EQ(nal, wanted, sizeof(wanted));
}

TEST(time_that_was_put_is_read_ok)
{
	static const uint64_t times[] = { TIME, 0, 1, UINT64_MAX,
					  0x0001000000000100ULL };
	uint8_t out[sizeof(unit) + STAMP_BYTES];
	size_t i;

	for (i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
		size_t bytes = put(out, times[i]);
		uint64_t us = 7;

		CHECK_EQ(stamp_read(out, bytes, &us), 0);
		CHECK_EQ(us, times[i]);
	}
}

/* A parser would take it for the next unit, or take a byte away. */
TEST(no_time_makes_a_start_code_ok)
{
	uint64_t us;

	for (us = 0; us < 0x1000000; us += 0x101) {
		uint8_t nal[STAMP_BYTES];
		size_t bytes = stamp_write(nal, us << 8), i;

		for (i = 4; i + 2 < bytes; i++)
			if (!nal[i] && !nal[i + 1] && nal[i + 2] <= 3)
				FAIL("start code in %llx",
				     (unsigned long long)us);
	}
}

TEST(unit_without_a_time_fails)
{
	uint64_t us = 7;

	CHECK_EQ(stamp_read(unit, sizeof(unit), &us), -ENODATA);
	CHECK_EQ(us, 7);
}

TEST(time_that_is_cut_off_fails)
{
	uint8_t out[sizeof(unit) + STAMP_BYTES];
	size_t bytes = 20 + 3 + 32, n;
	uint64_t us = 7;

	put(out, TIME);
	for (n = 0; n < bytes; n++)
		CHECK_EQ(stamp_read(out, n, &us), -ENODATA);
	CHECK_EQ(us, 7);
}
