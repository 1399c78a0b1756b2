/* SPDX-License-Identifier: MIT */
/* H.264 in an MPEG transport stream, by the codecs that are installed. */
#ifndef NETWORK_H264_H
#define NETWORK_H264_H

#include "options.h"

/* Of a pipeline's text, or NULL after a line: no encoder is installed. */
char *h264_send(const struct options *options);

/* Of a pipeline's text, or NULL after a line: no decoder is installed. */
char *h264_receive(void);

#endif /* NETWORK_H264_H */
