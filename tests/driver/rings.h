/* SPDX-License-Identifier: MIT */
/* Which rings there are, and how they come and go. */
#ifndef TESTS_DRIVER_RINGS_H
#define TESTS_DRIVER_RINGS_H

#include <stdint.h>

#include <framering.h>

#define CONTROL_PATH	"/dev/framering-control"

/* Unless they say otherwise, these end the test case if they fail. */
int rings_open(uint32_t number, int flags);
/* As rings_open(), but gives -1 with errno set. */
int rings_try_open(uint32_t number, int flags);
/* ADD: the new ring's number. */
uint32_t rings_add(void);
/* ADD, REMOVE: 0 or a negative errno. */
int rings_try_add(uint32_t *number);
/* ADD with what is said there; its size need not be set. */
int rings_try_add_as(struct framering_add *add);
int rings_remove(uint32_t number);
/* What the PCI device is called below /sys, and the number of its ring. */
const char *rings_pci_name(void);
uint32_t rings_pci(void);
/* As these, but NULL and -ENODEV if no such device is bound. */
const char *rings_try_pci_name(void);
int rings_try_pci(void);
/* Where BAR @bar of the PCI device lies, says the bus. */
uint64_t rings_pci_bar(unsigned int bar, uint64_t *bytes);
/*
 * Write @device to /sys/bus/@bus/drivers/framering/@verb: 0 or a negative
 * errno.
 */
int rings_driver(const char *bus, const char *verb, const char *device);
/* A parameter of the module, which is a number. */
uint64_t rings_parameter(const char *name);

#endif /* TESTS_DRIVER_RINGS_H */
