/* SPDX-License-Identifier: MIT */
/* JSON, by json-c. */
#ifndef CTL_JSON_H
#define CTL_JSON_H

#include <json-c/json.h>
#include <stdint.h>

/* Add a member to @object; NULL texts become null. */
void json_text(struct json_object *object, const char *key, const char *text);
void json_number(struct json_object *object, const char *key, uint64_t number);
void json_flag(struct json_object *object, const char *key, int flag);
/* With three decimals; null where @number is negative. */
void json_rate(struct json_object *object, const char *key, double number);

/* Print @object, and free it: in several lines, or in one. */
void json_print(struct json_object *object);
void json_print_line(struct json_object *object);

#endif /* CTL_JSON_H */
