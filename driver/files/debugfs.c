// SPDX-License-Identifier: GPL-2.0-only
/*
 * debugfs: framering/RING/roles shows every role of every generation. For
 * people; programs ask by FRAMERING_IOC_CONSUMER.
 */
#include <linux/debugfs.h>
#include <linux/pid.h>
#include <linux/seq_file.h>
#include <linux/string.h>
#include <linux/user_namespace.h>

#include "debugfs.h"
#include "ring/export.h"
#include "ring/generation.h"
#include "ring/ring.h"
#include "ring/role.h"

static struct dentry *fr_debugfs_root;

/* A process may call itself what it likes: end lines, move the cursor. */
static void fr_debugfs_show_who(struct seq_file *seq,
				const struct fr_role *role)
{
	seq_printf(seq, "id %llu pid %d uid %u %*pE",
		   role->id, pid_vnr(role->pid),
		   from_kuid_munged(seq_user_ns(seq), role->opener.uid),
		   (int)strlen(role->name), role->name);
}

static void fr_debugfs_show_producer(struct seq_file *seq,
				     const struct fr_role *role)
{
	const struct framering_producer_page *page = role->gen->view.page;

	seq_puts(seq, "  producer: ");
	fr_debugfs_show_who(seq, role);
	seq_putc(seq, '\n');
	seq_printf(seq, "    head %u frames %llu holes %llu full %llu\n",
		   READ_ONCE(page->head), READ_ONCE(page->frames),
		   READ_ONCE(page->holes), READ_ONCE(page->full));
}

static void fr_debugfs_show_consumer(struct seq_file *seq,
				     const struct fr_role *role)
{
	const struct framering_consumer_page *page = role->ring.page;
	u32 tail = READ_ONCE(page->tail);

	seq_printf(seq, "  consumer %u: ", role->index);
	fr_debugfs_show_who(seq, role);
	seq_printf(seq, ", %s\n", role->ring.lossless ? "lossless" : "live");
	seq_printf(seq, "    tail %u lag %u held %#x delivered %llu dropped %llu\n",
		   tail, READ_ONCE(role->gen->view.page->head) - tail,
		   READ_ONCE(page->held), READ_ONCE(page->delivered),
		   READ_ONCE(page->dropped));
	if (role->wished)
		seq_printf(seq, "    wishes %p4cc %ux%u, %u frames in 1000 s\n",
			   &role->wish.fourcc, role->wish.width,
			   role->wish.height, role->wish.rate);
}

static void fr_debugfs_show_generation(struct seq_file *seq,
				       struct fr_generation *gen)
{
	const struct framering_status *status = gen->status;
	const struct fr_export *export;
	const struct fr_role *role;

	seq_printf(seq, "generation %llu%s: %p4cc %ux%u, %u slots, max_held %u, stall_ms %u\n",
		   gen->config.generation,
		   fr_generation_stale(gen) ? " (stale)" : "",
		   &gen->config.fourcc, gen->config.width, gen->config.height,
		   status->slots, status->max_held, status->stall_ms);
	seq_printf(seq, "  consumers %#x lossless %#x unprotected %#x kernel_held %#x wake consumers %u producer %u, %d mappings\n",
		   status->consumers, status->lossless,
		   READ_ONCE(status->unprotected), status->kernel_held,
		   READ_ONCE(status->consumer_wake),
		   READ_ONCE(status->producer_wake),
		   atomic_read(&gen->mappings));
	list_for_each_entry(export, &gen->exports, node)
		seq_printf(seq, "  export of slot %u: role id %llu%s%s%s, %u users\n",
			   export->slot, export->role,
			   export->writable ? ", writable" : "",
			   READ_ONCE(export->hold) ? ", hold" : "",
			   export->revoked ? ", revoked" : "",
			   READ_ONCE(export->users));
	/* The control pages of a role stay while ring->lock is held. */
	list_for_each_entry(role, &gen->roles, node)
		if (role->kind == FRAMERING_ROLE_PRODUCER)
			fr_debugfs_show_producer(seq, role);
		else
			fr_debugfs_show_consumer(seq, role);
}

static int fr_roles_show(struct seq_file *seq, void *unused)
{
	struct fr_ring *ring = seq->private;
	struct fr_generation *gen;

	if (mutex_lock_killable(&ring->lock))
		return -EINTR;
	list_for_each_entry(gen, &ring->stale, node)
		fr_debugfs_show_generation(seq, gen);
	if (ring->generation)
		fr_debugfs_show_generation(seq, ring->generation);
	mutex_unlock(&ring->lock);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(fr_roles);

/* Nothing here may fail: without debugfs there is nothing to see. */
void fr_debugfs_init(void)
{
	fr_debugfs_root = debugfs_create_dir("framering", NULL);
}

void fr_debugfs_exit(void)
{
	debugfs_remove(fr_debugfs_root);
}

void fr_debugfs_add(struct fr_ring *ring)
{
	ring->debugfs = debugfs_create_dir(ring->name, fr_debugfs_root);
	debugfs_create_file("roles", 0400, ring->debugfs, ring, &fr_roles_fops);
}

/* Waits for reads under way. Not under ring->lock: these take it. */
void fr_debugfs_remove(struct fr_ring *ring)
{
	debugfs_remove(ring->debugfs);
}
