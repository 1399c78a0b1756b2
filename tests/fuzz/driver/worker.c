// SPDX-License-Identifier: MIT
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "context.h"
#include "ops.h"

/* After so long, and then again and again, a signal comes. */
#define BOUND_NS	4000000
/* C libraries have no name for the member. */
#ifndef sigev_notify_thread_id
#define sigev_notify_thread_id	_sigev_un._tid
#endif

static void on_timer(int number)
{
	(void)number;
}

static int make_timer(struct worker *w)
{
	/* No SA_RESTART: the call is to end. */
	struct sigaction action = { .sa_handler = on_timer };
	struct sigevent event = {
		.sigev_notify = SIGEV_THREAD_ID,
		.sigev_signo = SIGUSR1,
	};

	event.sigev_notify_thread_id = (pid_t)syscall(SYS_gettid);
	sigaction(SIGUSR1, &action, NULL);
	return timer_create(CLOCK_MONOTONIC, &event, &w->timer) ? -errno : 0;
}

void worker_renew(struct worker *w)
{
	make_timer(w);
}

int worker_init(struct worker *w, struct context *context, uint32_t number,
		uint64_t seed)
{
	memset(w, 0, sizeof(*w));
	w->context = context;
	w->number = number;
	w->seed = seed;
	w->args = mmap(NULL, 3 * PAGE, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (w->args == MAP_FAILED)
		return -errno;
	mprotect(w->args + 2 * PAGE, PAGE, PROT_NONE);
	return make_timer(w);
}

static void set_timer(struct worker *w, long ns)
{
	struct itimerspec spec = {
		.it_value.tv_nsec = ns,
		.it_interval.tv_nsec = ns,
	};

	timer_settime(w->timer, 0, &spec, NULL);
}

void worker_bound(struct worker *w)
{
	set_timer(w, BOUND_NS);
}

void worker_unbound(struct worker *w)
{
	set_timer(w, 0);
}

void worker_say(struct worker *w, const char *format, ...)
{
	size_t left = sizeof(w->text) - w->length;
	va_list args;
	int n;

	if (!w->context->trace)
		return;
	va_start(args, format);
	n = vsnprintf(w->text + w->length, left, format, args);
	va_end(args);
	if (n > 0)
		w->length += (size_t)n < left ? (size_t)n : left - 1;
}

/* Told before it is done: it may be the last. */
static void tell_start(struct worker *w, const struct op *op)
{
	w->length = 0;
	worker_say(w, "T%u.%u #%llu %s", w->number, w->depth,
		   (unsigned long long)w->step, op->name);
}

static void tell_end(struct worker *w, long ret)
{
	if (!w->context->trace)
		return;
	worker_say(w, " = %ld%s%s\n", ret, ret < 0 ? " " : "",
		   ret < 0 ? strerrorname_np((int)-ret) ?: "" : "");
	if (write(STDOUT_FILENO, w->text, w->length) < 0)
		w->context->trace = 0;
}

/* A step's chance depends on its number alone, not on what came before. */
void worker_run(struct worker *w, uint64_t steps)
{
	uint64_t end = w->step + steps;

	for (; w->step < end; w->step++) {
		const struct op *op;

		w->prng.state = prng_mix(w->seed, w->step);
		op = ops_pick(&w->prng);
		tell_start(w, op);
		tell_end(w, op->run(w));
	}
}
