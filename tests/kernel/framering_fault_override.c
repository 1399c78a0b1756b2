// SPDX-License-Identifier: GPL-2.0-only
/* A function that fails each time, in the process that asked for that. */
#include <linux/kprobes.h>
#include <linux/sched.h>
#include <linux/string.h>

#include "framering_fault.h"

static int at_entry(struct kprobe *probe, struct pt_regs *regs)
{
	struct fault_session *session = container_of(probe,
						     struct fault_session,
						     overridden);

	if (current->tgid != session->tgid)
		return 0;
	atomic64_inc(&session->calls);
	return fault_leave(regs, session->override.error);
}

NOKPROBE_SYMBOL(at_entry);

int fault_override(struct fault_session *session,
		   const struct fault_override *how)
{
	int ret;

	memset(session, 0, sizeof(*session));
	session->tgid = current->tgid;
	session->override = *how;
	ret = fault_probe(&session->overridden, session->override.function,
			  at_entry);
	if (ret)
		*session->override.function = 0;
	return ret;
}

void fault_free(struct fault_session *session)
{
	if (!*session->override.function)
		return;
	unregister_kprobe(&session->overridden);
	*session->override.function = 0;
}
