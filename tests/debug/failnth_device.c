// SPDX-License-Identifier: MIT
/*
 * Rings that come and go, with every call failing in turn that the kernel makes
 * for it: a ring is there, or nothing of it.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "dev.h"
#include "failnth.h"
#include "harness.h"
#include "rings.h"

#define SECONDS		600
#define PCI_DRIVER	"/sys/bus/pci/drivers/framering/"

/**
 * struct control - /dev/framering-control
 * @fd: it
 * @next: the number that the next ring gets
 */
struct control {
	int fd;
	uint32_t next;
};

static int control(struct control *c, unsigned long request)
{
	struct framering_remove remove = {
		.size = sizeof(remove),
		.ring = c->next,
	};
	struct framering_add add = { .size = sizeof(add) };
	void *arg = &add;

	if (request == FRAMERING_IOC_REMOVE)
		arg = &remove;
	return ioctl(c->fd, request, arg) ? -errno : 0;
}

static struct control control_open(void)
{
	struct control c = { .fd = -1 };

	CHECK_OK(c.fd = open(CONTROL_PATH, O_RDWR | O_CLOEXEC));
	c.next = rings_add();
	CHECK_EQ(rings_remove(c.next), 0);
	return c;
}

static int has_node(const struct control *c)
{
	char path[64];

	snprintf(path, sizeof(path), "%s%u", DEV_PATH, c->next);
	return !access(path, F_OK);
}

static int add(void *data)
{
	return control(data, FRAMERING_IOC_ADD);
}

static void all_or_nothing(void *data, int ret)
{
	struct control *c = data;
	int there = has_node(c);

	/*
	 * Why it has not even tried to probe the kernel keeps for itself, and a
	 * device whose name finds no memory it calls invalid.
	 */
	if (ret && ret != -ENOMEM && ret != -EFAULT && ret != -ENODEV &&
	    ret != -EINVAL)
		FAIL("ADD: %s", strerror(-ret));
	/* Only the answer may have been lost. */
	if (ret == -EFAULT && there)
		ret = 0;
	CHECK_EQ(there, !ret);
	CHECK_EQ(rings_remove(c->next), ret ? -ENOENT : 0);
	CHECK_EQ(rings_add(), c->next);
	CHECK_EQ(rings_remove(c->next), 0);
}

TEST(adding_a_ring_survives_every_failed_call_ok)
{
	struct control c = control_open();
	const struct failnth *f;

	test_timeout(SECONDS);
	f = failnth_each("add a ring", add, &c, all_or_nothing);
	CHECK_GT(f->ours, 4);
	CHECK_GT(f->failed, 4);
	all_or_nothing(&c, 0);
}

static int take_away(void *data)
{
	return control(data, FRAMERING_IOC_REMOVE);
}

/* Whatever fails, it is gone, or was not touched. */
static void is_added_anew(void *data, int ret)
{
	struct control *c = data;

	if (ret && ret != -ENOMEM && ret != -EFAULT)
		FAIL("REMOVE: %s", strerror(-ret));
	if (has_node(c)) {
		CHECK_NE(ret, 0);
		CHECK_EQ(rings_remove(c->next), 0);
	}
	CHECK_EQ(has_node(c), 0);
	CHECK_EQ(rings_add(), c->next);
}

TEST(removing_a_ring_survives_every_failed_call_ok)
{
	struct control c = control_open();

	test_timeout(SECONDS);
	CHECK_EQ(rings_add(), c.next);
	CHECK_GT(failnth_each("remove a ring", take_away, &c,
			      is_added_anew)->calls, 1);
}

/**
 * struct card - the PCI device
 * @name: its name
 * @verb: the driver's file bind or unbind
 */
struct card {
	char name[64];
	int verb;
};

static struct card card_open(const char *verb)
{
	char path[128];
	struct card card;

	snprintf(card.name, sizeof(card.name), "%s", rings_pci_name());
	snprintf(path, sizeof(path), PCI_DRIVER "%s", verb);
	CHECK_OK(card.verb = open(path, O_WRONLY | O_CLOEXEC));
	return card;
}

static int has_ring(const struct card *card)
{
	char path[160];

	snprintf(path, sizeof(path), "/sys/bus/pci/devices/%s/framering",
		 card->name);
	return !access(path, F_OK);
}

static int has_driver(const struct card *card)
{
	char path[160];

	snprintf(path, sizeof(path), PCI_DRIVER "%s", card->name);
	return !access(path, F_OK);
}

static int write_name(void *data)
{
	struct card *card = data;
	ssize_t bytes = write(card->verb, card->name, strlen(card->name));

	return bytes < 0 ? -errno : 0;
}

static void is_unbound(void *data, int ret)
{
	struct card *card = data;

	CHECK_EQ(has_driver(card), !ret);
	CHECK_EQ(has_ring(card), !ret);
	if (ret)
		CHECK_EQ(rings_driver("pci", "bind", card->name), 0);
	CHECK_EQ(has_ring(card), 1);
	CHECK_EQ(rings_driver("pci", "unbind", card->name), 0);
	CHECK_EQ(has_ring(card), 0);
}

TEST(probe_of_the_card_survives_every_failed_call_ok)
{
	struct card card = card_open("bind");
	const struct failnth *f;

	test_timeout(SECONDS);
	CHECK_EQ(rings_driver("pci", "unbind", card.name), 0);
	f = failnth_each("bind the card", write_name, &card, is_unbound);
	CHECK_GT(f->ours, 4);
	CHECK_GT(f->failed, 4);
	CHECK_EQ(has_ring(&card), 1);
}

static void is_bound(void *data, int ret)
{
	struct card *card = data;

	CHECK_EQ(has_driver(card), ret != 0);
	CHECK_EQ(has_ring(card), ret != 0);
	if (!ret)
		CHECK_EQ(rings_driver("pci", "bind", card->name), 0);
	CHECK_EQ(has_ring(card), 1);
}

TEST(unbinding_the_card_survives_every_failed_call_ok)
{
	struct card card = card_open("unbind");

	test_timeout(SECONDS);
	CHECK_GT(failnth_each("unbind the card", write_name, &card,
			      is_bound)->calls, 1);
	CHECK_EQ(rings_driver("pci", "bind", card.name), 0);
}
