// SPDX-License-Identifier: MIT
#include "prng.h"

/* splitmix64 */
uint64_t prng_next(struct prng *prng)
{
	uint64_t z = (prng->state += 0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return z ^ (z >> 31);
}

uint64_t prng_mix(uint64_t a, uint64_t b)
{
	struct prng prng = { a };

	prng.state = prng_next(&prng) ^ b;
	return prng_next(&prng);
}

uint32_t prng_below(struct prng *prng, uint32_t below)
{
	return (uint32_t)(prng_next(prng) >> 32) % below;
}

int prng_one_in(struct prng *prng, uint32_t times)
{
	return !prng_below(prng, times);
}

uint32_t prng_edge(struct prng *prng)
{
	static const uint32_t edges[] = {
		0, 1, 2, 3, 4, 8, 16, 31, 32, 33, 63, 64, 65, 4095, 4096, 4097,
		32767, 32768, 32769, 65535, 65536, 0x3fffffff, 0x40000000,
		0x7fffffff, 0x80000000, 0xfffff000, 0xffffffff,
	};
	uint32_t i = prng_below(prng, sizeof(edges) / sizeof(edges[0]) + 2);

	if (i < sizeof(edges) / sizeof(edges[0]))
		return edges[i];
	return (uint32_t)prng_next(prng);
}

uint32_t prng_near(struct prng *prng, uint32_t near)
{
	if (prng_one_in(prng, 4))
		return prng_edge(prng);
	return near + prng_below(prng, 67) - 33;
}
