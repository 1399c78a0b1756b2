// SPDX-License-Identifier: GPL-2.0-only
/*
 * Probes at the entries of functions. At an entry the stack's top is the
 * return address, which tells the caller, and the function can be left as if
 * it had run: its value goes into the register, and a bare return follows.
 */
#include <linux/kprobes.h>
#include <linux/preempt.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <asm/ibt.h>
#include <asm/linkage.h>
#include <asm/pgtable.h>
#include <asm/text-patching.h>

#include "framering_fault.h"

/* A function may begin with an ENDBR, and its probe is behind that. */
#define LANDING	4

/**
 * struct fault_point - a function that can be made to fail
 * @probe: at its entry
 * @error: what it returns then
 * @hooked: this kernel has it, and allows it
 */
struct fault_point {
	struct kprobe probe;
	long error;
	bool hooked;
};

static struct fault_point *points;
static unsigned int point_count;
static struct fault_session __rcu *active;

/* In assembly, so that nothing of the compiler's touches a register. */
asm(".pushsection .text, \"ax\"\n"
	".balign 16\n"
	".type fault_return, @function\n"
	"fault_return:\n\t"
	ASM_ENDBR
	ASM_RET
	".size fault_return, . - fault_return\n"
	".popsection\n");
NOKPROBE_SYMBOL(fault_return);

int fault_leave(struct pt_regs *regs, long value)
{
	regs_set_return_value(regs, value);
	instruction_pointer_set(regs, (unsigned long)fault_return);
	return 1;
}

NOKPROBE_SYMBOL(fault_leave);

/* A breakpoint's handler counts as one interrupt itself, beside the NMI. */
static bool in_interrupt_handler(void)
{
	return in_serving_softirq() ||
	       hardirq_count() > (in_nmi() ? HARDIRQ_OFFSET : 0);
}

static bool task_counts(const struct fault_session *session)
{
	return session->any_task || (current->tgid == session->tgid &&
				     !in_interrupt_handler());
}

/*
 * Whose text it is, the kernel tells other modules in print only. That knows
 * modules on their way in, too.
 */
static bool module_counts(const struct fault_session *session,
			  unsigned long caller, char *text, size_t bytes)
{
	size_t tail = strlen(session->tail), length;

	if (caller < MODULES_VADDR || caller >= MODULES_END)
		return false;
	length = scnprintf(text, bytes, "%pB", (void *)caller);
	return length > tail && !strcmp(text + length - tail, session->tail);
}

/*
 * Functions of the kernel jump to each other in their last line: then there is
 * one call and two entries, and the call itself tells which one was meant.
 */
static bool is_counted_already(const struct fault_point *point,
			       unsigned long caller)
{
	unsigned long call = caller - CALL_INSN_SIZE, target;
	unsigned int i;

	if (*(u8 *)call != CALL_INSN_OPCODE)
		return false;
	target = caller + *(s32 *)(call + 1);
	for (i = 0; i < point_count; i++)
		if (points[i].hooked && &points[i] != point &&
		    (unsigned long)points[i].probe.addr - target <= LANDING)
			return true;
	return false;
}

/* Preemption is off: fault_set_session() waits for that. */
static int at_entry(struct kprobe *probe, struct pt_regs *regs)
{
	struct fault_point *point = container_of(probe, struct fault_point,
						 probe);
	struct fault_session *session = rcu_dereference_sched(active);
	unsigned long caller = *(unsigned long *)regs->sp;
	char text[FAULT_CALLER_BYTES];

	if (!session || !task_counts(session) ||
	    !module_counts(session, caller, text, sizeof(text)) ||
	    is_counted_already(point, caller))
		return 0;
	if ((u64)atomic64_inc_return(&session->calls) != session->which)
		return 0;
	session->function = probe->symbol_name;
	memcpy(session->caller, text, sizeof(text));
	smp_store_release(&session->fired, true); /* A: for REPORT */
	return fault_leave(regs, point->error);
}

NOKPROBE_SYMBOL(at_entry);

/* A probe that has one is never made a jump, which could not change the ip. */
static void after_entry(struct kprobe *probe, struct pt_regs *regs,
			unsigned long flags)
{
}

NOKPROBE_SYMBOL(after_entry);

int fault_probe(struct kprobe *probe, const char *name,
		int (*handler)(struct kprobe *probe, struct pt_regs *regs))
{
	probe->symbol_name = name;
	probe->pre_handler = handler;
	probe->post_handler = after_entry;
	return register_kprobe(probe);
}

void fault_set_session(struct fault_session *session)
{
	rcu_assign_pointer(active, session);
	synchronize_rcu_expedited();
}

/* Two names of one function must not count twice. */
static bool is_known(const struct fault_point *point)
{
	const struct fault_point *other;

	for (other = points; other < point; other++)
		if (other->hooked && other->probe.addr == point->probe.addr)
			return true;
	return false;
}

/* What this kernel does not have, or does not allow, is left out. */
static void hook(struct fault_point *point, const char *name, long error)
{
	point->error = error;
	if (fault_probe(&point->probe, name, at_entry))
		return;
	if (is_known(point))
		unregister_kprobe(&point->probe);
	else
		point->hooked = true;
}

int fault_hook(void)
{
	unsigned int group, i;

	for (group = 0; group < fault_group_count; group++)
		point_count += fault_groups[group].count;
	points = kvcalloc(point_count, sizeof(*points), GFP_KERNEL);
	if (!points)
		return -ENOMEM;
	point_count = 0;
	for (group = 0; group < fault_group_count; group++)
		for (i = 0; i < fault_groups[group].count; i++)
			hook(&points[point_count++],
			     fault_groups[group].names[i],
			     fault_groups[group].error);
	return 0;
}

void fault_unhook(void)
{
	unsigned int i;

	for (i = 0; i < point_count; i++)
		if (points[i].hooked)
			unregister_kprobe(&points[i].probe);
	/* Another task may still be in fault_return(). */
	synchronize_rcu_tasks();
	kvfree(points);
}

size_t fault_list(char *text, size_t bytes)
{
	size_t length = 0;
	unsigned int i;

	for (i = 0; i < point_count; i++)
		if (points[i].hooked)
			length += scnprintf(text + length, bytes - length,
					    "%s %ld\n",
					    points[i].probe.symbol_name,
					    points[i].error);
	return length;
}
