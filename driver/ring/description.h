/* SPDX-License-Identifier: GPL-2.0-only */
/* What a producer says of its frames: checked, and completed. */
#ifndef FR_DESCRIPTION_H
#define FR_DESCRIPTION_H

struct framering_config;
struct framering_status;

int fr_description_check(struct framering_config *config);
void fr_description_show(struct framering_status *status,
			 const struct framering_config *config);

#endif /* FR_DESCRIPTION_H */
