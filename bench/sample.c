// SPDX-License-Identifier: MIT
#include <stdlib.h>
#include <string.h>

#include "sample.h"

static int compare(const void *a, const void *b)
{
	double left = *(const double *)a, right = *(const double *)b;

	return (left > right) - (left < right);
}

/* Between two neighbours, in proportion. */
static double quantile(const double *sorted, size_t count, double part)
{
	double at = part * (double)(count - 1);
	size_t low = (size_t)at;
	size_t high = low + 1 < count ? low + 1 : low;

	return sorted[low] + (at - (double)low) * (sorted[high] - sorted[low]);
}

struct spread sample_spread(const struct sample *sample)
{
	double sorted[SAMPLE_MAX];
	struct spread spread;

	memcpy(sorted, sample->value, sample->count * sizeof(sorted[0]));
	qsort(sorted, sample->count, sizeof(sorted[0]), compare);
	spread.min = sorted[0];
	spread.q1 = quantile(sorted, sample->count, 0.25);
	spread.median = quantile(sorted, sample->count, 0.5);
	spread.q3 = quantile(sorted, sample->count, 0.75);
	spread.max = sorted[sample->count - 1];
	return spread;
}

void sample_json(const struct sample *sample, FILE *f)
{
	struct spread s = sample_spread(sample);
	size_t i;

	fprintf(f, "\"min\": %.4f, \"q1\": %.4f, \"median\": %.4f, "
		"\"q3\": %.4f, \"max\": %.4f, \"samples\": [",
		s.min, s.q1, s.median, s.q3, s.max);
	for (i = 0; i < sample->count; i++)
		fprintf(f, "%s%.4f", i ? ", " : "", sample->value[i]);
	fputs("]", f);
}
