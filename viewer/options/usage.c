// SPDX-License-Identifier: MIT
/* What the user is told about the command line. */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include <libframering.h>
#include <programs/formats.h>

#include "common/say.h"
#include "usage.h"
#include "wish.h"

static const char help[] =
"Usage: framering-view [OPTION]...\n"
"Shows the frames of a ring, straight from the memory where they were made.\n"
"\n"
"  -d, --device FILE      the ring (" FRAMERING_DEFAULT_PATH ")\n"
"  -n, --frames N         stop after N frames\n"
"      --policy POLICY    latest: the newest frame only (with a window);\n"
"                         live: all in order, unless they come too fast\n"
"                         (with --headless or --checksum);\n"
"                         lossless: all, the producer waits\n"
"      --once             stop at the end of the stream\n"
"      --timeout SECONDS  fail if no frame comes for so long\n"
"      --headless         no window\n"
"      --checksum         print number and CRC-32 of every frame\n"
"      --snapshot FILE    write the last frame as PNG\n"
"      --stats            print the counters as the last line\n"
"      --no-demosaic      show what a colour filter (Bayer) lets through\n"
"      --slow MS          hold every frame for so long\n"
"      --wish WISH        tell the producer what the viewer would like:\n"
"                         [FORMAT:][WxH][@RATE], as NV12:640x480@25\n"
"\n"
"      --size WxH         size of the window, and of the picture wished for\n"
"      --scale FACTOR     size of the window in sizes of the picture\n"
"      --aspect W:H       width of a pixel by its height, whatever is told\n"
"      --deinterlace HOW  weave: both fields of a frame at once; bob: one\n"
"                         after the other\n"
"      --fullscreen       fill the screen\n"
"      --import WHEN      the graphics card reads the slots itself: auto,\n"
"                         where it can; always, the processor too; never\n"
"      --kms[=CARD[:CONNECTOR]]\n"
"                         without a desktop: the card scans out the slots\n"
"      --overlay          show rate, latency and drops in the picture\n"
"      --paused           begin paused\n"
"      --renderer NAME    SDL's renderer: opengl, opengles2, software, ...\n"
"      --software         the same as --renderer software\n"
"\n"
"  -q, --quiet            say nothing but errors\n"
"  -v, --verbose          tell more\n"
"  -h, --help             this text; --help formats lists all formats\n"
"  -V, --version          the version\n"
"\n"
"Keys: q or Escape quit, f full screen, p or space pause, s single step,\n"
"o overlay, a square pixels, d weave or bob, w write a PNG.\n"
"Exit status: 0 fine, 1 an error, 64 a wrong command line.\n";

void usage_print(bool wants_help, const char *what)
{
	if (!wants_help)
		puts("framering-view " VIEW_VERSION);
	else if (what && !strcmp(what, "formats"))
		formats_print(stdout);
	else
		fputs(help, stdout);
}

int usage_wrong_wish(const char *value)
{
	char format[32], near[64];

	/* What comes before the size or the rate may be a format. */
	snprintf(format, sizeof(format), "%.*s", (int)strcspn(value, ":@"),
		 value);
	formats_near(format, near, sizeof(near));
	say_error("--wish %s: wants %s%s%s", value, WISH_WANTS,
		  *near ? "; near it are " : "", near);
	return -EINVAL;
}

int usage_wrong_value(const char *option, const char *value, const char *want)
{
	say_error("--%s %s: wants %s", option, value, want);
	return -EINVAL;
}

int usage_bad_option(char **argv, int option)
{
	const char *text = argv[optind - 1];

	if (option == ':')
		say_error("%s: wants a value; see framering-view --help", text);
	else if (optopt > 0 && optopt < 256 && strncmp(text, "--", 2))
		say_error("-%c: no such option; see framering-view --help",
			  optopt);
	else if (optopt)
		say_error("%s: takes no value; see framering-view --help",
			  text);
	else
		say_error("%s: no such option; see framering-view --help",
			  text);
	return -EINVAL;
}
