/* SPDX-License-Identifier: GPL-2.0-only */
/* The suites of the module; main.c registers them. */
#ifndef FRAMERING_KUNIT_H
#define FRAMERING_KUNIT_H

#include <kunit/test.h>

extern struct kunit_suite framering_kunit_format;
extern struct kunit_suite framering_kunit_ring;
extern struct kunit_suite framering_kunit_span;

#endif /* FRAMERING_KUNIT_H */
