/* SPDX-License-Identifier: MIT */
/* A pipeline from a ring to the network or back, as long as it is wanted. */
#ifndef NETWORK_SESSION_H
#define NETWORK_SESSION_H

#include "options.h"

/**
 * session_run - send, or receive, until that ends
 * @options: what is wanted
 * @signal: gets the number of the signal that ended it, or 0
 *
 * Whatever the network does, it goes on: a pipeline that fails is made anew
 * each second.
 *
 * Return: ENDING_OK after a signal, or after as many frames as were wanted;
 * else another ending, after a line.
 */
enum ending session_run(const struct options *options, int *signal);

#endif /* NETWORK_SESSION_H */
