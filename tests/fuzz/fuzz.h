/* SPDX-License-Identifier: MIT */
/*
 * A fuzzer: one function that gets any bytes and may neither crash, nor hang,
 * nor find a CHECK() of harness.h that fails. libFuzzer calls it (run.sh), or
 * replay.c does with what is kept in corpus/.
 */
#ifndef TEST_FUZZ_H
#define TEST_FUZZ_H

#include <stddef.h>
#include <stdint.h>

#include "harness.h"

#define FUZZ_WORDS	24

/**
 * struct fuzz_args - a command line
 * @count: of the words, that of the program included
 * @word: the words, with a NULL at the end
 */
struct fuzz_args {
	int count;
	char *word[FUZZ_WORDS + 1];
	char *own[FUZZ_WORDS + 1];
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Cut @data at its newlines, after @program; fuzz_args_free() it. */
void fuzz_args_init(struct fuzz_args *args, const char *program,
		    const uint8_t *data, size_t size);
void fuzz_args_free(struct fuzz_args *args);

#endif /* TEST_FUZZ_H */
