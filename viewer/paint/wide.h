/* SPDX-License-Identifier: MIT */
/* Loops over pixels, of which the compiler does many at once. */
#ifndef VIEW_WIDE_H
#define VIEW_WIDE_H

/*
 * Twice as many at once, where the processor can: by gcc, whose sanitizers are
 * not there yet when such functions are chosen.
 */
#if defined(__x86_64__) && !defined(__clang__) && \
	!defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define WIDE	__attribute__((target_clones("avx2", "default")))
#else
#define WIDE
#endif

#endif /* VIEW_WIDE_H */
