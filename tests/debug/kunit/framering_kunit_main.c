// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>

#include "framering_kunit.h"

kunit_test_suites(&framering_kunit_format, &framering_kunit_ring,
		  &framering_kunit_span);

MODULE_DESCRIPTION("KUnit tests of framering");
MODULE_LICENSE("GPL");
