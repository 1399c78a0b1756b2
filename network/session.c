// SPDX-License-Identifier: MIT
/* A pipeline, and what happens to it. */
#include <glib-unix.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "carry.h"
#include "graph.h"
#include "moment.h"
#include "session.h"
#include "transport.h"

/* Seconds without a packet after which a receiver begins anew. */
#define SILENCE	5

/**
 * struct session - one run of a program
 * @options: what is wanted
 * @carry: times, and what else travels
 * @flow: numbers
 * @loop: it ends with this
 * @pipeline: NULL while it waits to be made anew
 * @ending: what it came to
 * @signal: which ended it, 0 for none
 * @quiet_for: seconds since the last packet of this pipeline
 * @heard: how many had come by then
 * @flowed: packets have come through this pipeline
 * @complaint: what was said last, so that it is not repeated
 */
struct session {
	const struct options *options;
	struct carry carry;
	struct flow flow;
	GMainLoop *loop;
	GstElement *pipeline;
	enum ending ending;
	int signal;
	unsigned int quiet_for;
	guint64 heard;
	gboolean flowed;
	char *complaint;
};

static void end(struct session *s, enum ending ending)
{
	s->ending = ending;
	g_main_loop_quit(s->loop);
}

static void stop(struct session *s)
{
	GstBus *bus;

	if (!s->pipeline)
		return;
	bus = gst_element_get_bus(s->pipeline);
	gst_bus_remove_watch(bus);
	gst_object_unref(bus);
	gst_element_set_state(s->pipeline, GST_STATE_NULL);
	gst_object_unref(s->pipeline);
	s->pipeline = NULL;
}

static gboolean start(gpointer data);

/* The network fails, and may work again; NULL: there is nothing to say. */
static void again(struct session *s, const char *why)
{
	if (why && g_strcmp0(s->complaint, why)) {
		if (!s->options->quiet)
			said("%s; trying again", why);
		g_free(s->complaint);
		s->complaint = g_strdup(why);
	}
	stop(s);
	g_timeout_add(1000, start, s);
}

static void on_error(struct session *s, GstMessage *message)
{
	GError *error;
	char *detail;

	gst_message_parse_error(message, &error, &detail);
	if (!strcmp(GST_OBJECT_NAME(message->src), "ring")) {
		said("%s", error->message);
		end(s, ENDING_RING);
	} else {
		again(s, error->message);
	}
	g_error_free(error);
	g_free(detail);
}

static gboolean on_message(GstBus *bus, GstMessage *message, gpointer data)
{
	struct session *s = data;

	(void)bus;
	switch (GST_MESSAGE_TYPE(message)) {
	case GST_MESSAGE_ERROR:
		on_error(s, message);
		break;
	case GST_MESSAGE_EOS:
		again(s, "the other side ended");
		break;
	default:
		break;
	}
	return G_SOURCE_CONTINUE;
}

/* So that frames from before it began have times of their own, too. */
static void begin_earlier(GstElement *pipeline)
{
	GstClock *clock = gst_system_clock_obtain();

	gst_pipeline_use_clock(GST_PIPELINE(pipeline), clock);
	gst_element_set_start_time(pipeline, GST_CLOCK_TIME_NONE);
	gst_element_set_base_time(pipeline, gst_clock_get_time(clock) -
					    MOMENT_OLDEST);
	gst_object_unref(clock);
}

static gboolean start(gpointer data)
{
	struct session *s = data;
	GstBus *bus;

	s->pipeline = graph_new(s->options);
	if (!s->pipeline || carry_begin(&s->carry, s->pipeline)) {
		end(s, ENDING_NETWORK);
		return G_SOURCE_REMOVE;
	}
	bus = gst_element_get_bus(s->pipeline);
	gst_bus_add_watch(bus, on_message, s);
	gst_object_unref(bus);
	s->quiet_for = 0;
	s->flowed = FALSE;
	begin_earlier(s->pipeline);
	/* What fails says so on the bus. */
	gst_element_set_state(s->pipeline, GST_STATE_PLAYING);
	return G_SOURCE_REMOVE;
}

static void print(const char *what, const struct flow_numbers *n, guint64 lost)
{
	gint64 mean = n->measured ? n->age_sum / (gint64)n->measured : 0;

	printf("%s frames=%llu missed=%llu damaged=%llu untimed=%llu lost=%llu",
	       what, (unsigned long long)n->frames,
	       (unsigned long long)n->missed, (unsigned long long)n->damaged,
	       (unsigned long long)n->untimed, (unsigned long long)lost);
	if (n->measured)
		printf(" latency_ms=%.2f/%.2f/%.2f",
		       (double)n->age_least / 1e6, (double)mean / 1e6,
		       (double)n->age_most / 1e6);
	putchar('\n');
	fflush(stdout);
}

static guint64 lost(const struct session *s)
{
	return s->pipeline && s->options->side == SIDE_RECEIVE ?
		s->options->transport->lost(s->pipeline) : 0;
}

/*
 * The elements need not take a peer that began anew for the same, and srtsrc
 * may wait for ever for one that is there again.
 */
static void watch_silence(struct session *s, const struct flow_numbers *total)
{
	if (total->heard != s->heard) {
		s->heard = total->heard;
		s->flowed = TRUE;
		s->quiet_for = 0;
		g_clear_pointer(&s->complaint, g_free);
	} else if (s->pipeline && s->options->side == SIDE_RECEIVE &&
		   ++s->quiet_for >= SILENCE) {
		again(s, s->flowed ? "nothing came for five seconds" : NULL);
	}
}

static gboolean each_second(gpointer data)
{
	struct session *s = data;
	struct flow_numbers recent, total;

	flow_recent(&s->flow, &recent);
	flow_total(&s->flow, &total);
	if (s->options->stats)
		print("second", &recent, lost(s));
	watch_silence(s, &total);
	return G_SOURCE_CONTINUE;
}

/* More often than that, so that not many more go through than were wanted. */
static gboolean enough(gpointer data)
{
	struct session *s = data;
	struct flow_numbers total;

	flow_total(&s->flow, &total);
	if (total.frames >= s->options->frames)
		end(s, ENDING_OK);
	return G_SOURCE_CONTINUE;
}

static gboolean on_int(gpointer data)
{
	((struct session *)data)->signal = SIGINT;
	end(data, ENDING_OK);
	return G_SOURCE_CONTINUE;
}

static gboolean on_term(gpointer data)
{
	((struct session *)data)->signal = SIGTERM;
	end(data, ENDING_OK);
	return G_SOURCE_CONTINUE;
}

enum ending session_run(const struct options *options, int *signal)
{
	struct session s = { .options = options };
	struct flow_numbers total;
	guint64 last;

	flow_init(&s.flow);
	s.carry.options = options;
	s.carry.flow = &s.flow;
	s.loop = g_main_loop_new(NULL, FALSE);
	g_unix_signal_add(SIGINT, on_int, &s);
	g_unix_signal_add(SIGTERM, on_term, &s);
	g_timeout_add(1000, each_second, &s);
	if (options->frames)
		g_timeout_add(20, enough, &s);
	g_idle_add(start, &s);
	g_main_loop_run(s.loop);
	last = lost(&s);
	stop(&s);
	flow_total(&s.flow, &total);
	if (options->stats)
		print("total", &total, last);
	g_main_loop_unref(s.loop);
	g_free(s.complaint);
	*signal = s.signal;
	return s.ending;
}
