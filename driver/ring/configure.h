/* SPDX-License-Identifier: GPL-2.0-only */
/* CONFIGURE: the change of a ring from one generation to the next. */
#ifndef FR_CONFIGURE_H
#define FR_CONFIGURE_H

struct fr_import;
struct fr_opener;
struct fr_ring;
struct framering_config;

int fr_ring_configure(struct fr_ring *ring, struct framering_config *config,
		      const struct fr_import *import,
		      const struct fr_opener *opener);

#endif /* FR_CONFIGURE_H */
