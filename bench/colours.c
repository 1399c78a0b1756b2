// SPDX-License-Identifier: MIT
/*
 * framering-bench-colours: how long the viewer takes from a frame to its
 * texture, and ffmpeg's swscale from the same frame to red, green and blue, in
 * turns: a frame of each format by the one, then by the other.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libavutil/pixdesc.h>
#include <libswscale/swscale.h>

#include "clock.h"
#include "paint/paint.h"
#include "sample.h"

#define WIDTH		1920
#define HEIGHT		1080
#define REPETITIONS	15
/* What swscale may read and write behind a line or a frame. */
#define SPARE		4096

static const char usage[] =
	"usage: framering-bench-colours [FORMAT...]\n"
	"Draws frames of 1920x1080 into a texture of SDL's software renderer,\n"
	"and converts them by swscale, as exactly as it can. Prints\n"
	"milliseconds, and the viewer's by swscale's with their quartiles.\n";

/**
 * struct job - one format
 * @format: it
 * @geometry: of the frame
 * @frame: noise
 * @memory: where the frame lies
 * @paint: the viewer's way
 * @sws: swscale's; NULL: it does not know the format
 * @out: gets what swscale makes
 */
struct job {
	const struct framering_format *format;
	struct framering_geometry geometry;
	struct framering_frame frame;
	uint8_t *memory;
	struct paint *paint;
	struct SwsContext *sws;
	uint8_t *out;
};

static void *room(size_t bytes)
{
	void *memory = aligned_alloc(4096, (bytes + SPARE + 4095) & ~4095UL);

	if (!memory) {
		fputs("framering-bench-colours: not enough memory\n", stderr);
		exit(1);
	}
	return memory;
}

static void make_frame(struct job *job)
{
	struct framering_geometry *g = &job->geometry;
	uint32_t i;

	g->fourcc = job->format->fourcc;
	g->width = WIDTH;
	g->height = HEIGHT;
	if (framering_geometry_fill(g, 64, 4096))
		abort();
	job->memory = room(g->frame_bytes);
	for (i = 0; i < g->frame_bytes; i++)
		job->memory[i] = (uint8_t)(i * 2654435761U >> 13);
	job->frame.geometry = g;
	job->frame.data = job->memory;
	for (i = 0; i < g->planes; i++)
		job->frame.plane[i] = job->memory + g->offset[i];
}

/* ffmpeg's name is the first other name, or its own in small letters. */
static enum AVPixelFormat other_format(const struct framering_format *format)
{
	const char *alias = framering_format_alias(format->fourcc, 0);
	enum AVPixelFormat other = alias ? av_get_pix_fmt(alias) :
					   AV_PIX_FMT_NONE;
	char name[sizeof(format->name)] = "";
	size_t i;

	if (other == AV_PIX_FMT_NONE) {
		for (i = 0; i + 1 < sizeof(name); i++)
			name[i] = (char)tolower((unsigned char)
						format->name[i]);
		other = av_get_pix_fmt(name);
	}
	return other != AV_PIX_FMT_NONE && sws_isSupportedInput(other) ?
	       other : AV_PIX_FMT_NONE;
}

static void make_swscale(struct job *job)
{
	enum AVPixelFormat format = other_format(job->format);

	if (format == AV_PIX_FMT_NONE)
		return;
	job->out = room((size_t)WIDTH * HEIGHT * 4);
	job->sws = sws_getContext(WIDTH, HEIGHT, format, WIDTH, HEIGHT,
				  AV_PIX_FMT_BGR0, SWS_BILINEAR |
				  SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT |
				  SWS_FULL_CHR_H_INP, NULL, NULL, NULL);
}

static double swscale_ms(const struct job *job)
{
	const uint8_t *src[4] = { NULL };
	int src_stride[4] = { 0 }, dst_stride[4] = { WIDTH * 4 };
	uint8_t *dst[4] = { job->out };
	int64_t start = clock_now();
	uint32_t i;

	for (i = 0; i < job->geometry.planes; i++) {
		src[i] = job->frame.plane[i];
		src_stride[i] = (int)job->geometry.stride[i];
	}
	sws_scale(job->sws, src, src_stride, 0, HEIGHT, dst, dst_stride);
	return (double)(clock_now() - start) / 1e6;
}

static double viewer_ms(const struct job *job)
{
	int64_t start = clock_now();

	paint_draw(job->paint, &job->frame);
	return (double)(clock_now() - start) / 1e6;
}

static void measure(const struct job *job)
{
	struct sample ours = { .count = 0 }, theirs = ours, ratio = ours;
	struct spread o, t, r;
	int i;

	/* The first of each only makes what follows alike. */
	for (i = -1; i < REPETITIONS; i++) {
		double a = viewer_ms(job), b = job->sws ? swscale_ms(job) : 1;

		if (i < 0)
			continue;
		ours.value[ours.count++] = a;
		theirs.value[theirs.count++] = b;
		ratio.value[ratio.count++] = a / b;
	}
	o = sample_spread(&ours);
	t = sample_spread(&theirs);
	r = sample_spread(&ratio);
	printf("%-8s %-16s %7.2f ", job->format->name, job->paint->ops->name,
	       o.median);
	if (job->sws)
		printf("%8.2f %6.2f (%.2f to %.2f)\n", t.median, r.median,
		       r.q1, r.q3);
	else
		puts("       -      -");
	fflush(stdout);
}

static void run(const struct framering_format *format, SDL_Renderer *renderer)
{
	static const struct paint_style style = { .demosaic = true };
	static const struct framering_picture none;
	struct job job = { .format = format };

	make_frame(&job);
	if (paint_create(&job.paint, renderer, &job.geometry, &none,
			 FRAMERING_CACHE_WB, &style))
		exit(1);
	make_swscale(&job);
	measure(&job);
	paint_destroy(job.paint);
	sws_freeContext(job.sws);
	free(job.memory);
	free(job.out);
}

static int is_wanted(const struct framering_format *format, char **names)
{
	if (!*names)
		return 1;
	for (; *names; names++)
		if (framering_format_by_name(*names) == format)
			return 1;
	return 0;
}

int main(int argc, char **argv)
{
	SDL_Surface *surface;
	SDL_Renderer *renderer;
	size_t i;

	if (argc > 1 && argv[1][0] == '-') {
		fputs(usage, stdout);
		return strcmp(argv[1], "--help") != 0;
	}
	surface = SDL_CreateRGBSurfaceWithFormat(0, 64, 64, 0,
						 SDL_PIXELFORMAT_RGB888);
	renderer = SDL_CreateSoftwareRenderer(surface);
	if (!renderer)
		return 1;
	puts("format   path              viewer  swscale  ratio (quartiles)");
	for (i = 0; i < FRAMERING_FORMATS; i++)
		if (is_wanted(&framering_formats[i], argv + 1))
			run(&framering_formats[i], renderer);
	SDL_DestroyRenderer(renderer);
	SDL_FreeSurface(surface);
	return 0;
}
