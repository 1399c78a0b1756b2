/* SPDX-License-Identifier: GPL-2.0-only */
/* What differs between kernel versions, and nothing else. See Kbuild. */
#ifndef FR_COMPAT_H
#define FR_COMPAT_H

#include <linux/hrtimer.h>
#include <linux/mm.h>

/* vm_flags became read-only in 6.3. */
#ifndef FR_HAVE_VM_FLAGS_SET
static inline void vm_flags_set(struct vm_area_struct *vma, vm_flags_t flags)
{
	vma->vm_flags |= flags;
}

static inline void vm_flags_clear(struct vm_area_struct *vma, vm_flags_t flags)
{
	vma->vm_flags &= ~flags;
}
#endif

/* hrtimer_setup() came in 6.13; hrtimer_init() went in 6.15. */
#ifndef FR_HAVE_HRTIMER_SETUP
static inline void
hrtimer_setup(struct hrtimer *timer,
	      enum hrtimer_restart (*function)(struct hrtimer *),
	      clockid_t clock, enum hrtimer_mode mode)
{
	hrtimer_init(timer, clock, mode);
	timer->function = function;
}
#endif

#endif /* FR_COMPAT_H */
