/* SPDX-License-Identifier: MIT */
/* The properties of frameringsrc. */
#ifndef GST_FRAMERING_SRC_PROPERTIES_H
#define GST_FRAMERING_SRC_PROPERTIES_H

#include "src.h"

void src_properties_install(GObjectClass *object);

/* Defaults. */
void src_properties_init(GstFrameringSrc *src);

#endif /* GST_FRAMERING_SRC_PROPERTIES_H */
