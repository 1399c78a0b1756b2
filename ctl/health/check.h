/* SPDX-License-Identifier: MIT */
/* What doctor looks at, and what it finds. */
#ifndef CTL_CHECK_H
#define CTL_CHECK_H

#include <stddef.h>

enum verdict {
	VERDICT_OK,
	/* Worth knowing; it works all the same. */
	VERDICT_NOTE,
	/* It does not work. */
	VERDICT_BAD,
};

struct findings;

/**
 * struct check - one thing to look at
 * @name: its name
 * @run: looks, and says what it found by finding()
 */
struct check {
	const char *name;
	void (*run)(struct findings *findings);
};

/**
 * struct findings - what was found so far
 * @check: the name of the check that runs
 * @bad: findings that do not work
 * @tell: is told of each; @advice is "" where there is nothing to do
 * @argument: for @tell
 */
struct findings {
	const char *check;
	unsigned int bad;
	void (*tell)(void *argument, const char *check, enum verdict verdict,
		     const char *text, const char *advice);
	void *argument;
};

/* One finding; @advice: what to do about it. */
void finding(struct findings *findings, enum verdict verdict,
	     const char *advice, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* The registry, up to NULL. */
extern const struct check *const checks[];

extern const struct check check_module;
extern const struct check check_signing;
extern const struct check check_build;
extern const struct check check_access;
extern const struct check check_limits;
extern const struct check check_cache;
extern const struct check check_loopback;

#endif /* CTL_CHECK_H */
