#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""edges.py FROM TO [COUNT]: OpenCV's edges of one ring's frames, into another ring.

OpenCV reads the one slot and writes to the other: no frame is copied on the way. FROM has frames whose first plane is
brightness (NV12, YU12, R8), or BGR with a fourth byte (XR24); TO is configured as R8, grey."""
import sys

import cv2
import framering
import numpy


def grey(frame):
    """Brightness, as OpenCV takes it: the slot itself, or made of its colours."""
    image = numpy.asarray(frame.plane())
    return image if image.ndim == 2 else cv2.cvtColor(image, cv2.COLOR_BGRA2GRAY)


def detect(frame, slot):
    """In a function of its own, whose views are gone when it returns."""
    cv2.Canny(grey(frame), 80, 160, edges=numpy.asarray(slot.plane()))
    slot.time_ns, slot.clock, slot.moment = frame.time_ns, frame.clock, frame.moment


def main():
    source, target = sys.argv[1:3]
    count = int(sys.argv[3]) if len(sys.argv) > 3 else None
    with framering.Ring(source) as ring, framering.Ring(target, writable=True) as other, \
            ring.consumer("latest") as consumer:
        geometry = consumer.geometry
        other.configure("R8", geometry.width, geometry.height, cache="cached")
        with other.producer() as producer:
            for done, frame in enumerate(consumer, 1):
                with producer.reserve() as slot:
                    detect(frame, slot)
                if done == count:
                    break


if __name__ == "__main__":
    try:
        main()
    except framering.Error as error:
        sys.exit(f"edges.py: {error.filename}: {error.strerror}")
