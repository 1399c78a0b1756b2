// SPDX-License-Identifier: MIT
/* What the user is told about the command line. */
#include <errno.h>
#include <getopt.h>
#include <string.h>

#include <libframering.h>

#include "common/say.h"
#include "usage.h"

const char usage_help[] =
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
"      --slow MS          hold every frame for so long\n"
"      --wish WISH        tell the producer what the viewer would like:\n"
"                         [FORMAT:][WxH][@RATE], as NV12:640x480@25\n"
"\n"
"      --size WxH         size of the window, and of the picture wished for\n"
"      --scale FACTOR     size of the window in sizes of the picture\n"
"      --fullscreen       fill the screen\n"
"      --overlay          show rate, latency and drops in the picture\n"
"      --paused           begin paused\n"
"      --renderer NAME    SDL's renderer: opengl, opengles2, software, ...\n"
"      --software         the same as --renderer software\n"
"\n"
"  -q, --quiet            say nothing but errors\n"
"  -v, --verbose          tell more\n"
"  -h, --help             this text\n"
"  -V, --version          the version\n"
"\n"
"Keys: q or Escape quit, f full screen, p or space pause, s single step,\n"
"o overlay, w write a PNG.\n"
"Exit status: 0 fine, 1 an error, 64 a wrong command line.\n";

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
