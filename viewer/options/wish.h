/* SPDX-License-Identifier: MIT */
/* The value of --wish: what the viewer asks the producer for. */
#ifndef VIEW_WISH_H
#define VIEW_WISH_H

#include <libframering.h>

#define WISH_WANTS	"[FORMAT:][WxH][@RATE], as NV12:640x480@25 or @29.97"

/* 0, or -EINVAL and @wish is as it was. */
int wish_parse(struct framering_wish *wish, const char *text);

#endif /* VIEW_WISH_H */
