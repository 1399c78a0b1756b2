// SPDX-License-Identifier: MIT
#include "chance.h"

/* splitmix64 */
uint64_t chance_next(struct chance *chance)
{
	uint64_t z = (chance->state += 0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return z ^ (z >> 31);
}

uint64_t chance_mix(uint64_t a, uint64_t b)
{
	struct chance chance = { a };

	chance.state = chance_next(&chance) ^ b;
	return chance_next(&chance);
}

uint32_t chance_below(struct chance *chance, uint32_t below)
{
	return (uint32_t)(chance_next(chance) >> 32) % below;
}

int chance_once_in(struct chance *chance, uint32_t times)
{
	return !chance_below(chance, times);
}

uint32_t chance_edge(struct chance *chance)
{
	static const uint32_t edges[] = {
		0, 1, 2, 3, 4, 8, 16, 31, 32, 33, 63, 64, 65, 4095, 4096, 4097,
		32767, 32768, 32769, 65535, 65536, 0x3fffffff, 0x40000000,
		0x7fffffff, 0x80000000, 0xfffff000, 0xffffffff,
	};
	uint32_t i = chance_below(chance, sizeof(edges) / sizeof(edges[0]) + 2);

	if (i < sizeof(edges) / sizeof(edges[0]))
		return edges[i];
	return (uint32_t)chance_next(chance);
}

uint32_t chance_near(struct chance *chance, uint32_t near)
{
	if (chance_once_in(chance, 4))
		return chance_edge(chance);
	return near + chance_below(chance, 67) - 33;
}
