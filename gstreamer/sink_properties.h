/* SPDX-License-Identifier: MIT */
/* The properties of frameringsink. */
#ifndef GST_FRAMERING_SINK_PROPERTIES_H
#define GST_FRAMERING_SINK_PROPERTIES_H

#include "sink.h"

void sink_properties_install(GObjectClass *object);

/* Defaults. */
void sink_properties_init(GstFrameringSink *sink);

#endif /* GST_FRAMERING_SINK_PROPERTIES_H */
