// SPDX-License-Identifier: GPL-2.0-only
/*
 * Dummy pages: what a revoked role sees in place of what it had, if it was
 * attached so. Its threads may be anywhere in a frame when it is revoked, and a
 * library cannot handle SIGBUS for a program. So they go on, in pages that are
 * the role's own: nothing that others have is read or written there. DRM
 * drivers do the same when a device is unplugged.
 *
 * The pages are there from the beginning: a revocation cannot fail.
 */
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "dummy.h"
#include "generation.h"
#include "ring.h"
#include "role.h"

/**
 * struct fr_dummy - the dummy pages of a role
 * @status: for STATUS: as it was, but that it says what happened
 * @zeros: for all else that the role may only read
 * @scratch: for all that the role may write to; nobody reads it but the role
 */
struct fr_dummy {
	struct framering_status *status;
	void *zeros;
	void *scratch;
};

void fr_dummy_free(struct fr_dummy *dummy)
{
	if (!dummy)
		return;
	free_page((unsigned long)dummy->status);
	free_page((unsigned long)dummy->zeros);
	free_page((unsigned long)dummy->scratch);
	kfree(dummy);
}

/* Return: the pages, or NULL if there is no memory. */
struct fr_dummy *fr_dummy_alloc(void)
{
	struct fr_dummy *dummy = kzalloc(sizeof(*dummy), GFP_KERNEL_ACCOUNT);

	if (!dummy)
		return NULL;
	dummy->status = (void *)get_zeroed_page(GFP_KERNEL_ACCOUNT);
	dummy->zeros = (void *)get_zeroed_page(GFP_KERNEL_ACCOUNT);
	dummy->scratch = (void *)get_zeroed_page(GFP_KERNEL_ACCOUNT);
	if (dummy->status && dummy->zeros && dummy->scratch)
		return dummy;
	fr_dummy_free(dummy);
	return NULL;
}

/* @role is revoked, in a moment: what its STATUS will say. */
void fr_dummy_revoke(struct fr_role *role)
{
	struct framering_status *status;

	if (!role->dummy)
		return;
	status = role->dummy->status;
	memcpy(status, role->gen->status, sizeof(*status));
	status->state |= FRAMERING_STATE_REVOKED;
	if (!role->gen->ring->device)
		status->state |= FRAMERING_STATE_GONE;
	/* Nobody is there whom this role could wait for, or wake. */
	status->consumers = 0;
	status->lossless = 0;
	status->kernel_held = 0;
	status->consumer_wake = 0;
	status->producer_wake = 0;
}

/* What stands for a page of @region that the role may write to, or not. */
struct page *fr_dummy_page(const struct fr_dummy *dummy, u32 region,
			   bool writable)
{
	const void *page = writable ? dummy->scratch : dummy->zeros;

	if (region == FRAMERING_REGION_STATUS)
		page = dummy->status;
	return virt_to_page(page);
}
