/* SPDX-License-Identifier: MIT */
/*
 * How structures that grow pass between a program and libframering.
 *
 * A program has the structures that it was compiled with, and the library that
 * it runs with may be older or newer. So each function of libframering.h that
 * takes or fills a structure is an inline one: it calls the library's function
 * of the same name and _sized, with the size that the structure has in the
 * program. Languages that have no use for inline functions call these.
 *
 * The library fills no byte beyond that size, and what it does not know reads
 * as zero; where the structure has a size member, that tells how many bytes it
 * filled. Of what it takes, members that are missing count as zero, and any
 * beyond those that it knows must be zero, or else it is -E2BIG: as the driver
 * has it. So a structure may grow at its end.
 */
#ifndef LIBFRAMERING_SIZED_H
#define LIBFRAMERING_SIZED_H

#include "libframering.h"

#ifdef __cplusplus
extern "C" {
#endif

int framering_query_sized(struct framering *ring,
			  struct framering_query *query, size_t size);
int framering_configure_sized(struct framering *ring,
			      struct framering_config *config, size_t size);
const char *
framering_config_error_text_sized(struct framering *ring,
				  const struct framering_config *config,
				  size_t size, int error);
int framering_add_sized(const char *path, struct framering_add *add,
			size_t size);
int framering_demand_sized(struct framering *ring,
			   struct framering_demand *demand, size_t size,
			   int64_t timeout_ns);
int framering_consumer_info_sized(struct framering *ring, uint32_t index,
				  struct framering_consumer_info *info,
				  size_t size);
int framering_producer_reserve_sized(struct framering_producer *producer,
				     struct framering_frame *frame,
				     size_t size);
int framering_producer_submit_sized(struct framering_producer *producer,
				    const struct framering_frame *frame,
				    size_t size);
int framering_consumer_acquire_sized(struct framering_consumer *consumer,
				     struct framering_frame *frame,
				     size_t size);
int framering_consumer_check_sized(const struct framering_consumer *consumer,
				   const struct framering_frame *frame,
				   size_t size);
int framering_consumer_release_sized(struct framering_consumer *consumer,
				     const struct framering_frame *frame,
				     size_t size);
int framering_consumer_wish_sized(struct framering_consumer *consumer,
				  const struct framering_wish *wish,
				  size_t size);
/* The code alone, 0 for none: the program has a table of formats of its own. */
uint32_t framering_fourcc_by_name(const char *name);

static inline int framering_query(struct framering *ring,
				  struct framering_query *query)
{
	return framering_query_sized(ring, query, sizeof(*query));
}

static inline int framering_configure(struct framering *ring,
				      struct framering_config *config)
{
	return framering_configure_sized(ring, config, sizeof(*config));
}

static inline const char *
framering_config_error_text(struct framering *ring,
			    const struct framering_config *config, int error)
{
	return framering_config_error_text_sized(ring, config, sizeof(*config),
						 error);
}

static inline int framering_add(const char *path, struct framering_add *add)
{
	return framering_add_sized(path, add, sizeof(*add));
}

static inline int framering_demand(struct framering *ring,
				   struct framering_demand *demand,
				   int64_t timeout_ns)
{
	return framering_demand_sized(ring, demand, sizeof(*demand),
				      timeout_ns);
}

static inline int framering_consumer_info(struct framering *ring,
					  uint32_t index,
					  struct framering_consumer_info *info)
{
	return framering_consumer_info_sized(ring, index, info, sizeof(*info));
}

static inline int
framering_producer_reserve(struct framering_producer *producer,
			   struct framering_frame *frame)
{
	return framering_producer_reserve_sized(producer, frame,
						sizeof(*frame));
}

static inline int
framering_producer_submit(struct framering_producer *producer,
			  const struct framering_frame *frame)
{
	return framering_producer_submit_sized(producer, frame, sizeof(*frame));
}

static inline int
framering_consumer_acquire(struct framering_consumer *consumer,
			   struct framering_frame *frame)
{
	return framering_consumer_acquire_sized(consumer, frame,
						sizeof(*frame));
}

static inline int
framering_consumer_check(const struct framering_consumer *consumer,
			 const struct framering_frame *frame)
{
	return framering_consumer_check_sized(consumer, frame, sizeof(*frame));
}

static inline int
framering_consumer_release(struct framering_consumer *consumer,
			   const struct framering_frame *frame)
{
	return framering_consumer_release_sized(consumer, frame,
						sizeof(*frame));
}

static inline int
framering_consumer_wish(struct framering_consumer *consumer,
			const struct framering_wish *wish)
{
	return framering_consumer_wish_sized(consumer, wish, sizeof(*wish));
}

static inline const struct framering_format *
framering_format_by_name(const char *name)
{
	return framering_format_find(framering_fourcc_by_name(name));
}

#ifdef __cplusplus
}
#endif

#endif /* LIBFRAMERING_SIZED_H */
