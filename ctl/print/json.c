// SPDX-License-Identifier: MIT
#include <stdio.h>

#include "json.h"

void json_text(struct json_object *object, const char *key, const char *text)
{
	json_object_object_add(object, key,
			       text ? json_object_new_string(text) : NULL);
}

void json_number(struct json_object *object, const char *key, uint64_t number)
{
	json_object_object_add(object, key, json_object_new_uint64(number));
}

void json_flag(struct json_object *object, const char *key, int flag)
{
	json_object_object_add(object, key, json_object_new_boolean(!!flag));
}

void json_rate(struct json_object *object, const char *key, double number)
{
	char text[64];

	snprintf(text, sizeof(text), "%.3f", number);
	json_object_object_add(object, key, number < 0 ? NULL :
			       json_object_new_double_s(number, text));
}

static void print(struct json_object *object, int flags)
{
	puts(json_object_to_json_string_ext(object, flags |
					    JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(object);
}

void json_print(struct json_object *object)
{
	print(object, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED);
}

void json_print_line(struct json_object *object)
{
	print(object, JSON_C_TO_STRING_PLAIN);
	fflush(stdout);
}
