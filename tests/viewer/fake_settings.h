/* SPDX-License-Identifier: MIT */
/*
 * A stand-in for the ring behind libframering, so that the viewer can be
 * tested where no driver is: its functions have the library's names. What
 * the ring does is told by the environment variable FAKE, a list such as
 * "format=NV12,width=64,height=48,align=64,cache=wc,frames=10".
 *
 *	format=NAME width=N height=N align=N	the pictures
 *	slots=N max_held=N memory=NAME cache=wc|wb|uc	the ring
 *	frames=N	so many in a generation, then end=
 *	end=told	the stream ends
 *	end=cut		the stream ends, since its producer goes
 *	end=stop	nothing follows, the producer goes
 *	rate=N		frames per second; 0: as fast as they are taken
 *	nodata=N	no format for so many milliseconds; at the end it tells
 *			how often it was looked at
 *	stale=NAME	after the frames, a generation of this format follows,
 *			with width and height exchanged
 *	evict=N		before frame N the role is taken away
 *	zap=N		while frame N is held the role is taken away
 *	overwrite=N	while frame N is held it is overwritten
 *	unprotected=N	not zero: until then frames may be overwritten
 *
 * It prints each wish.
 */
#ifndef TEST_FAKE_SETTINGS_H
#define TEST_FAKE_SETTINGS_H

enum fake_setting {
	FAKE_FORMAT,
	FAKE_WIDTH,
	FAKE_HEIGHT,
	FAKE_ALIGN,
	FAKE_SLOTS,
	FAKE_MAX_HELD,
	FAKE_MEMORY,
	FAKE_CACHE,
	FAKE_FRAMES,
	FAKE_END,
	FAKE_RATE,
	FAKE_NODATA,
	FAKE_STALE,
	FAKE_EVICT,
	FAKE_ZAP,
	FAKE_OVERWRITE,
	FAKE_UNPROTECTED,
	FAKE_SETTINGS
};

/* Read FAKE; what is not given stays as it is. */
void fake_settings(const char *setting[FAKE_SETTINGS]);

#endif /* TEST_FAKE_SETTINGS_H */
