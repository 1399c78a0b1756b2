/* SPDX-License-Identifier: GPL-2.0-only */
/* Entries of page tables for what a buffer shows. */
#ifndef FR_BUFFER_ENTRIES_H
#define FR_BUFFER_ENTRIES_H

#include <linux/mm_types.h>
#include <linux/types.h>

struct fr_buffer;
struct vm_fault;

bool fr_buffer_is_filled(const struct fr_buffer *buffer, unsigned long page);
vm_fault_t fr_buffer_enter(struct fr_buffer *buffer, struct vm_fault *vmf,
			   unsigned long page);
vm_fault_t fr_buffer_enter_page(struct fr_buffer *buffer, struct vm_fault *vmf,
				unsigned long page);

#endif /* FR_BUFFER_ENTRIES_H */
