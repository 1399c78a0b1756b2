/* SPDX-License-Identifier: (GPL-2.0-only WITH Linux-syscall-note) OR MIT */
/*
 * The memory model of the ring in a few macros, for the kernel (smp_*) and
 * for user space (__atomic_*). framering_ring.h uses nothing else to touch
 * memory that another party writes.
 */
#ifndef _UAPI_FRAMERING_BARRIER_H
#define _UAPI_FRAMERING_BARRIER_H

#ifdef __KERNEL__

#include <linux/atomic.h>
#include <asm/barrier.h>

#define framering_read_once(p)		READ_ONCE(*(p))
#define framering_write_once(p, v)	WRITE_ONCE(*(p), (v))
#define framering_load_acquire(p)	smp_load_acquire(p)
#define framering_store_release(p, v)	smp_store_release((p), (v))
#define framering_fence()		smp_mb()
#define framering_read_fence()		smp_rmb()

/*
 * Functions, not macros: x86's cmpxchg() has a local variable __old, and an
 * argument of that name would silently become it.
 */
static inline void framering_or(__u32 *word, __u32 bits)
{
	__u32 was = READ_ONCE(*word);

	while (!try_cmpxchg(word, &was, was | bits))
		;
}

static inline void framering_andnot_release(__u32 *word, __u32 bits)
{
	__u32 was = READ_ONCE(*word);

	while (!try_cmpxchg(word, &was, was & ~bits))
		;
}

/* A full fence, right after one of the two above; x86 has it in them. */
#define framering_fence_after_atomic()	smp_mb__after_atomic()

/* Orders stores to write-combined memory; smp_wmb() does not on x86. */
#define framering_store_fence()		wmb()
/* Orders streaming loads of write-combined memory, which pass other loads. */
#define framering_load_fence()		mb()

#else /* !__KERNEL__ */

#define framering_read_once(p)		__atomic_load_n((p), __ATOMIC_RELAXED)
#define framering_write_once(p, v)	\
	__atomic_store_n((p), (v), __ATOMIC_RELAXED)
#define framering_load_acquire(p)	__atomic_load_n((p), __ATOMIC_ACQUIRE)
#define framering_store_release(p, v)	\
	__atomic_store_n((p), (v), __ATOMIC_RELEASE)
#define framering_or(p, bits)		\
	((void)__atomic_fetch_or((p), (bits), __ATOMIC_RELAXED))
#define framering_andnot_release(p, bits)	\
	((void)__atomic_fetch_and((p), ~(bits), __ATOMIC_RELEASE))

#if defined(__SANITIZE_THREAD__)
#define FRAMERING_TSAN 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define FRAMERING_TSAN 1
#endif
#endif

#ifdef FRAMERING_TSAN
/*
 * ThreadSanitizer knows no fences. A sequentially consistent operation on one
 * common variable orders at least as much as the fence that it replaces.
 */
static unsigned int framering_tsan_fence __attribute__((unused));
#define framering_fence()		\
	((void)__atomic_fetch_add(&framering_tsan_fence, 1, __ATOMIC_SEQ_CST))
#else
#define framering_fence()		__atomic_thread_fence(__ATOMIC_SEQ_CST)
#endif

/* Orders loads before it against loads after it; x86 does so by itself. */
#ifdef FRAMERING_TSAN
#define framering_read_fence()		framering_fence()
#else
#define framering_read_fence()		__atomic_thread_fence(__ATOMIC_ACQUIRE)
#endif

/*
 * A full fence, right after framering_or() or framering_andnot_release(). On
 * x86 they are locked instructions, which are full fences: one less to pay.
 */
#if (defined(__x86_64__) || defined(__i386__)) && !defined(FRAMERING_TSAN)
#define framering_fence_after_atomic()	__asm__ volatile("" ::: "memory")
#else
#define framering_fence_after_atomic()	framering_fence()
#endif

#if defined(__x86_64__) || defined(__i386__)
/* By instruction: a compiler may lower a seq_cst fence to a locked add,
 * which does order write-combined stores but not, by the manuals' letter,
 * streaming loads.
 */
#define framering_store_fence()		__asm__ volatile("sfence" ::: "memory")
#define framering_load_fence()		__asm__ volatile("mfence" ::: "memory")
#elif defined(__aarch64__)
#define framering_store_fence()	__asm__ volatile("dmb oshst" ::: "memory")
#define framering_load_fence()	__asm__ volatile("dmb osh" ::: "memory")
#else
#define framering_store_fence()		__atomic_thread_fence(__ATOMIC_SEQ_CST)
#define framering_load_fence()		__atomic_thread_fence(__ATOMIC_SEQ_CST)
#endif

#endif /* __KERNEL__ */
#endif /* _UAPI_FRAMERING_BARRIER_H */
