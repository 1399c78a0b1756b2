/* SPDX-License-Identifier: GPL-2.0-only */
/* What the files of the module framering_fault share. */
#ifndef FRAMERING_FAULT_MODULE_H
#define FRAMERING_FAULT_MODULE_H

#include <linux/atomic.h>
#include <linux/kprobes.h>
#include <linux/types.h>

#include "fault.h"

/**
 * struct fault_group - functions that fail alike
 * @error: what a failed call returns
 * @count: how many
 * @names: their names in any kernel
 */
struct fault_group {
	long error;
	unsigned int count;
	const char *const *names;
};

extern const struct fault_group fault_groups[];
extern const unsigned int fault_group_count;

/**
 * struct fault_session - what a file of the device has armed
 * @which: as in struct fault_arm
 * @any_task: as in struct fault_arm
 * @tgid: whose calls count otherwise
 * @tail: how the module's addresses end in print: " [module]"
 * @calls: as in struct fault_report
 * @fired: as in struct fault_report; what follows is valid if it is set
 * @function: as in struct fault_report
 * @caller: as in struct fault_report
 * @overridden: at the entry of the function that always fails
 * @override: which one; no name: none
 */
struct fault_session {
	u64 which;
	bool any_task;
	pid_t tgid;
	char tail[FAULT_NAME_BYTES + 4];
	atomic64_t calls;
	bool fired;
	const char *function;
	char caller[FAULT_CALLER_BYTES];
	struct kprobe overridden;
	struct fault_override override;
};

int fault_hook(void);
void fault_unhook(void);
/* The one session that counts; NULL: none. Returns when the last is idle. */
void fault_set_session(struct fault_session *session);
/* One function fails in this process from now on; ends with fault_free(). */
int fault_override(struct fault_session *session,
		   const struct fault_override *how);
void fault_free(struct fault_session *session);
/* The text of the device, for read(2). */
size_t fault_list(char *text, size_t bytes);

int fault_try(unsigned long what);

/* @handler sees each call of @name, which must last as long as the probe. */
int fault_probe(struct kprobe *probe, const char *name,
		int (*handler)(struct kprobe *probe, struct pt_regs *regs));
/* What a handler returns so that the function gives @value without running. */
int fault_leave(struct pt_regs *regs, long value);
/* Where fault_leave() goes: back to the function's caller. */
void fault_return(void);

#endif /* FRAMERING_FAULT_MODULE_H */
