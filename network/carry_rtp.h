/* SPDX-License-Identifier: MIT */
/* Times of capture in RTP's header (RFC 6051). */
#ifndef NETWORK_CARRY_RTP_H
#define NETWORK_CARRY_RTP_H

#include "carry.h"

/* Times for element "pay". 0; -EINVAL after a line. */
int carry_rtp_send(struct carry *carry, GstElement *pipeline);

/* Times, and what is damaged, from element "depay". */
void carry_rtp_receive(struct carry *carry, GstElement *pipeline);

#endif /* NETWORK_CARRY_RTP_H */
