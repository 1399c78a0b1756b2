/* SPDX-License-Identifier: MIT */
#ifndef CTL_SCREEN_H
#define CTL_SCREEN_H

#include "common/outcome.h"

#include <stdint.h>

/*
 * The live screen, with a look at all rings each @interval_ms. Return:
 * OUTCOME_OK when the user has enough, OUTCOME_STOP after a signal, or another
 * after one line.
 */
enum outcome screen_run(uint32_t interval_ms);

#endif /* CTL_SCREEN_H */
