// SPDX-License-Identifier: GPL-2.0-only
/* A function that fails each time, for whoever has asked for that. */
#include <linux/kprobes.h>
#include <linux/sched.h>
#include <linux/string.h>

#include "framering_fault.h"

static int at_entry(struct kprobe *probe, struct pt_regs *regs)
{
	struct fault_session *session = container_of(probe,
						     struct fault_session,
						     stuck);

	if (current->tgid != session->tgid)
		return 0;
	atomic64_inc(&session->calls);
	return fault_leave(regs, session->stick.error);
}

NOKPROBE_SYMBOL(at_entry);

int fault_stick(struct fault_session *session, const struct fault_stick *how)
{
	int ret;

	memset(session, 0, sizeof(*session));
	session->tgid = current->tgid;
	session->stick = *how;
	ret = fault_probe(&session->stuck, session->stick.function, at_entry);
	if (ret)
		*session->stick.function = 0;
	return ret;
}

void fault_free(struct fault_session *session)
{
	if (!*session->stick.function)
		return;
	unregister_kprobe(&session->stuck);
	*session->stick.function = 0;
}
