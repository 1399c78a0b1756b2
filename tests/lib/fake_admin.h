/* SPDX-License-Identifier: MIT */
/* What the administrator asks of a device that is not there. */
#ifndef TEST_FAKE_ADMIN_H
#define TEST_FAKE_ADMIN_H

#include <framering.h>

/**
 * struct fake_admin - the administrator's file, and the pattern
 * @asked: what ADD was asked last
 * @ring: the number that ADD gives, and that REMOVE finds
 * @adds: times that a ring was added
 * @removes: times that it was removed
 * @error: what ADD fails with, or 0
 * @pattern: what PATTERN was asked last
 * @patterns: how often it was asked
 */
extern struct fake_admin {
	struct framering_add asked;
	__u32 ring;
	unsigned int adds;
	unsigned int removes;
	int error;
	struct framering_pattern pattern;
	unsigned int patterns;
} fake_admin;

/* The requests. Return: 0 or a negative errno. */
int fake_admin_add(struct framering_add *add);
int fake_admin_remove(const struct framering_remove *remove);
int fake_admin_pattern(const struct framering_pattern *pattern);

#endif /* TEST_FAKE_ADMIN_H */
