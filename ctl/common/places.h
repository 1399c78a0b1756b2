/* SPDX-License-Identifier: MIT */
/* Where the driver shows itself. */
#ifndef CTL_PLACES_H
#define CTL_PLACES_H

/**
 * struct places - folders and files; tests have others
 * @dev: the device nodes
 * @rings: a folder for each ring, named as its node
 * @module: what is told of the loaded module
 * @roles: a folder for each ring, with its file roles, for root alone
 * @root: what comes before the path of any other file of the system
 */
struct places {
	const char *dev;
	const char *rings;
	const char *module;
	const char *roles;
	const char *root;
};

extern struct places places;

#endif /* CTL_PLACES_H */
