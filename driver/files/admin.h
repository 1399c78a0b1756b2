/* SPDX-License-Identifier: GPL-2.0-only */
/* /dev/framering-control: adds and removes rings. */
#ifndef FR_ADMIN_H
#define FR_ADMIN_H

int fr_admin_init(void);
void fr_admin_exit(void);

#endif /* FR_ADMIN_H */
