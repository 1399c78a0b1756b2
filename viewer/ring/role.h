/* SPDX-License-Identifier: MIT */
/*
 * The ring, and the viewer's role in it: a consumer. A role can end while the
 * ring stays, and another one is attached then.
 */
#ifndef VIEW_ROLE_H
#define VIEW_ROLE_H

#include <stdbool.h>

#include <libframering.h>

#include "options/options.h"

/**
 * struct role - a ring and a role
 * @opt: the command line
 * @ring: the ring
 * @consumer: the role; NULL: not attached
 * @status: a copy of its STATUS page: what does not change. The page itself
 *	may be unmapped at any time.
 * @evicted: the role before was, so that the newest frame may be a known one
 * @quiet: nothing has happened to the ring since the last look
 */
struct role {
	const struct options *opt;
	struct framering *ring;
	struct framering_consumer *consumer;
	struct framering_status status;
	bool evicted;
	bool quiet;
};

/* Open the ring of @opt. Prints errors. */
int role_open(struct role *role, const struct options *opt);

/*
 * Open it again, for writing if this user may: who shows slots as they are
 * needs that, or a producer that allows it to all, which EXPORT tells.
 */
void role_open_for_writing(struct role *role);

/* Detach, and close the ring. */
void role_close(struct role *role);

/*
 * Fill @status with what the display and the overlay need: the geometry, the
 * memory and the slots. -ENODATA: there is no format yet; while @quiet is set,
 * the ring is not asked again. Other errors have been printed.
 */
int role_look(struct role *role);

/* Become a consumer. Prints errors, but for -ENODATA. */
int role_attach(struct role *role);

/*
 * Say what is wrong, unless waiting (-EAGAIN) or attaching anew (-ESTALE,
 * -ENODEV) may help. Return: @error.
 */
int role_check(const struct role *role, int error);

/* End the role. Attaching anew may be tried at once. */
void role_detach(struct role *role);

bool role_has_producer(const struct role *role);

/* A frame may be held while the next one is read. */
bool role_may_hold(const struct role *role);

#endif /* VIEW_ROLE_H */
