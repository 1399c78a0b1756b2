// SPDX-License-Identifier: MIT
/* Reading memory that is not cached. */
#include <string.h>

#include "private.h"

#if defined(__x86_64__) || defined(__i386__)
#include <smmintrin.h>

#define STREAMS	(__builtin_cpu_supports("sse4.1"))

/*
 * A streaming load fetches a whole line into a buffer of its own, and the next
 * three read that buffer: so whole lines are loaded, from aligned addresses.
 */
__attribute__((target("sse4.1")))
static void load_streaming(uint8_t *dst, const uint8_t *src, size_t bytes)
{
	size_t head = -(uintptr_t)src & 15;

	if (head > bytes)
		head = bytes;
	memcpy(dst, src, head);
	dst += head, src += head, bytes -= head;
	for (; bytes >= 64; dst += 64, src += 64, bytes -= 64) {
		__m128i *s = (__m128i *)src;
		__m128i a = _mm_stream_load_si128(s);
		__m128i b = _mm_stream_load_si128(s + 1);
		__m128i c = _mm_stream_load_si128(s + 2);
		__m128i d = _mm_stream_load_si128(s + 3);

		_mm_storeu_si128((__m128i *)dst, a);
		_mm_storeu_si128((__m128i *)dst + 1, b);
		_mm_storeu_si128((__m128i *)dst + 2, c);
		_mm_storeu_si128((__m128i *)dst + 3, d);
	}
	for (; bytes >= 16; dst += 16, src += 16, bytes -= 16)
		_mm_storeu_si128((__m128i *)dst,
				 _mm_stream_load_si128((__m128i *)src));
	memcpy(dst, src, bytes);
}
#else
#define STREAMS	0

static void load_streaming(uint8_t *dst, const uint8_t *src, size_t bytes)
{
	memcpy(dst, src, bytes);
}
#endif

void framering_load(void *dst, const void *src, size_t bytes, uint32_t cache)
{
	if (cache != FRAMERING_CACHE_WB && STREAMS)
		load_streaming(dst, src, bytes);
	else
		memcpy(dst, src, bytes);
}
