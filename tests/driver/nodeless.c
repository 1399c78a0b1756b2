// SPDX-License-Identifier: MIT
/* Rings without a device node: only who is given a file has them. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"
#include "nodeless.h"
#include "pass.h"
#include "rings.h"
#include "uring.h"

#define NOBODY	65534
#define CROWD	64

static void configure(int ring)
{
	struct framering_config config = dev_config();

	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
}

/* Open @file anew, as whoever has it may. */
static int try_reopen(int file, int flags)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", file);
	return open(path, flags | O_CLOEXEC);
}

static void wait_for(pid_t pid)
{
	int status;

	CHECK_EQ(waitpid(pid, &status, 0), pid);
	CHECK_EQ(status, 0);
}

TEST(nodeless_ring_works_and_has_no_node_ok)
{
	struct framering_add add = nodeless_add(0600);
	struct dev_producer p;
	struct dev_consumer c;
	char path[96];
	uint8_t i;

	CHECK_ERRNO(rings_try_open(add.ring, O_RDWR), ENOENT);
	CHECK_EQ(dev_query(add.fd).ring, add.ring);
	snprintf(path, sizeof(path), "/sys/class/framering/%s/dev",
		 dev_query(add.fd).name);
	CHECK_ERRNO(access(path, F_OK), ENOENT);
	CHECK_EQ(fcntl(add.fd, F_GETFD), FD_CLOEXEC);
	CHECK_EQ(fcntl(add.fd, F_GETFL) & O_ACCMODE, O_RDWR);
	configure(add.fd);
	CHECK_STR_EQ(dev_sysfs_text(add.fd, "size"), "64x48");
	p = dev_producer(add.fd);
	c = dev_consumer(add.fd, FRAMERING_ATTACH_LOSSLESS);
	for (i = 0; i < 6; i++) {
		CHECK_GE(dev_produce(&p, i), 0);
		dev_release(&c, dev_consume(&c, i));
	}
	/* Not by a worker, after this process: the next one counts numbers. */
	CHECK_EQ(rings_remove(add.ring), 0);
}

TEST(nodeless_ring_goes_with_its_only_file_ok)
{
	struct framering_add add = nodeless_add(0600);
	int copy = -1;

	CHECK_OK(copy = dup(add.fd));
	close(add.fd);
	CHECK_EQ(dev_query(copy).ring, add.ring);
	close(copy);
	nodeless_check_goes(add.ring);
	/* Its number is free. */
	CHECK_EQ(rings_add(), add.ring);
	CHECK_EQ(rings_remove(add.ring), 0);
}

TEST(nodeless_ring_goes_with_its_process_ok)
{
	int channel[2];
	uint32_t number;
	pid_t pid;

	CHECK_OK(pipe(channel));
	pid = fork();
	CHECK_OK(pid);
	if (!pid) {
		struct framering_add add = nodeless_add(0600);

		configure(add.fd);
		dev_producer(add.fd);
		dev_consumer(add.fd, FRAMERING_ATTACH_LOSSLESS);
		CHECK_EQ(write(channel[1], &add.ring, sizeof(add.ring)),
			 sizeof(add.ring));
		raise(SIGKILL);
	}
	CHECK_EQ(read(channel[0], &number, sizeof(number)), sizeof(number));
	CHECK_EQ(waitpid(pid, NULL, 0), pid);
	nodeless_check_goes(number);
}

TEST(nodeless_ring_stays_for_its_roles_ok)
{
	struct framering_add add = nodeless_add(0600);
	struct dev_producer p;
	struct dev_consumer c;
	int parent[2];
	char byte;
	pid_t pid;

	CHECK_OK(pipe(parent));
	/* In a child, whose mappings go with it. */
	pid = fork();
	CHECK_OK(pid);
	if (!pid) {
		configure(add.fd);
		p = dev_producer(add.fd);
		c = dev_consumer(add.fd, 0);
		close(add.fd);
		close(parent[1]);
		/* Its parent has closed its own, too. */
		CHECK_EQ(read(parent[0], &byte, 1), 0);
		CHECK_GE(dev_produce(&p, 7), 0);
		dev_release(&c, dev_consume(&c, 7));
		CHECK(nodeless_is_there(add.ring));
		close(p.fd);
		_exit(0);
	}
	close(add.fd);
	close(parent[1]);
	wait_for(pid);
	nodeless_check_goes(add.ring);
}

TEST(nodeless_ring_is_opened_again_as_its_mode_says_ok)
{
	struct framering_add add = nodeless_add(0604);
	struct framering_config config = dev_config();
	struct stat stat;
	int reader, writer = -1;
	pid_t pid;

	CHECK_OK(fstat(add.fd, &stat));
	CHECK_EQ(stat.st_uid, 0);
	CHECK_EQ(stat.st_mode & 0777, 0604);
	configure(add.fd);
	CHECK_OK(writer = try_reopen(add.fd, O_WRONLY));
	CHECK_EQ(dev_query(writer).ring, add.ring);
	close(writer);
	pid = fork();
	CHECK_OK(pid);
	if (!pid) {
		CHECK_OK(setresgid(NOBODY, NOBODY, NOBODY));
		CHECK_OK(setresuid(NOBODY, NOBODY, NOBODY));
		CHECK_ERRNO(try_reopen(add.fd, O_RDWR), EACCES);
		CHECK_OK(reader = try_reopen(add.fd, O_RDONLY));
		CHECK_ERRNO(ioctl(reader, FRAMERING_IOC_CONFIGURE, &config),
			    EBADF);
		CHECK_GE(dev_try_attach(reader, FRAMERING_ROLE_CONSUMER, 0), 0);
		CHECK_ERRNO(dev_try_attach(reader, FRAMERING_ROLE_PRODUCER, 0),
			    EBADF);
		_exit(0);
	}
	wait_for(pid);
	/* One that was opened again is as good as the first. */
	CHECK_OK(reader = try_reopen(add.fd, O_RDONLY));
	close(add.fd);
	CHECK_EQ(dev_query(reader).ring, add.ring);
	close(reader);
	nodeless_check_goes(add.ring);
}

TEST(nodeless_ring_in_a_socket_goes_with_the_socket_ok)
{
	struct framering_add add = nodeless_add(0600);
	int socket[2], file;

	CHECK_OK(socketpair(AF_UNIX, SOCK_DGRAM, 0, socket));
	pass_send(socket[0], add.fd);
	close(add.fd);
	CHECK(nodeless_is_there(add.ring));
	file = pass_receive(socket[1]);
	configure(file);
	/* Nobody takes it out again. */
	pass_send(socket[0], file);
	close(file);
	close(socket[0]);
	CHECK(nodeless_is_there(add.ring));
	close(socket[1]);
	nodeless_check_goes(add.ring);
}

TEST(nodeless_ring_in_an_io_uring_goes_with_it_ok)
{
	struct framering_add add = nodeless_add(0600);
	struct uring uring = uring_open();

	uring_register(&uring, &add.fd, 1);
	close(add.fd);
	CHECK(nodeless_is_there(add.ring));
	uring_close(&uring);
	nodeless_check_goes(add.ring);
}

TEST(removed_nodeless_ring_is_gone_for_its_files_ok)
{
	struct framering_add add = nodeless_add(0600);
	struct framering_query query = { .size = sizeof(query) };
	uint32_t number;

	CHECK_EQ(rings_remove(add.ring), 0);
	CHECK_ERRNO(ioctl(add.fd, FRAMERING_IOC_QUERY, &query), ENODEV);
	/* The last file of the old one does not remove the new one. */
	number = rings_add();
	CHECK_EQ(number, add.ring);
	close(add.fd);
	add = nodeless_add(0600);
	close(add.fd);
	nodeless_check_goes(add.ring);
	CHECK_EQ(dev_query(rings_open(number, O_RDONLY)).ring, number);
	CHECK_EQ(rings_remove(number), 0);
}

TEST(unbound_nodeless_ring_goes_with_its_file_ok)
{
	struct framering_add add = nodeless_add(0600);
	char name[32];

	snprintf(name, sizeof(name), "framering.%u", add.ring);
	CHECK_EQ(rings_driver("platform", "unbind", name), 0);
	CHECK(nodeless_is_there(add.ring));
	close(add.fd);
	nodeless_check_goes(add.ring);
}

/* Open it and close it, again and again, also while it goes. */
static void open_and_close(int socket)
{
	int file = pass_receive(socket), i;

	for (i = 0; i < 20; i++) {
		int again = try_reopen(file, O_RDWR);

		CHECK_OK(again);
		dev_query(again);
		close(file);
		file = again;
	}
	_exit(0);
}

TEST(nodeless_ring_of_64_processes_goes_with_the_last_ok)
{
	struct framering_add add = nodeless_add(0600);
	int socket[2], i;
	pid_t pid[CROWD];

	test_timeout(120);
	CHECK_OK(socketpair(AF_UNIX, SOCK_DGRAM, 0, socket));
	for (i = 0; i < CROWD; i++) {
		pid[i] = fork();
		CHECK_OK(pid[i]);
		if (!pid[i]) {
			close(add.fd);
			open_and_close(socket[1]);
		}
	}
	for (i = 0; i < CROWD; i++)
		pass_send(socket[0], add.fd);
	close(add.fd);
	for (i = 0; i < CROWD; i++)
		wait_for(pid[i]);
	nodeless_check_goes(add.ring);
}
