// SPDX-License-Identifier: MIT
/* What went wrong, and what to do about it. */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "private.h"

static const struct {
	int error;
	const char *text;
} texts[] = {
	{ 0, "no error" },
	{ E2BIG, "the library or the driver is older than the program and does "
		 "not know what it asks for; use one release" },
	{ EACCES, "permission denied; join the group that owns the device" },
	{ EAGAIN, "nothing to take now; wait and try again" },
	{ EBADF, "the ring is not open for writing; open it read-write" },
	{ EBADMSG, "the producer overwrote the frame while it was read; "
		   "release frames sooner, or attach fewer consumers" },
	{ EBUSY, "another producer is attached; stop it first" },
	{ ECHILD, "this role is the parent process's; "
		  "detach it here and attach anew" },
	{ EDQUOT, "you have too many consumers attached, or too much memory "
		  "configured; stop something or ask for less" },
	{ EFBIG, "the frames are too large; "
		 "make them smaller or ask for fewer slots" },
	{ EINTR, "interrupted by a signal; try again" },
	{ EINVAL, "the driver does not take these settings; check format, "
		  "size, slots, memory kind and cache mode" },
	{ ENOBUFS, "all slots that may be held are held; release one first" },
	{ ENODATA, "the ring has no format yet; start a producer first" },
	{ ENODEV, "the device is gone; plug it in or load its driver again" },
	{ ENOENT, "no such device; load the driver with 'modprobe framering'" },
	{ ENOMEM, "not enough memory; "
		  "make the frames smaller or ask for fewer slots" },
	{ ENOTTY, "not a framering device; name one such as "
		  FRAMERING_DEFAULT_PATH },
	{ EPERM, "this user's readers stood in the producer's way for too "
		 "long; wait, or read without being waited for" },
	{ EPIPE, "the stream has ended; wait for the next one" },
	{ EPROTO, "the other side broke the protocol or has another version; "
		  "use driver and programs of one release" },
	{ ESTALE, "the ring was configured anew, or this role evicted; "
		  "attach anew" },
	{ ETIMEDOUT, "nothing came in time; check that the other side runs" },
	{ EUSERS, "too many consumers are attached; stop one first" },
};

const char *framering_error_text(int error)
{
	static _Thread_local char other[64];
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (texts[i].error == -error)
			return texts[i].text;
	snprintf(other, sizeof(other), "%s", strerror(-error));
	other[0] = (char)tolower((unsigned char)other[0]);
	return other;
}
