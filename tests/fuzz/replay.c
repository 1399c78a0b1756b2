// SPDX-License-Identifier: MIT
/* Without libFuzzer: runs a fuzzer on each file of a folder. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fuzz.h"

/* Longer than any input of the corpus. */
#define LARGEST	65536
#define SECONDS	60

static int is_input(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static void replay(const char *folder, const char *name)
{
	char path[1024];
	uint8_t *data = malloc(LARGEST), *exact;
	size_t size;
	FILE *file;

	CHECK(data);
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, "rb");
	CHECK(file);
	size = fread(data, 1, LARGEST, file);
	fclose(file);
	/* As large as what is in it, for AddressSanitizer. */
	exact = malloc(size ? size : 1);
	CHECK(exact);
	memcpy(exact, data, size);
	free(data);
	alarm(SECONDS);
	LLVMFuzzerTestOneInput(exact, size);
	alarm(0);
	free(exact);
}

int main(int argc, char **argv)
{
	struct dirent **inputs;
	int i, count;
	FILE *tap;

	CHECK_EQ(argc, 2);
	/* What the programs say about bad input is of no interest here. */
	tap = fdopen(dup(STDOUT_FILENO), "w");
	CHECK(tap && freopen("/dev/null", "w", stdout));
	count = scandir(argv[1], &inputs, is_input, alphasort);
	CHECK_GT(count, 0);
	for (i = 0; i < count; i++) {
		replay(argv[1], inputs[i]->d_name);
		fprintf(tap, "ok %d - %s_ok\n", i + 1, inputs[i]->d_name);
		fflush(tap);
		free(inputs[i]);
	}
	free(inputs);
	fprintf(tap, "1..%d\n", count);
	fclose(tap);
	return 0;
}
