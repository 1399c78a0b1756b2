// SPDX-License-Identifier: MIT
/*
 * A link between two network namespaces that delays each packet and loses some,
 * for kernels without netem. Each end is a TUN device, called link0, which
 * whoever starts this gives an address; "ready" is said when both are there.
 * On SIGINT and SIGTERM it tells what it did, and ends.
 *
 * usage: link DELAY_MS LOSS_PERCENT NEAR FAR
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

/* A power of two. What does not find room waits in the device. */
#define PACKETS		16384U
#define PACKET_BYTES	1600
#define NS_PER_S	1000000000LL

/**
 * struct packet - one on its way
 * @due: when it is to leave, by CLOCK_MONOTONIC
 * @bytes: of @data
 * @data: from its IP header on
 */
struct packet {
	int64_t due;
	size_t bytes;
	uint8_t data[PACKET_BYTES];
};

/**
 * struct way - one direction
 * @packet: those on their way, a ring
 * @head: how many came
 * @tail: how many left
 * @lost: how many were lost
 */
struct way {
	struct packet *packet;
	uint64_t head;
	uint64_t tail;
	uint64_t lost;
};

static volatile sig_atomic_t over;

static void on_signal(int signal)
{
	(void)signal;
	over = 1;
}

static int64_t now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * NS_PER_S + now.tv_nsec;
}

/* A device that this process keeps in a namespace that it enters. */
static int end_in(const char *space)
{
	struct ifreq request = { .ifr_flags = IFF_TUN | IFF_NO_PI };
	char path[256];
	int fd;

	snprintf(path, sizeof(path), "/run/netns/%s", space);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || setns(fd, CLONE_NEWNET))
		err(1, "%s", path);
	close(fd);
	fd = open("/dev/net/tun", O_RDWR | O_CLOEXEC | O_NONBLOCK);
	strcpy(request.ifr_name, "link0");
	if (fd < 0 || ioctl(fd, TUNSETIFF, &request))
		err(1, "/dev/net/tun");
	return fd;
}

/* Take what came. A device that is down has nothing. */
static void take(struct way *way, int fd, int64_t delay, double loss)
{
	while (way->head - way->tail < PACKETS) {
		struct packet *packet = &way->packet[way->head % PACKETS];
		ssize_t bytes = read(fd, packet->data, sizeof(packet->data));

		if (bytes <= 0)
			return;
		if (drand48() < loss) {
			way->lost++;
			continue;
		}
		packet->bytes = (size_t)bytes;
		packet->due = now() + delay;
		way->head++;
	}
}

/* Let those leave whose time has come. One that is down takes nothing. */
static void pass(struct way *way, int fd)
{
	while (way->tail != way->head) {
		const struct packet *packet = &way->packet[way->tail % PACKETS];

		if (packet->due > now())
			return;
		if (write(fd, packet->data, packet->bytes) < 0 &&
		    errno == EAGAIN)
			return;
		way->tail++;
	}
}

/* Nanoseconds until the next one is due. */
static int64_t rest_of(const struct way *way, int64_t rest)
{
	int64_t left;

	if (way->tail == way->head)
		return rest;
	left = way->packet[way->tail % PACKETS].due - now();
	if (left < 0)
		left = 0;
	return left < rest ? left : rest;
}

static void run(struct way way[2], const int fd[2], int64_t delay, double loss)
{
	while (!over) {
		int64_t rest = rest_of(&way[1], rest_of(&way[0], NS_PER_S));
		const struct timespec timeout = {
			.tv_sec = rest / NS_PER_S,
			.tv_nsec = rest % NS_PER_S,
		};
		struct pollfd fds[2];
		int i;

		for (i = 0; i < 2; i++)
			fds[i] = (struct pollfd){
				.fd = way[i].head - way[i].tail < PACKETS ?
				      fd[i] : -1,
				.events = POLLIN,
			};
		ppoll(fds, 2, &timeout, NULL);
		for (i = 0; i < 2; i++) {
			take(&way[i], fd[i], delay, loss);
			pass(&way[i], fd[!i]);
		}
	}
}

int main(int argc, char **argv)
{
	struct way way[2] = { 0 };
	int fd[2], i;

	if (argc != 5)
		errx(2, "usage: link DELAY_MS LOSS_PERCENT NEAR FAR");
	signal(SIGINT, on_signal);
	signal(SIGTERM, on_signal);
	for (i = 0; i < 2; i++) {
		fd[i] = end_in(argv[3 + i]);
		way[i].packet = calloc(PACKETS, sizeof(*way[i].packet));
		if (!way[i].packet)
			errx(1, "no memory");
	}
	/* The same losses each time, as far as packets come in one order. */
	srand48(1);
	puts("ready");
	fflush(stdout);
	run(way, fd, strtol(argv[1], NULL, 10) * 1000000LL,
	    strtod(argv[2], NULL) / 100);
	for (i = 0; i < 2; i++) {
		printf("%s packets=%llu lost=%llu\n", i ? "back" : "there",
		       (unsigned long long)(way[i].head + way[i].lost),
		       (unsigned long long)way[i].lost);
		free(way[i].packet);
		close(fd[i]);
	}
	return 0;
}
