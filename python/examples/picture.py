#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""picture.py FILE.png [PATH]: the newest frame, of red, green and blue or of grey, as a picture by Pillow."""
import sys

import framering
import numpy
from PIL import Image

# How each format's bytes become red, green and blue.
ORDER = {"XR24": (2, 1, 0), "AR24": (2, 1, 0), "XB24": (0, 1, 2), "AB24": (0, 1, 2), "RG24": (2, 1, 0),
         "BG24": (0, 1, 2)}


def picture(frame, name):
    """Copied out of the slot first: what Pillow does with it takes its time."""
    copy = numpy.asarray(frame.copy(0))
    if name == "R8":
        return Image.fromarray(copy)
    if name not in ORDER:
        sys.exit(f"picture.py: pixel format {name} cannot be saved; use one of R8, {', '.join(ORDER)}")
    return Image.fromarray(numpy.ascontiguousarray(copy[..., ORDER[name]]))


def main():
    path = sys.argv[2] if len(sys.argv) > 2 else framering.DEFAULT_PATH
    with framering.Ring(path) as ring, ring.consumer("latest", newest=True) as consumer:
        with consumer.acquire(timeout=10) as frame:
            image = picture(frame, consumer.geometry.format)
            number = frame.number
    image.save(sys.argv[1])
    print(f"frame {number}: {image.width}x{image.height}")


if __name__ == "__main__":
    try:
        main()
    except framering.Error as error:
        sys.exit(f"picture.py: {error.filename}: {error.strerror}")
