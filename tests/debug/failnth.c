// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "failnth.h"
#include "harness.h"

#define DEBUG		"/sys/kernel/debug/"
#define FAIL_NTH	"/proc/thread-self/fail-nth"
/* More calls than anything here makes: something never ends. */
#define MAX_CALLS	5000

static int nth = -1, kmsg = -1;
static struct failnth found;

static void write_file(const char *path, const char *text)
{
	int fd = -1;

	CHECK_OK(fd = open(path, O_WRONLY | O_CLOEXEC));
	CHECK_EQ(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
}

static void say(const char *text)
{
	ssize_t bytes = (ssize_t)strlen(text);

	CHECK_EQ(write(kmsg, text, strlen(text)), bytes);
}

/* All calls count, also those that may wait for memory, and are told of. */
static void begin(void)
{
	if (nth >= 0)
		return;
	write_file(DEBUG "failslab/ignore-gfp-wait", "N");
	write_file(DEBUG "fail_page_alloc/ignore-gfp-wait", "N");
	write_file(DEBUG "fail_page_alloc/ignore-gfp-highmem", "N");
	write_file(DEBUG "fail_page_alloc/min-order", "0");
	/* None of our own lines may be left out. */
	write_file("/proc/sys/kernel/printk_devkmsg", "on\n");
	write_file(DEBUG "failslab/verbose", "2");
	write_file(DEBUG "fail_page_alloc/verbose", "2");
	write_file(DEBUG "fail_usercopy/verbose", "2");
	CHECK_OK(nth = open(FAIL_NTH, O_RDWR | O_CLOEXEC));
	CHECK_OK(kmsg = open("/dev/kmsg",
			     O_RDWR | O_NONBLOCK | O_CLOEXEC));
	CHECK_OK(lseek(kmsg, 0, SEEK_END));
}

void failnth_arm(unsigned int n)
{
	char text[16];
	int bytes = snprintf(text, sizeof(text), "%u", n);

	begin();
	/* vm/run makes allowance for what is told between these two. */
	say("failnth: one call will fail\n");
	CHECK_EQ(pwrite(nth, text, (size_t)bytes, 0), bytes);
}

/* Reading copies to us, and that counts: if it fails, nothing had before. */
int failnth_disarm(void)
{
	char text[16] = "";
	ssize_t bytes = pread(nth, text, sizeof(text) - 1, 0);
	int fired = bytes > 0 && !atoi(text);

	/* As does writing, which may need a second time. */
	if (pwrite(nth, "0", 1, 0) != 1)
		CHECK_EQ(pwrite(nth, "0", 1, 0), 1);
	say("failnth: no call will fail\n");
	return fired;
}

/*
 * The text of a record, which stands after its number and time. What breaks its
 * lines is told in figures.
 */
static char *next_line(void)
{
	static char record[4096];
	ssize_t bytes;
	char *text;

	do {
		bytes = read(kmsg, record, sizeof(record) - 1);
	} while (bytes < 0 && (errno == EPIPE || errno == EINTR));
	if (bytes < 0)
		return NULL;
	record[bytes] = '\0';
	text = strchr(record, ';');
	text = text ? text + 1 : record;
	text[strcspn(text, "\n")] = '\0';
	return text + strspn(text, " ");
}

static void add_site(const char *what, const char *function)
{
	char text[FAILNTH_SITE_BYTES];
	unsigned int i;

	snprintf(text, sizeof(text), "%s from %s", what, function);
	found.ours++;
	for (i = 0; i < found.sites; i++)
		if (!strcmp(found.site[i], text))
			return;
	if (found.sites < FAILNTH_SITES)
		strcpy(found.site[found.sites++], text);
}

/* What the kernel logged of a fault: the call that failed, and its caller. */
static void read_log(void)
{
	char what[32] = "";
	char *line, *name;

	while ((line = next_line())) {
		name = strstr(line, "forcing a failure.\\x0aname ");
		if (name)
			sscanf(strstr(name, "name "), "name %31[^,]", what);
		/* What the stack holds beside is behind a question mark. */
		if (!*what || *line == '?' || !strstr(line, " [framering]"))
			continue;
		add_site(what, line);
		*what = '\0';
	}
}

static void tell(const char *name)
{
	unsigned int i;

	test_diag("%s: %u calls failed, %u of them for the driver, "
		  "from %u call sites; %u runs ended with an error",
		  name, found.calls, found.ours, found.sites, found.failed);
	for (i = 0; i < found.sites; i++)
		test_diag("  %s", found.site[i]);
}

const struct failnth *failnth_each(const char *name, int (*run)(void *data),
				   void *data,
				   void (*check)(void *data, int ret))
{
	int ret;

	memset(&found, 0, sizeof(found));
	for (;;) {
		failnth_arm(found.calls + 1);
		ret = run(data);
		if (!failnth_disarm())
			break;
		CHECK_LT(found.calls, MAX_CALLS);
		found.calls++;
		found.failed += ret != 0;
		read_log();
		check(data, ret);
	}
	CHECK_EQ(ret, 0);
	tell(name);
	return &found;
}
