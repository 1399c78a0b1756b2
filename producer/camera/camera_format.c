// SPDX-License-Identifier: MIT
/* What a camera gives, and how that lies in a slot. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "camera.h"

/* How messages call @fourcc. */
static const char *name_of(uint32_t fourcc)
{
	const struct framering_format *format = framering_format_find(fourcc);

	return format ? format->name : framering_compressed_name(fourcc);
}

/* The ring's code for V4L2's @code; 0: there is none. */
static uint32_t fourcc_of(uint32_t code)
{
	char name[5];
	int i;

	/* V4L2's RG16 is another one than DRM's. */
	if (code == V4L2_PIX_FMT_SRGGB16)
		return framering_fourcc_by_name("RGGB16");
	memcpy(name, &code, 4);
	name[4] = '\0';
	for (i = 3; i > 0 && name[i] == ' '; i--)
		name[i] = '\0';
	return framering_fourcc_by_name(name);
}

static enum outcome choose_input(const struct camera *camera,
				 const struct options *options)
{
	int number, ret;

	if (!options->file)
		return OUTCOME_OK;
	/* It was looked at before. */
	number = atoi(options->file);
	ret = camera_call(camera, VIDIOC_S_INPUT, &number);
	if (!ret)
		return OUTCOME_OK;
	if (ret == -EBUSY)
		return camera_failed(camera, ret);
	return fail(OUTCOME_USAGE, "--input %d: %s has no such input; "
		    "'v4l2-ctl -d %s --list-inputs' lists them",
		    number, camera->name, camera->name);
}

/* V4L2's code for @wanted, or for the first that a ring knows if that is 0. */
static enum outcome find_code(const struct camera *camera, uint32_t wanted,
			      uint32_t *code)
{
	struct v4l2_fmtdesc desc = { .type = V4L2_BUF_TYPE_VIDEO_CAPTURE };
	char known[128] = "";
	size_t length = 0;

	for (; !camera_call(camera, VIDIOC_ENUM_FMT, &desc); desc.index++) {
		uint32_t fourcc = fourcc_of(desc.pixelformat);

		if (!fourcc)
			continue;
		if (!wanted || wanted == fourcc) {
			*code = desc.pixelformat;
			return OUTCOME_OK;
		}
		if (length < sizeof(known))
			length += (size_t)snprintf(known + length,
						   sizeof(known) - length,
						   " %s", name_of(fourcc));
	}
	if (!wanted)
		return fail(OUTCOME_INPUT, "%s: gives no format that a ring "
			    "can carry", camera->name);
	return fail(OUTCOME_INPUT, "%s: does not give %s; it gives%s",
		    camera->name, name_of(wanted), *known ? known : " none");
}

static enum outcome choose_format(struct camera *camera,
				  const struct options *options)
{
	const struct framering_config *c = &options->config;
	struct v4l2_format format = { .type = V4L2_BUF_TYPE_VIDEO_CAPTURE };
	struct v4l2_pix_format *pix = &format.fmt.pix;
	uint32_t code;
	enum outcome outcome;
	int ret = camera_call(camera, VIDIOC_G_FMT, &format);

	if (ret)
		return fail(OUTCOME_INPUT, "%s: %s", camera->name,
			    strerror(-ret));
	code = pix->pixelformat;
	/* Without a wish, it stays with what it is set to. */
	if (c->fourcc || !fourcc_of(code)) {
		outcome = find_code(camera, c->fourcc, &code);
		if (outcome)
			return outcome;
	}
	pix->pixelformat = code;
	pix->bytesperline = 0;
	pix->sizeimage = 0;
	if (c->width) {
		pix->width = c->width;
		pix->height = c->height;
	}
	ret = camera_call(camera, VIDIOC_S_FMT, &format);
	if (ret == -EBUSY)
		return camera_failed(camera, ret);
	if (ret)
		return fail(OUTCOME_INPUT, "%s: refuses the format",
			    camera->name);
	if (pix->pixelformat != code ||
	    (c->width && (pix->width != c->width || pix->height != c->height)))
		return fail(OUTCOME_INPUT, "%s: does not give %ux%u %s; the "
			    "nearest is %ux%u", camera->name, c->width,
			    c->height, name_of(fourcc_of(code)), pix->width,
			    pix->height);
	camera->format = *pix;
	camera->fourcc = fourcc_of(code);
	return OUTCOME_OK;
}

static enum outcome choose_rate(struct camera *camera,
				const struct options *options)
{
	struct v4l2_streamparm parm = { .type = V4L2_BUF_TYPE_VIDEO_CAPTURE };
	struct v4l2_fract *period = &parm.parm.capture.timeperframe;
	int known = !camera_call(camera, VIDIOC_G_PARM, &parm);

	if (!known && options->rate_given && options->rate_num)
		say("%s: its rate cannot be set", camera->name);
	if (known && options->rate_given && options->rate_num) {
		period->numerator = options->rate_den;
		period->denominator = options->rate_num;
		if (camera_call(camera, VIDIOC_S_PARM, &parm))
			say("%s: its rate cannot be set", camera->name);
		else if ((uint64_t)period->numerator * options->rate_num !=
			 (uint64_t)period->denominator * options->rate_den)
			say("%s: gives %.3f frames a second, the nearest",
			    camera->name, period->numerator ?
			    (double)period->denominator / period->numerator :
			    0);
	}
	if (known && period->numerator && period->denominator) {
		camera->rate_num = period->denominator;
		camera->rate_den = period->numerator;
	}
	return OUTCOME_OK;
}

enum outcome camera_choose(struct camera *camera, const struct options *options)
{
	enum outcome outcome = choose_input(camera, options);

	if (!outcome)
		outcome = choose_format(camera, options);
	if (!outcome)
		outcome = choose_rate(camera, options);
	return outcome;
}

/* V4L2 tells the first plane's lines; the others' are as much longer. */
static void lay_out(const struct v4l2_pix_format *pix,
		    const struct framering_format *format,
		    struct framering_geometry *g)
{
	uint32_t first = framering_row_bytes(format, 0, g->width);
	uint32_t line = pix->bytesperline > first ? pix->bytesperline : first;
	uint32_t i, at = 0;

	g->planes = format->planes;
	for (i = 0; i < g->planes; i++) {
		uint32_t row = framering_row_bytes(format, i, g->width);

		g->stride[i] = i ? (uint32_t)((uint64_t)line * row / first) :
				   line;
		g->offset[i] = at;
		g->plane_bytes[i] = g->stride[i] *
				    framering_rows(format, i, g->height);
		at += g->plane_bytes[i];
	}
	g->frame_bytes = at > pix->sizeimage ? at : pix->sizeimage;
}

enum outcome camera_geometry(const struct camera *camera,
			     struct framering_geometry *geometry,
			     struct framering_picture *picture)
{
	const struct v4l2_pix_format *pix = &camera->format;
	const struct framering_format *format =
		framering_format_find(camera->fourcc);
	uint32_t page = (uint32_t)sysconf(_SC_PAGESIZE);
	struct framering_geometry g = {
		.fourcc = camera->fourcc,
		.width = pix->width,
		.height = pix->height,
		.planes = 1,
		.plane_bytes = { pix->sizeimage },
		.frame_bytes = pix->sizeimage,
	};

	if (pix->sizeimage > FRAMERING_MAX_SLOT_BYTES)
		return fail(OUTCOME_INPUT, "%s: frames of %u bytes are too "
			    "large", camera->name, pix->sizeimage);
	if (format)
		lay_out(pix, format, &g);
	/* As the driver does it: what it says shall be what was asked for. */
	g.slot_bytes = (g.frame_bytes + page - 1) / page * page;
	*geometry = g;
	*picture = camera_picture(camera);
	return OUTCOME_OK;
}
