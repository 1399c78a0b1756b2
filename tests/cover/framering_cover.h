/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Before every file of a driver whose coverage is taken: what gcc's
 * -fsanitize-coverage=trace-pc calls is framering_cover's, not KCOV's of a
 * kernel that has it.
 */
#ifndef FRAMERING_COVER_H
#define FRAMERING_COVER_H

asm(".set __sanitizer_cov_trace_pc, framering_cover_pc");

#endif /* FRAMERING_COVER_H */
