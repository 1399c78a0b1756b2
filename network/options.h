/* SPDX-License-Identifier: MIT */
/* The command lines of framering-send and framering-receive. */
#ifndef NETWORK_OPTIONS_H
#define NETWORK_OPTIONS_H

#include <stdint.h>

#include "address.h"
#include "said.h"

#define OPTIONS_RECEIVERS	16

struct transport;

/**
 * enum side - which program it is; also a set of bits
 * @SIDE_SEND: framering-send
 * @SIDE_RECEIVE: framering-receive
 */
enum side {
	SIDE_SEND = 1,
	SIDE_RECEIVE = 2,
};

/**
 * struct options - what is wanted
 * @side: of which program
 * @transport: how frames travel
 * @address: where to, or from where
 * @addresses: how many of them there are; a receiver has one
 * @device: the ring's file
 * @sdp: file of the session's description, or NULL
 * @secret_file: file of the passphrase, or NULL
 * @format: pixel format by GStreamer's name, or NULL for what comes
 * @latency_ms: how long packets are waited for
 * @bitrate: of H.264, in kbit/s; 0 for one that goes by the frames' size
 * @quality: of JPEG, 1 to 100
 * @slots: of the receiver's ring, 0 for the sink's own choice
 * @frames: end after so many, 0 for never
 * @lossless: the ring's producer waits for the sender
 * @damaged: frames that lack parts are taken, too
 * @arrival: frames get the times at which they arrive
 * @stats: tell numbers each second
 * @quiet: say errors only
 * @help: print the help
 * @version: print the version
 */
struct options {
	enum side side;
	const struct transport *transport;
	struct address address[OPTIONS_RECEIVERS];
	unsigned int addresses;
	const char *device;
	const char *sdp;
	const char *secret_file;
	const char *format;
	uint32_t latency_ms;
	uint32_t bitrate;
	uint32_t quality;
	uint32_t slots;
	uint32_t frames;
	uint32_t lossless;
	uint32_t damaged;
	uint32_t arrival;
	uint32_t stats;
	uint32_t quiet;
	uint32_t help;
	uint32_t version;
};

/**
 * options_parse - take a command line
 * @options: gets it; texts point into @argv
 * @side: of which program
 * @argc: as main() has it
 * @argv: as main() has it
 *
 * Return: ENDING_OK, or ENDING_USAGE after a line that says what is wrong.
 */
enum ending options_parse(struct options *options, enum side side, int argc,
			  char **argv);

/* Print the help of a program. */
void options_help(enum side side);

#endif /* NETWORK_OPTIONS_H */
