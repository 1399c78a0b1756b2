/* SPDX-License-Identifier: MIT */
/* Where frames go, and in what form. */
#ifndef CTL_OUTPUT_H
#define CTL_OUTPUT_H

#include <sys/types.h>

#include "common/outcome.h"
#include "pack.h"

struct output;

/**
 * struct form - a form of files
 * @name: its name on the command line
 * @endings: of names of files that it is for, up to NULL
 * @fits: NULL, or why frames of a stream cannot be written so
 * @open: begin the file, after it was opened as @fd; NULL: nothing to do
 * @head: goes before each frame, or NULL
 * @close: end it; NULL: nothing to do
 */
struct form {
	const char *name;
	const char *endings[4];
	const char *(*fits)(const struct pack *pack);
	enum outcome (*open)(struct output *output, const struct pack *pack);
	const char *head;
	enum outcome (*close)(struct output *output);
};

/**
 * struct output - a file that is written
 * @form: its form
 * @name: its name, "-" for standard output
 * @overwrite: it may be there already
 * @arguments: more of ffmpeg's, with blanks between them, or NULL
 * @fd: what is written to
 * @pid: ffmpeg's process, or 0
 */
struct output {
	const struct form *form;
	const char *name;
	int overwrite;
	const char *arguments;
	int fd;
	pid_t pid;
};

/* The registry, up to NULL; the last one takes any name. */
extern const struct form *const forms[];

extern const struct form form_y4m;
extern const struct form form_raw;
extern const struct form form_ffmpeg;

/* The form by its name, or by that of a file; NULL: there is none. */
const struct form *form_by_name(const char *name);
const struct form *form_by_file(const char *file);

/*
 * Begin the file for frames of @pack; the members before @fd are set. Return:
 * OUTCOME_OK, or another after one line.
 */
enum outcome output_open(struct output *output, const struct pack *pack);

/* Write a frame. Return: the same; OUTCOME_STOP after a signal. */
enum outcome output_frame(struct output *output, const void *data,
			  size_t bytes);

/* End the file. Return: as output_open(). */
enum outcome output_close(struct output *output);

/* Write bytes; 0 or a negative errno, -EINTR only if a signal said to stop. */
int output_write(const struct output *output, const void *data, size_t bytes);

/* ffmpeg's name of the frames' format, or NULL. */
const char *output_ffmpeg_name(const struct pack *pack);

/* Open its file by itself, as forms do that write it. */
enum outcome output_create(struct output *output);

/* Frames in so many seconds; 25 where it is not told. */
struct framering_fraction output_rate(const struct pack *pack);

#endif /* CTL_OUTPUT_H */
