// SPDX-License-Identifier: MIT
/* H.264 by SRT: what is lost is sent again; it can be encrypted. */
#include <errno.h>

#include "h264.h"
#include "secret.h"
#include "stats.h"
#include "transport.h"

static char *send(const struct options *options)
{
	char *coded = h264_send(options), *text;

	if (!coded)
		return NULL;
	text = g_strconcat(coded, " ! srtsink name=srt sync=false async=false "
			   "wait-for-connection=false", NULL);
	g_free(coded);
	return text;
}

static char *receive(const struct options *options)
{
	char *coded = h264_receive(), *text;

	(void)options;
	if (!coded)
		return NULL;
	text = g_strconcat("srtsrc name=srt keep-listening=true ! ", coded,
			   NULL);
	g_free(coded);
	return text;
}

static void set_address(GstElement *srt, const struct address *address)
{
	gboolean listens = !*address->host;
	struct address any = { "0.0.0.0", address->port };
	char *host = address_print(listens ? &any : address);
	char *uri = g_strdup_printf("srt://%s?mode=%s", host,
				    listens ? "listener" : "caller");

	g_object_set(srt, "uri", uri, NULL);
	g_free(uri);
	g_free(host);
}

static int set(GstElement *pipeline, const struct options *options)
{
	GstElement *srt;
	char *secret;

	if (secret_read(&secret, options->secret_file))
		return -EINVAL;
	srt = gst_bin_get_by_name(GST_BIN(pipeline), "srt");
	set_address(srt, &options->address[0]);
	g_object_set(srt, "latency", (gint)options->latency_ms, NULL);
	if (secret) {
		g_object_set(srt, "passphrase", secret, NULL);
		gst_util_set_object_arg(G_OBJECT(srt), "pbkeylen", "32");
	}
	secret_free(secret);
	gst_object_unref(srt);
	return 0;
}

/* SRT does not tell which of them came too late in the end. */
static guint64 lost(GstElement *pipeline)
{
	return stats_count(pipeline, "srt", "packets-received-lost");
}

const struct transport transport_srt = {
	.name = "srt",
	.help = "H.264 by SRT: anywhere; :PORT waits for the others to call",
	.source = "srt",
	.latency_ms = 125,
	.may_listen = TRUE,
	.encrypts = TRUE,
	.send = send,
	.receive = receive,
	.set = set,
	.lost = lost,
};
