/* SPDX-License-Identifier: MIT */
/* Lines for the user on stderr, each with the program's name in front. */
#ifndef VIEW_SAY_H
#define VIEW_SAY_H

/* Below 0: errors only; 0: notices too; above 0: details too. */
void say_level(int level);

void say_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
void say_notice(const char *format, ...) __attribute__((format(printf, 1, 2)));
void say_detail(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif /* VIEW_SAY_H */
