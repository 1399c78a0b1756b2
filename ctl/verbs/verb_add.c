// SPDX-License-Identifier: MIT
/* add: a new ring. */
#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <programs/value.h>

#include "common/places.h"
#include "options/set.h"
#include "print/json.h"
#include "ring/rings.h"
#include "verbs.h"

/**
 * struct add_options - what is wanted
 * @add: the ring; its mode is 0660 without an option
 */
struct add_options {
	struct framering_add add;
};

static int set_user(void *to, const struct option_entry *entry,
		    const char *text)
{
	struct add_options *o = to;
	const struct passwd *user = getpwnam(text);
	uint64_t number;

	(void)entry;
	if (user)
		number = user->pw_uid;
	else if (value_number(text, 0, UINT32_MAX - 1, &number))
		return -EINVAL;
	o->add.uid = (uint32_t)number;
	o->add.flags |= FRAMERING_ADD_OWNER;
	return 0;
}

static int set_group(void *to, const struct option_entry *entry,
		     const char *text)
{
	struct add_options *o = to;
	const struct group *group = getgrnam(text);
	uint64_t number;

	(void)entry;
	if (group)
		number = group->gr_gid;
	else if (value_number(text, 0, UINT32_MAX - 1, &number))
		return -EINVAL;
	o->add.gid = (uint32_t)number;
	o->add.flags |= FRAMERING_ADD_OWNER;
	return 0;
}

static int set_mode(void *to, const struct option_entry *entry,
		    const char *text)
{
	struct add_options *o = to;
	size_t digits = strspn(text, "01234567");
	unsigned long mode = strtoul(text, NULL, 8);

	(void)entry;
	if (!digits || text[digits] || digits > 4 || mode > 0777)
		return -EINVAL;
	o->add.mode = (uint32_t)mode;
	o->add.flags |= FRAMERING_ADD_OWNER;
	return 0;
}

static enum outcome refuse(const char *name, int error)
{
	const char *what = *name ? name : "a ring";

	switch (-error) {
	case EEXIST:
		return fail(OUTCOME_FAILED, "%s: there is a ring of this name; "
			    "choose another", what);
	case ENOSPC:
		return fail(OUTCOME_FAILED, "%s: there are %u rings already; "
			    "remove one first", what, FRAMERING_MAX_RINGS);
	case EINVAL:
		return fail(OUTCOME_FAILED, "%s: the driver does not take this "
			    "name or these limits; see 'framering-ctl add "
			    "--help'", what);
	case EACCES:
	case EPERM:
		return fail(OUTCOME_DENIED, "%s-control: permission denied; "
			    "ask as root", FRAMERING_DEFAULT_PATH);
	default:
		return fail(outcome_of(error), "%s: %s", what,
			    framering_error_text(error));
	}
}

/* The driver's rule for names. */
static void node_path(const struct framering_add *add, char *path)
{
	if (*add->name)
		snprintf(path, RING_PATH, "%s/framering-%s", places.dev,
			 add->name);
	else if (add->ring)
		snprintf(path, RING_PATH, "%s/framering%u", places.dev,
			 add->ring);
	else
		snprintf(path, RING_PATH, "%s/framering", places.dev);
}

static void print_ring(const struct command *command,
		       const struct framering_add *add)
{
	struct json_object *object;
	char path[RING_PATH];

	node_path(add, path);
	if (!command->json) {
		puts(path);
		return;
	}
	object = json_object_new_object();
	json_number(object, "ring", add->ring);
	json_text(object, "name", strrchr(path, '/') + 1);
	json_text(object, "path", path);
	json_print(object);
}

static enum outcome run(const struct command *command)
{
	const struct add_options *options = command->options;
	const char *name = command->operands ? command->operand[0] : "";
	struct framering_add add = options->add;
	char control[RING_PATH];
	int ret;

	if (strlen(name) >= sizeof(add.name))
		return fail(OUTCOME_USAGE, "%s: more than %zu characters",
			    name, sizeof(add.name) - 1);
	memcpy(add.name, name, strlen(name) + 1);
	if (!(add.flags & FRAMERING_ADD_OWNER))
		add.mode = 0;
	snprintf(control, sizeof(control), "%s/framering-control", places.dev);
	ret = framering_add(control, &add);
	if (ret)
		return refuse(name, ret);
	print_ring(command, &add);
	return OUTCOME_OK;
}

static void init(void *options)
{
	((struct add_options *)options)->add.mode = 0660;
}

#define AT(member)	offsetof(struct add_options, add.member)

static const struct option_entry options[] = {
	{ 'o', "owner", "USER", set_user, 0, 0, 0, "a user's name or number",
	  "who owns the node; root", "@user" },
	{ 'g', "group", "GROUP", set_group, 0, 0, 0,
	  "a group's name or number", "its group; root", "@group" },
	{ 'm', "mode", "MODE", set_mode, 0, 0, 0, "octal, 0 to 0777",
	  "its permissions; 0660", "0600 0640 0660 0664 0666" },
	{ 0, "max-consumers", "N", set_number, AT(max_consumers), 1,
	  FRAMERING_MAX_CONSUMERS, "1 to 32", "at most so many; 32", NULL },
	{ 0, "max-bytes", "N", set_long_number, AT(max_bytes), 1, UINT64_MAX,
	  "a number of bytes", "limit of the frames' memory", NULL },
	{ 0 }
};

const struct verb verb_add = {
	.name = "add",
	.operands = "[NAME]",
	.help = "Add a ring, and print the path of its node",
	.about = "The node is /dev/framering-NAME, or /dev/framering and the "
		 "next free number.\nOnly root may.\n",
	.max = 1,
	.words = { "" },
	.prints = 1,
	.options = options,
	.room = sizeof(struct add_options),
	.init = init,
	.run = run,
};
