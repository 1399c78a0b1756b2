/* SPDX-License-Identifier: MIT */
/* Times of capture in H.264 (MISB ST 0604). */
#ifndef NETWORK_CARRY_H264_H
#define NETWORK_CARRY_H264_H

#include "carry.h"

/* Times into what element "encoder" makes. */
void carry_h264_send(struct carry *carry, GstElement *pipeline);

/* Times from what element "parser" hands on. */
void carry_h264_receive(struct carry *carry, GstElement *pipeline);

#endif /* NETWORK_CARRY_H264_H */
