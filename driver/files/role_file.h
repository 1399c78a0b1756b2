/* SPDX-License-Identifier: GPL-2.0-only */
/* Role files: what ATTACH returns. */
#ifndef FR_ROLE_FILE_H
#define FR_ROLE_FILE_H

struct file;
struct fr_role;

int fr_role_file(struct fr_role *role, struct file **file);

#endif /* FR_ROLE_FILE_H */
