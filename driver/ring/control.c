// SPDX-License-Identifier: GPL-2.0-only
/*
 * Control pages of a generation: head and descriptors, tails and held bits.
 * Each new role gets fresh ones, so that no role reads what another one left.
 */
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/string.h>

#include "control.h"
#include "generation.h"
#include "role.h"

/* Point the driver's view to @page, which holds a PRODUCER region. */
static void fr_control_see_producer(struct fr_generation *gen, void *page)
{
	gen->view.page = page;
	gen->view.desc = page + FRAMERING_DESC_OFFSET;
}

static void *fr_control_alloc_producer(void)
{
	struct framering_desc *desc;
	void *page;
	u32 i;

	page = alloc_pages_exact(FR_PRODUCER_LEN,
				 GFP_KERNEL_ACCOUNT | __GFP_ZERO);
	if (!page)
		return NULL;
	desc = page + FRAMERING_DESC_OFFSET;
	for (i = 0; i < FRAMERING_MAX_SLOTS; i++)
		desc[i].seq = framering_seq_none(i);
	return page;
}

/* All control pages of a new generation; fr_control_free() also if it fails. */
int fr_control_alloc(struct fr_generation *gen)
{
	void *producer;
	u32 i;

	gen->status = (void *)get_zeroed_page(GFP_KERNEL_ACCOUNT);
	gen->vacant = (void *)get_zeroed_page(GFP_KERNEL_ACCOUNT);
	producer = fr_control_alloc_producer();
	fr_control_see_producer(gen, producer);
	for (i = 0; i < FRAMERING_MAX_CONSUMERS; i++)
		gen->view.consumer[i] = gen->vacant;
	return gen->status && gen->vacant && producer ? 0 : -ENOMEM;
}

void fr_control_free(struct fr_generation *gen)
{
	u32 i;

	for (i = 0; i < FRAMERING_MAX_CONSUMERS; i++)
		if (gen->view.consumer[i] != gen->vacant)
			free_page((unsigned long)gen->view.consumer[i]);
	if (gen->view.page)
		free_pages_exact(gen->view.page, FR_PRODUCER_LEN);
	free_page((unsigned long)gen->vacant);
	free_page((unsigned long)gen->status);
}

/*
 * Let the other side's next access find the page that stands here now. Pages
 * are inserted under map_sem, so none of the old ones comes back.
 */
static void fr_control_show(struct fr_role *role, u64 offset, u64 len)
{
	if (role && role->inode)
		unmap_mapping_range(role->inode->i_mapping, offset, len, 1);
}

/*
 * Whether the descriptor of slot @i may go to a new producer: of a frame that
 * is unread, or older and still being read, however often it was passed over.
 */
static bool fr_control_inheritable(struct fr_generation *gen, u32 head, u32 i,
				   const struct framering_desc *desc)
{
	const struct framering_geometry *geometry = &gen->config.geometry;
	u32 age = head - desc->seq - 1, ignored, k;

	if ((desc->seq & (gen->view.slots - 1)) != i ||
	    desc->bytes > geometry->frame_bytes ||
	    desc->info.meta_bytes > geometry->meta_bytes)
		return false;
	for (k = 0; k < FRAMERING_MAX_PLANES; k++)
		if (desc->info.plane_bytes[k] > geometry->plane_bytes[k])
			return false;
	return age < gen->view.slots ||
	       (age <= S32_MAX &&
		(framering_ring_holding(&gen->view, i, &ignored) ||
		 framering_ring_kept(&gen->view, i)));
}

/* What this release does not know is not passed on. */
static void fr_control_clean(struct framering_desc *desc)
{
	desc->flags &= FRAMERING_FRAME_FLAGS;
	desc->info.reserved0 = 0;
	desc->info.fence = 0;
	memset(desc->reserved, 0, sizeof(desc->reserved));
}

/* A checked copy of what the producer before left: nothing unread is lost. */
static void fr_control_inherit(struct fr_generation *gen, void *page)
{
	struct framering_producer_page *to = page;
	struct framering_desc *desc = page + FRAMERING_DESC_OFFSET;
	u32 i;

	to->head = READ_ONCE(gen->view.page->head);
	to->frames = READ_ONCE(gen->view.page->frames);
	to->ends = READ_ONCE(gen->view.page->ends);
	to->end = READ_ONCE(gen->view.page->end);
	to->cut = READ_ONCE(gen->view.page->cut);
	for (i = 0; i < gen->view.slots; i++) {
		struct framering_desc copy;

		/* The newest that can have been there. */
		desc[i].gone = to->head - 1 -
			       ((to->head - 1 - i) & (gen->view.slots - 1));
		/* Once: a page that was pinned may still be written to. */
		memcpy(&copy, &gen->view.desc[i], sizeof(copy));
		barrier();
		if (!fr_control_inheritable(gen, to->head, i, &copy))
			continue;
		fr_control_clean(&copy);
		copy.gone = copy.seq - gen->view.slots;
		desc[i] = copy;
	}
}

/**
 * fr_control_next_frame - what number a frame at the head will have
 * @gen: the generation; gen->lock is held
 * @head: the producer's, read with acquire
 *
 * The producer counts a frame before it moves the head, so its count may be
 * one ahead; the last frame itself is not, as long as it is there.
 */
u64 fr_control_next_frame(struct fr_generation *gen, u32 head)
{
	u32 last = head - 1;
	const struct framering_desc *desc =
		&gen->view.desc[last & (gen->view.slots - 1)];
	u64 frame = READ_ONCE(desc->frame);

	/* A producer takes the sequence away before it writes the rest anew. */
	smp_rmb();
	if (READ_ONCE(desc->seq) != last)
		return READ_ONCE(gen->view.page->frames);
	return frame + 1;
}

/**
 * fr_control_renew_producer - a fresh PRODUCER region for a new producer
 * @gen: has no producer; ring->lock is held
 *
 * The one before can no longer write to the old pages: its role is gone, or
 * revoked.
 *
 * Return: 0 or -ENOMEM.
 */
int fr_control_renew_producer(struct fr_generation *gen)
{
	void *page = fr_control_alloc_producer();
	void *old = gen->view.page;
	u32 i;

	if (!page)
		return -ENOMEM;
	fr_control_inherit(gen, page);
	down_write(&gen->map_sem);
	spin_lock(&gen->lock);
	fr_control_see_producer(gen, page);
	framering_ring_enter(&gen->view);
	spin_unlock(&gen->lock);
	up_write(&gen->map_sem);
	for (i = 0; i < FRAMERING_MAX_CONSUMERS; i++)
		fr_control_show(gen->consumer[i], FRAMERING_OFFSET_PRODUCER,
				FR_PRODUCER_LEN);
	free_pages_exact(old, FR_PRODUCER_LEN);
	return 0;
}

/**
 * fr_control_renew_consumer - a fresh page for consumer @index
 * @gen: has no consumer @index; ring->lock is held
 * @index: its number
 *
 * Return: 0 or -ENOMEM.
 */
int fr_control_renew_consumer(struct fr_generation *gen, u32 index)
{
	void *page = (void *)get_zeroed_page(GFP_KERNEL_ACCOUNT);
	const void *old = gen->view.consumer[index];

	if (!page)
		return -ENOMEM;
	down_write(&gen->map_sem);
	spin_lock(&gen->lock);
	gen->view.consumer[index] = page;
	spin_unlock(&gen->lock);
	up_write(&gen->map_sem);
	fr_control_show(gen->producer, FRAMERING_OFFSET_CONSUMER +
			(u64)index * FR_CONSUMER_LEN, FR_CONSUMER_LEN);
	if (old != gen->vacant)
		free_page((unsigned long)old);
	return 0;
}
