// SPDX-License-Identifier: GPL-2.0-only
/*
 * A module for tests: which blocks of the driver have run by any process.
 * KCOV sees a task that asks for it, and so no timer, no worker, and neither
 * the beginning nor the end of a module; this sees all, on any kernel.
 *
 * It tells of them in the kernel's log, when the driver is loaded and when it
 * goes: only then its code has names that last for the whole of it.
 */
#include <linux/atomic.h>
#include <linux/hash.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/notifier.h>
#include <linux/string.h>

/* The driver has some two thousand blocks. */
#define PLACES_BITS	14
#define PLACES		(1U << PLACES_BITS)

/* Addresses behind the calls; 0 where there is none. */
static unsigned long places[PLACES];
static atomic_t lost;

void framering_cover_pc(void);

/* In any context, from both processors: it takes no lock, and calls nothing. */
notrace void framering_cover_pc(void)
{
	unsigned long pc = (unsigned long)__builtin_return_address(0);
	unsigned int at = hash_long(pc, PLACES_BITS), n;

	for (n = 0; n < PLACES; n++, at = (at + 1) % PLACES) {
		unsigned long old = READ_ONCE(places[at]);

		if (!old)
			old = cmpxchg(&places[at], 0, pc);
		if (!old || old == pc)
			return;
	}
	atomic_inc(&lost);
}
EXPORT_SYMBOL_GPL(framering_cover_pc);

/*
 * Other code may lie at these addresses later, so they are forgotten. An
 * address that was found by passing a forgotten one may be added once more.
 */
static void tell(void)
{
	unsigned int i;

	for (i = 0; i < PLACES; i++) {
		unsigned long pc = xchg(&places[i], 0);

		if (pc)
			printk(KERN_DEBUG "framering_cover: seen %pS\n",
			       (void *)pc);
	}
	printk(KERN_DEBUG "framering_cover: lost %d\n", atomic_read(&lost));
}

/* Live: its first part is about to be freed. Going: so is all of it. */
static int on_module(struct notifier_block *unused, unsigned long state,
		     void *module)
{
	const struct module *mod = module;

	if (!strcmp(mod->name, "framering") &&
	    (state == MODULE_STATE_LIVE || state == MODULE_STATE_GOING))
		tell();
	return NOTIFY_OK;
}

static struct notifier_block notifier = { .notifier_call = on_module };

static int __init cover_init(void)
{
	return register_module_notifier(&notifier);
}

static void __exit cover_exit(void)
{
	unregister_module_notifier(&notifier);
}

module_init(cover_init);
module_exit(cover_exit);

MODULE_DESCRIPTION("Tells what of framering's driver has run, for its tests");
MODULE_LICENSE("GPL");
