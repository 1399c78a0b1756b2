// SPDX-License-Identifier: MIT
/* Which frames came whole. */
#include <string.h>

#include "harness.h"
#include "whole.h"

/*
 * Frames of four packets each: "b" begins, "m" is in the middle, "e" ends one;
 * in capitals the packet is lost. What comes out, by a depayloader that hands
 * an unfinished frame on when the next one begins: a "w" for each that is said
 * to be whole, "d" for each that is not.
 */
static void check(const char *packets, const char *wanted)
{
	struct whole whole = { 0 };
	char out[32] = "";
	guint16 sequence = 65530;
	gboolean unfinished = FALSE;
	guint32 time = 0, of = 0;
	size_t n = 0;

	for (; *packets; packets++, sequence++) {
		struct whole_packet packet = {
			.sequence = sequence,
			.time = time,
			.marked = *packets == 'e',
			.begins = *packets == 'b',
		};

		if (*packets == 'e' || *packets == 'E')
			time += 3000;
		if (*packets < 'a')
			continue;
		whole_packet(&whole, &packet);
		if (unfinished && packet.time != of)
			out[n++] = whole_frame(&whole) ? 'w' : 'd';
		if (packet.marked)
			out[n++] = whole_frame(&whole) ? 'w' : 'd';
		unfinished = !packet.marked;
		of = packet.time;
	}
	CHECK_STR_EQ(out, wanted);
}

TEST(frames_without_loss_are_whole_ok)
{
	check("bmmebmmebmme", "www");
}

TEST(frame_that_was_joined_in_the_middle_is_damaged_ok)
{
	check("mmebmme", "dw");
}

TEST(loss_in_the_middle_damages_one_frame_ok)
{
	check("bmmebMmebmme", "wdw");
}

TEST(lost_beginning_damages_one_frame_ok)
{
	check("bmmeBmmebmme", "wdw");
}

TEST(lost_end_damages_one_frame_ok)
{
	check("bmmebmmEbmme", "wdw");
}

TEST(loss_over_a_border_damages_both_frames_ok)
{
	check("bmmEBmmebmme", "ddw");
}

TEST(lost_frame_damages_no_other_ok)
{
	check("bmmeBMMEbmme", "ww");
	check("bmmEBMMEbmme", "dw");
}
