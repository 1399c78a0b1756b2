// SPDX-License-Identifier: GPL-2.0-only
/*
 * A writer's role. The ring is configured when the program is about to give
 * frames, not when it tells a format: many programs try a few.
 */
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/log2.h>
#include <linux/minmax.h>
#include <linux/string.h>

#include <framering_format.h>

#include "lease.h"
#include "pixfmt.h"
#include "ring/configure.h"
#include "ring/generation.h"
#include "ring/ring.h"
#include "video.h"
#include "writer.h"

/* What the ring needs beside the buffers: readers and the newest frame. */
#define FR_WRITER_SPARE		3U
#define FR_WRITER_WIDTH		640U
#define FR_WRITER_HEIGHT	480U

/* What the ring would be for @pix. Return: 0 or -EINVAL. */
static int fr_writer_format(const struct v4l2_pix_format *pix,
			    struct framering_config *config,
			    struct fr_pixfmt *format)
{
	struct framering_geometry *g = &config->geometry;
	int ret;

	memset(config, 0, sizeof(*config));
	config->size = sizeof(*config);
	ret = fr_pixfmt_of_pix(pix, config);
	if (ret)
		return ret;
	g->fourcc = config->fourcc;
	g->width = config->width;
	g->height = config->height;
	g->slot_bytes = PAGE_ALIGN(g->frame_bytes);
	if (framering_format_find(config->fourcc))
		ret = framering_geometry_fill(g, 0, PAGE_SIZE);
	if (!ret)
		ret = fr_pixfmt_of_ring(config, format);
	return ret ? -EINVAL : 0;
}

/* Room for a compressed frame, as cameras have it. */
static u32 fr_writer_room(const struct v4l2_pix_format *pix)
{
	u64 bytes = (u64)pix->width * pix->height * 2;

	return clamp_t(u64, max_t(u64, bytes, pix->sizeimage), PAGE_SIZE,
		       FRAMERING_MAX_SLOT_BYTES);
}

/**
 * fr_writer_adjust - what comes nearest to what a program wants to write
 * @pix: in and out
 *
 * Return: 0 or -EINVAL (a frame would be too large).
 */
int fr_writer_adjust(struct v4l2_pix_format *pix)
{
	struct framering_config config;
	struct v4l2_pix_format wanted = *pix;
	struct fr_pixfmt format;

	if (!fr_pixfmt_fourcc(pix->pixelformat))
		wanted.pixelformat = V4L2_PIX_FMT_YUYV;
	if (!pix->width || !pix->height) {
		wanted.width = FR_WRITER_WIDTH;
		wanted.height = FR_WRITER_HEIGHT;
	}
	wanted.width = min(wanted.width, FRAMERING_MAX_SIDE);
	wanted.height = min(wanted.height, FRAMERING_MAX_SIDE);
	wanted.sizeimage = fr_writer_room(&wanted);
	if (wanted.field == V4L2_FIELD_ANY ||
	    wanted.field > V4L2_FIELD_INTERLACED_BT)
		wanted.field = V4L2_FIELD_NONE;
	/* What does not fit into a slot is made smaller. */
	while (fr_writer_format(&wanted, &config, &format)) {
		if (wanted.width <= 1 && wanted.height <= 1)
			return -EINVAL;
		wanted.width = max(wanted.width / 2, 1U);
		wanted.height = max(wanted.height / 2, 1U);
	}
	wanted.bytesperline = format.pix.bytesperline;
	wanted.sizeimage = format.pix.sizeimage;
	wanted.priv = V4L2_PIX_FMT_PRIV_MAGIC;
	wanted.flags = 0;
	/* A program's own word stays. */
	if (wanted.colorspace == V4L2_COLORSPACE_DEFAULT ||
	    wanted.colorspace > V4L2_COLORSPACE_DCI_P3) {
		wanted.colorspace = format.pix.colorspace;
		wanted.xfer_func = V4L2_XFER_FUNC_DEFAULT;
		wanted.ycbcr_enc = V4L2_YCBCR_ENC_DEFAULT;
		wanted.quantization = V4L2_QUANTIZATION_DEFAULT;
	}
	*pix = wanted;
	return 0;
}

/* Before anybody has said what he is going to write. */
void fr_writer_offer(struct fr_video *video)
{
	mutex_lock(&video->lock);
	if (!video->out_pix.pixelformat)
		fr_writer_adjust(&video->out_pix);
	mutex_unlock(&video->lock);
}

void fr_writer_init(struct fr_writer *writer)
{
	INIT_LIST_HEAD(&writer->queued);
	INIT_LIST_HEAD(&writer->reserved);
	writer->slot = -1;
}

/* What the ring has is what would be made of it: readers need not notice. */
static bool fr_writer_fits(struct fr_writer *writer,
			   const struct framering_config *wanted)
{
	struct fr_generation *gen;
	bool fits;

	gen = fr_generation_present(writer->client.buffers.video->ring);
	if (!gen)
		return false;
	fits = !memcmp(&gen->config.geometry, &wanted->geometry,
		       sizeof(wanted->geometry)) &&
	       !memcmp(&gen->config.picture, &wanted->picture,
		       sizeof(wanted->picture)) &&
	       gen->config.slots >= wanted->slots;
	fr_generation_put(gen);
	return fits;
}

static int fr_writer_configure(struct fr_writer *writer,
			       struct v4l2_fract period, unsigned int buffers)
{
	struct framering_config config;
	struct fr_pixfmt format;
	int ret;

	ret = fr_writer_format(&writer->pix, &config, &format);
	if (ret)
		return ret;
	config.picture.rate.numerator = period.denominator;
	config.picture.rate.denominator = period.numerator;
	config.slots = min_t(u32, roundup_pow_of_two(buffers + FR_WRITER_SPARE),
			     FRAMERING_MAX_SLOTS);
	if (fr_writer_fits(writer, &config))
		return 0;
	/* The driver lays known formats out itself. */
	if (!(config.flags & FRAMERING_CONFIG_LAYOUT))
		memset(&config.geometry, 0, sizeof(config.geometry));
	return fr_ring_configure(writer->client.buffers.video->ring, &config,
				 NULL, &writer->client.opener);
}

/* Another file writes. */
bool fr_writer_busy(struct fr_writer *writer)
{
	struct fr_video *video = writer->client.buffers.video;
	bool busy;

	mutex_lock(&video->lock);
	busy = video->writer && video->writer != writer;
	mutex_unlock(&video->lock);
	return busy;
}

/* Be the one that writes, with what was agreed. Return: 0 or -EBUSY. */
static int fr_writer_claim(struct fr_writer *writer, struct v4l2_fract *period)
{
	struct fr_video *video = writer->client.buffers.video;
	int ret = -EBUSY;

	mutex_lock(&video->lock);
	if (!video->writer) {
		video->writer = writer;
		writer->pix = video->out_pix;
		*period = video->out_period;
		ret = 0;
	}
	mutex_unlock(&video->lock);
	return ret;
}

static void fr_writer_unclaim(struct fr_writer *writer)
{
	struct fr_video *video = writer->client.buffers.video;

	mutex_lock(&video->lock);
	if (video->writer == writer)
		video->writer = NULL;
	mutex_unlock(&video->lock);
}

/* The role is revoked; ring->lock is held. */
static void fr_writer_unmap(struct fr_role *role)
{
	struct fr_writer *writer = role->user;

	fr_buffers_drop(&writer->client.buffers);
}

/* Somebody else may have configured the ring before the role was attached. */
static int fr_writer_check(struct fr_writer *writer, struct fr_role *role)
{
	const struct v4l2_pix_format *pix = &writer->pix;
	struct fr_pixfmt format;

	if (fr_pixfmt_of_ring(&role->gen->config, &format) || !format.direct ||
	    format.pix.pixelformat != pix->pixelformat ||
	    format.pix.width != pix->width ||
	    format.pix.height != pix->height ||
	    format.pix.bytesperline != pix->bytesperline ||
	    format.pix.sizeimage < pix->sizeimage)
		return -EBUSY;
	writer->in_place = fr_lease_can_show(role, &format);
	return 0;
}

/**
 * fr_writer_begin - become the producer
 * @writer: the writer; its lock is held
 * @buffers: how many slots it is going to fill at a time
 *
 * Return: 0 (also if it is); -EBUSY (there is a producer), -EBADF (the file is
 * not open for writing), or as fr_ring_configure() and fr_role_attach().
 */
int fr_writer_begin(struct fr_writer *writer, unsigned int buffers)
{
	struct fr_ring *ring = writer->client.buffers.video->ring;
	struct v4l2_fract period;
	struct fr_role *role;
	int ret;

	if (writer->client.role)
		return 0;
	if (!writer->client.opener.writes)
		return -EBADF;
	ret = fr_writer_claim(writer, &period);
	if (ret)
		return ret;
	ret = fr_writer_configure(writer, period, buffers);
	if (ret)
		goto err_unclaim;
	role = fr_role_attach(ring, FRAMERING_ROLE_PRODUCER, 0,
			      &writer->client.opener);
	if (IS_ERR(role)) {
		ret = PTR_ERR(role);
		goto err_unclaim;
	}
	ret = fr_writer_check(writer, role);
	if (ret) {
		fr_role_detach(role);
		goto err_unclaim;
	}
	fr_client_take(&writer->client, role, fr_writer_unmap, writer);
	fr_client_watch(&writer->client);
	writer->frames = 0;
	return 0;

err_unclaim:
	fr_writer_unclaim(writer);
	return ret;
}

/* Be the producer no more, which ends the stream. */
void fr_writer_end(struct fr_writer *writer)
{
	writer->writing = false;
	writer->slot = -1;
	writer->done = 0;
	if (!writer->client.role)
		return;
	fr_buffers_drop(&writer->client.buffers);
	fr_client_unwatch(&writer->client);
	fr_client_detach(&writer->client);
	fr_writer_unclaim(writer);
	fr_client_wake(&writer->client);
}
