/* SPDX-License-Identifier: MIT */
/*
 * Readers that expect nothing good of the producer, as jobs for
 * party_start(): whatever it writes, they get frames within bounds, or errors.
 */
#ifndef TESTS_DRIVER_WARY_H
#define TESTS_DRIVER_WARY_H

#include "party.h"

void wary_live(struct party *me);
void wary_lossless(struct party *me);
/* Through libframering. */
void wary_library(struct party *me);
/* By read(2). */
void wary_file(struct party *me);

#endif /* TESTS_DRIVER_WARY_H */
