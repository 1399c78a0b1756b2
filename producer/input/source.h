/* SPDX-License-Identifier: MIT */
/* The file or pipe that an input reads. */
#ifndef PRODUCE_SOURCE_H
#define PRODUCE_SOURCE_H

#include <stddef.h>
#include <sys/types.h>
#include <sys/uio.h>

#include "common/outcome.h"

/**
 * struct source - an open file
 * @fd: its descriptor
 * @name: for messages
 * @first: where the first frame begins, for source_rewind()
 */
struct source {
	int fd;
	const char *name;
	off_t first;
};

/*
 * Open @path, or take standard input if it is NULL; source_close() it. With
 * @again source_rewind() comes back to where it is now, and it fails if that
 * cannot be.
 */
enum outcome source_open(struct source *source, const char *path, int again);
void source_close(struct source *source);

/*
 * Fill @iov, which is changed thereby. @got gets the bytes that were read:
 * fewer than asked for only at the end of the file, which is no failure.
 */
enum outcome source_read(struct source *source, struct iovec *iov, int count,
			 size_t *got);

/*
 * Read as many bytes as are there, at least one and at most @size. @got gets
 * how many; 0: the file has ended.
 */
enum outcome source_some(struct source *source, void *data, size_t size,
			 size_t *got);

/* Read a line of less than @size bytes into @line, without its end. */
enum outcome source_line(struct source *source, char *line, size_t size,
			 size_t *got);

/* Go back to the first frame. */
enum outcome source_rewind(struct source *source);

#endif /* PRODUCE_SOURCE_H */
