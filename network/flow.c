// SPDX-License-Identifier: MIT
/* Numbers of the frames that pass. */
#include <string.h>

#include "flow.h"

void flow_init(struct flow *flow)
{
	memset(flow, 0, sizeof(*flow));
	g_mutex_init(&flow->lock);
}

static void add_age(struct flow_numbers *n, gint64 age)
{
	if (!n->measured || age < n->age_least)
		n->age_least = age;
	if (!n->measured || age > n->age_most)
		n->age_most = age;
	n->age_sum += age;
	n->measured++;
}

void flow_frame(struct flow *flow)
{
	g_mutex_lock(&flow->lock);
	flow->total.frames++;
	flow->recent.frames++;
	g_mutex_unlock(&flow->lock);
}

void flow_age(struct flow *flow, gint64 age)
{
	g_mutex_lock(&flow->lock);
	add_age(&flow->total, age);
	add_age(&flow->recent, age);
	g_mutex_unlock(&flow->lock);
}

void flow_missed(struct flow *flow, guint64 count)
{
	g_mutex_lock(&flow->lock);
	flow->total.missed += count;
	flow->recent.missed += count;
	g_mutex_unlock(&flow->lock);
}

void flow_heard(struct flow *flow)
{
	g_mutex_lock(&flow->lock);
	flow->total.heard++;
	flow->recent.heard++;
	g_mutex_unlock(&flow->lock);
}

void flow_damaged(struct flow *flow)
{
	g_mutex_lock(&flow->lock);
	flow->total.damaged++;
	flow->recent.damaged++;
	g_mutex_unlock(&flow->lock);
}

void flow_untimed(struct flow *flow)
{
	g_mutex_lock(&flow->lock);
	flow->total.untimed++;
	flow->recent.untimed++;
	g_mutex_unlock(&flow->lock);
}

void flow_recent(struct flow *flow, struct flow_numbers *numbers)
{
	g_mutex_lock(&flow->lock);
	*numbers = flow->recent;
	memset(&flow->recent, 0, sizeof(flow->recent));
	g_mutex_unlock(&flow->lock);
}

void flow_total(struct flow *flow, struct flow_numbers *numbers)
{
	g_mutex_lock(&flow->lock);
	*numbers = flow->total;
	g_mutex_unlock(&flow->lock);
}
