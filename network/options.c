// SPDX-License-Identifier: MIT
/* The command lines. */
#include <errno.h>
#include <getopt.h>
#include <libframering.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <programs/value.h>

#include "options.h"
#include "transport.h"

#define HINT		"; try --help"
#define AT(member)	offsetof(struct options, member)
#define BOTH		(SIDE_SEND | SIDE_RECEIVE)

/**
 * struct entry - one option
 * @letter: its short form, 0 for none
 * @name: its long form
 * @value: what its value is called; NULL for none
 * @sides: programs that have it
 * @at: the member that it sets: a text if @most is 0, else a number
 * @least: the smallest number
 * @most: the largest
 * @help: what it does
 */
struct entry {
	char letter;
	const char *name;
	const char *value;
	int sides;
	size_t at;
	uint32_t least;
	uint32_t most;
	const char *help;
};

static const struct entry entries[] = {
	{ 'd', "device", "DEVICE", BOTH, AT(device), 0, 0,
	  "the ring, " FRAMERING_DEFAULT_PATH " if not given" },
	{ 0, "sdp", "FILE", BOTH, AT(sdp), 0, 0,
	  "of raw and jpeg: description of the session" },
	{ 0, "passphrase-file", "FILE", BOTH, AT(secret_file), 0, 0,
	  "of srt: encrypt; or FRAMERING_PASSPHRASE" },
	{ 'L', "latency", "MS", BOTH, AT(latency_ms), 1, 60000,
	  "how long packets are waited for" },
	{ 'b', "bitrate", "KBITS", SIDE_SEND, AT(bitrate), 1, 1000000,
	  "of H.264, in kbit/s" },
	{ 'Q', "quality", "N", SIDE_SEND, AT(quality), 1, 100,
	  "of JPEG, 1 to 100; 85 if not given" },
	{ 'f', "format", "FORMAT", SIDE_RECEIVE, AT(format), 0, 0,
	  "convert frames to it, as NV12" },
	{ 0, "slots", "N", SIDE_RECEIVE, AT(slots), 2, FRAMERING_MAX_SLOTS,
	  "frames that the ring has room for" },
	{ 'l', "lossless", NULL, SIDE_SEND, AT(lossless), 1, 1,
	  "the producer waits, so that no frame is missed" },
	{ 0, "damaged", NULL, SIDE_RECEIVE, AT(damaged), 1, 1,
	  "of raw: take frames that lack parts, marked so" },
	{ 0, "arrival", NULL, SIDE_RECEIVE, AT(arrival), 1, 1,
	  "times of arrival, not of capture" },
	{ 'n', "frames", "N", BOTH, AT(frames), 1, UINT32_MAX,
	  "end after N frames" },
	{ 0, "stats", NULL, BOTH, AT(stats), 1, 1,
	  "print numbers for programs each second, and at the end" },
	{ 'q', "quiet", NULL, BOTH, AT(quiet), 1, 1, "print errors only" },
	{ 'h', "help", NULL, BOTH, AT(help), 1, 1, "print this" },
	{ 'V', "version", NULL, BOTH, AT(version), 1, 1, "print the version" },
};

#define ENTRIES	(sizeof(entries) / sizeof(entries[0]))

void options_help(enum side side)
{
	size_t i;

	if (side == SIDE_SEND)
		puts("Usage: framering-send [OPTION]... TRANSPORT HOST:PORT..."
		     "\nSend a ring's frames to other machines.\n");
	else
		puts("Usage: framering-receive [OPTION]... TRANSPORT "
		     "[HOST]:PORT\nPut frames of another machine into a ring."
		     "\n");
	for (i = 0; i < ENTRIES; i++) {
		const struct entry *e = &entries[i];
		char name[40];

		if (!(e->sides & (int)side))
			continue;
		snprintf(name, sizeof(name), "--%s%s%s", e->name,
			 e->value ? " " : "", e->value ? e->value : "");
		printf("  %c%c%c %-23s %s\n", e->letter ? '-' : ' ',
		       e->letter ? e->letter : ' ', e->letter ? ',' : ' ',
		       name, e->help);
	}
	puts("\nTransports:");
	for (i = 0; transports[i]; i++)
		printf("  %-5s %s\n", transports[i]->name, transports[i]->help);
}

/* getopt_long()'s tables; it returns 256 + the entry's number. */
static void make_tables(int side, struct option *longs, char *shorts)
{
	size_t i, n = 0;

	*shorts++ = ':';
	for (i = 0; i < ENTRIES; i++) {
		const struct entry *e = &entries[i];

		if (!(e->sides & side))
			continue;
		longs[n++] = (struct option){
			.name = e->name,
			.has_arg = e->value ? required_argument : no_argument,
			.val = 256 + (int)i,
		};
		if (!e->letter)
			continue;
		*shorts++ = e->letter;
		if (e->value)
			*shorts++ = ':';
	}
	*shorts = '\0';
}

static const struct entry *find(int got)
{
	size_t i;

	if (got >= 256)
		return &entries[got - 256];
	for (i = 0; i < ENTRIES; i++)
		if (entries[i].letter == got)
			return &entries[i];
	return NULL;
}

static enum ending refuse(int got, const char *argument)
{
	if (got == ':')
		return said_end(ENDING_USAGE, "%s: needs a value" HINT,
				argument);
	if (optopt >= 256)
		return said_end(ENDING_USAGE, "%s: takes no value" HINT,
				argument);
	if (strncmp(argument, "--", 2))
		return said_end(ENDING_USAGE, "-%c: no such option" HINT,
				optopt);
	return said_end(ENDING_USAGE, "%s: no such option" HINT, argument);
}

static enum ending set(struct options *o, const struct entry *e,
		       const char *text)
{
	void *member = (char *)o + e->at;
	uint64_t number = 1;

	if (!e->most) {
		if (!*text)
			return said_end(ENDING_USAGE, "--%s: is empty" HINT,
					e->name);
		*(const char **)member = text;
		return ENDING_OK;
	}
	if (e->value && value_number(text, e->least, e->most, &number))
		return said_end(ENDING_USAGE, "--%s %s: not a number from %u "
				"to %u" HINT, e->name, text, e->least,
				e->most);
	*(uint32_t *)member = (uint32_t)number;
	return ENDING_OK;
}

static enum ending take_operand(struct options *o, const char *text)
{
	size_t i;

	if (o->transport) {
		unsigned int most = o->side == SIDE_SEND ? OPTIONS_RECEIVERS :
							   1;

		if (o->addresses == most)
			return said_end(ENDING_USAGE, "%s: at most %u" HINT,
					text, most);
		if (address_parse(&o->address[o->addresses], text))
			return said_end(ENDING_USAGE,
					"%s: not HOST:PORT" HINT, text);
		o->addresses++;
		return ENDING_OK;
	}
	for (i = 0; transports[i]; i++)
		if (!strcmp(transports[i]->name, text))
			o->transport = transports[i];
	if (!o->transport)
		return said_end(ENDING_USAGE, "%s: no such transport; there "
				"are raw, jpeg, srt and rist", text);
	return ENDING_OK;
}

/* Rules that concern several options. */
static enum ending check(const struct options *o)
{
	const struct transport *t = o->transport;
	unsigned int i;

	if (!t)
		return said_end(ENDING_USAGE, "wants a transport" HINT);
	if (!o->addresses)
		return said_end(ENDING_USAGE, "%s: wants %s" HINT, t->name,
				o->side == SIDE_SEND ? "HOST:PORT" : ":PORT");
	for (i = 0; i < o->addresses; i++)
		if (t->even_ports && o->address[i].port % 2)
			return said_end(ENDING_USAGE, "%u: %s takes an even "
					"port, and the one after it",
					o->address[i].port, t->name);
	if (o->side == SIDE_SEND && !t->may_listen && !*o->address[0].host)
		return said_end(ENDING_USAGE, ":%u: where to? HOST:PORT" HINT,
				o->address[0].port);
	if (o->addresses > 1 && t->may_listen)
		return said_end(ENDING_USAGE, "%s: one address; give :PORT for "
				"many receivers, which call it", t->name);
	if (o->sdp && !t->rtp)
		return said_end(ENDING_USAGE, "--sdp: not of %s, which needs "
				"none" HINT, t->name);
	if (o->side == SIDE_RECEIVE && !o->sdp && t->needs_sdp)
		return said_end(ENDING_USAGE, "%s: needs --sdp FILE, which "
				"framering-send --sdp FILE writes", t->name);
	if (o->secret_file && !t->encrypts)
		return said_end(ENDING_USAGE, "--passphrase-file: %s does not "
				"encrypt; take srt", t->name);
	if (o->slots & (o->slots - 1))
		return said_end(ENDING_USAGE, "--slots %u: not 2, 4, 8, 16 or "
				"32" HINT, o->slots);
	return ENDING_OK;
}

/* getopt_long() would take it for the option that names a file. */
static enum ending refuse_secrets(int argc, char **argv)
{
	int i;

	for (i = 1; i < argc; i++)
		if (!strcmp(argv[i], "--passphrase") ||
		    !strncmp(argv[i], "--passphrase=", 13))
			return said_end(ENDING_USAGE, "--passphrase: all see a "
					"command line; --passphrase-file FILE "
					"names a file that has it");
	return ENDING_OK;
}

enum ending options_parse(struct options *options, enum side side, int argc,
			  char **argv)
{
	struct option longs[ENTRIES + 1] = { 0 };
	char shorts[2 * ENTRIES + 2];
	enum ending ending;
	int got;

	memset(options, 0, sizeof(*options));
	options->side = side;
	options->device = FRAMERING_DEFAULT_PATH;
	options->quality = 85;
	make_tables((int)side, longs, shorts);
	opterr = 0;
	ending = refuse_secrets(argc, argv);
	while (!ending &&
	       (got = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
		const struct entry *e = find(got);

		ending = e ? set(options, e, optarg) :
			     refuse(got, argv[optind - 1]);
	}
	for (; !ending && optind < argc; optind++)
		ending = take_operand(options, argv[optind]);
	if (ending || options->help || options->version)
		return ending;
	ending = check(options);
	if (!ending && !options->latency_ms)
		options->latency_ms = options->transport->latency_ms;
	return ending;
}
