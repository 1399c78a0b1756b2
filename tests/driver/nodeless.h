/* SPDX-License-Identifier: MIT */
/* Rings without a device node. */
#ifndef TESTS_DRIVER_NODELESS_H
#define TESTS_DRIVER_NODELESS_H

#include <stdint.h>

#include <framering.h>

/* ADD with FRAMERING_ADD_NODELESS, owned by root, with @mode. */
struct framering_add nodeless_add(uint32_t mode);
/* Ends the test case unless ring @number goes within a few seconds. */
void nodeless_check_goes(uint32_t number);
/* Not zero: ring @number is there. */
int nodeless_is_there(uint32_t number);

#endif /* TESTS_DRIVER_NODELESS_H */
