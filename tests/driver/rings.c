// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"
#include "rings.h"

#define PARAMETERS	"/sys/module/framering/parameters/"
#define PCI_DRIVER	"/sys/bus/pci/drivers/framering"
#define NO_CARD		"no ring on a PCI device: has the machine an ivshmem?"

int rings_try_open(uint32_t number, int flags)
{
	char path[64] = DEV_PATH;

	if (number)
		snprintf(path, sizeof(path), DEV_PATH "%u", number);
	return open(path, flags | O_CLOEXEC);
}

int rings_open(uint32_t number, int flags)
{
	int fd = -1;

	CHECK_OK(fd = rings_try_open(number, flags));
	return fd;
}

static int control(unsigned long request, void *arg)
{
	int fd = -1, error = 0;

	CHECK_OK(fd = open(CONTROL_PATH, O_RDWR | O_CLOEXEC));
	if (ioctl(fd, request, arg))
		error = -errno;
	close(fd);
	return error;
}

int rings_try_add_as(struct framering_add *add)
{
	add->size = sizeof(*add);
	return control(FRAMERING_IOC_ADD, add);
}

int rings_try_add(uint32_t *number)
{
	struct framering_add add = { 0 };
	int error = rings_try_add_as(&add);

	*number = add.ring;
	return error;
}

uint32_t rings_add(void)
{
	uint32_t number;

	CHECK_EQ(rings_try_add(&number), 0);
	return number;
}

int rings_remove(uint32_t number)
{
	struct framering_remove remove = {
		.size = sizeof(remove),
		.ring = number,
	};

	return control(FRAMERING_IOC_REMOVE, &remove);
}

/* The one path that @pattern matches. Zero: there is not one. */
static int try_find(const char *pattern, char *path, size_t bytes)
{
	glob_t found;
	int one;

	if (glob(pattern, 0, NULL, &found))
		return 0;
	one = found.gl_pathc == 1;
	if (one)
		snprintf(path, bytes, "%s", found.gl_pathv[0]);
	globfree(&found);
	return one;
}

static void find(const char *pattern, char *path, size_t bytes)
{
	if (!try_find(pattern, path, bytes))
		FAIL(NO_CARD);
}

const char *rings_try_pci_name(void)
{
	static char path[256];

	if (!try_find(PCI_DRIVER "/0000:*", path, sizeof(path)))
		return NULL;
	return strrchr(path, '/') + 1;
}

const char *rings_pci_name(void)
{
	const char *name = rings_try_pci_name();

	if (!name)
		FAIL(NO_CARD);
	return name;
}

int rings_try_pci(void)
{
	char path[256];

	if (!try_find(PCI_DRIVER "/0000:*/framering/framering*", path,
		      sizeof(path)))
		return -ENODEV;
	return atoi(strrchr(path, '/') + 1 + strlen("framering"));
}

uint32_t rings_pci(void)
{
	int number = rings_try_pci();

	if (number < 0)
		FAIL(NO_CARD);
	return (uint32_t)number;
}

uint64_t rings_pci_bar(unsigned int bar, uint64_t *bytes)
{
	unsigned long long first = 0, last = 0;
	char path[256];
	FILE *file;

	find(PCI_DRIVER "/0000:*/resource", path, sizeof(path));
	file = fopen(path, "re");
	CHECK(file);
	/* A line for each: first, last, flags. */
	for (bar++; bar; bar--)
		CHECK_EQ(fscanf(file, "%llx %llx %*x", &first, &last), 2);
	fclose(file);
	CHECK_GT(last, first);
	*bytes = last - first + 1;
	return first;
}

int rings_driver(const char *bus, const char *verb, const char *device)
{
	char path[256];
	int fd = -1, error = 0;

	snprintf(path, sizeof(path), "/sys/bus/%s/drivers/framering/%s", bus,
		 verb);
	CHECK_OK(fd = open(path, O_WRONLY | O_CLOEXEC));
	if (write(fd, device, strlen(device)) < 0)
		error = -errno;
	close(fd);
	return error;
}

uint64_t rings_parameter(const char *name)
{
	char path[128], text[32] = "";
	FILE *file;

	snprintf(path, sizeof(path), PARAMETERS "%s", name);
	file = fopen(path, "re");
	CHECK(file);
	CHECK(fgets(text, sizeof(text), file));
	fclose(file);
	return strtoull(text, NULL, 10);
}
