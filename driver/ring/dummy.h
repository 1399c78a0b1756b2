/* SPDX-License-Identifier: GPL-2.0-only */
/* Dummy pages: what a revoked role sees in place of what it had. */
#ifndef FR_DUMMY_H
#define FR_DUMMY_H

#include <linux/types.h>

struct fr_dummy;
struct fr_role;
struct page;

struct fr_dummy *fr_dummy_alloc(void);
void fr_dummy_free(struct fr_dummy *dummy);
void fr_dummy_revoke(struct fr_role *role);
struct page *fr_dummy_page(const struct fr_dummy *dummy, u32 region,
			   bool writable);

#endif /* FR_DUMMY_H */
