#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""synthetic.py [PATH [COUNT]]: a ring of 640x480 with a disc that goes round, 30 times a second, drawn in the slots."""
import math
import sys
import time

import framering
import numpy

WIDTH, HEIGHT, RATE = 640, 480, 30


def draw(array, number):
    """XR24: blue, green, red, and a byte for nothing."""
    angle = number * 2 * math.pi / 120
    x, y = WIDTH / 2 + 150 * math.cos(angle), HEIGHT / 2 + 150 * math.sin(angle)
    rows, columns = numpy.ogrid[:HEIGHT, :WIDTH]
    array[...] = (64, 32, 16, 0)
    array[(columns - x) ** 2 + (rows - y) ** 2 < 60 ** 2] = (40, 180, 250, 0)


def main():
    path = sys.argv[1] if len(sys.argv) > 1 else framering.DEFAULT_PATH
    count = int(sys.argv[2]) if len(sys.argv) > 2 else math.inf
    with framering.Ring(path, writable=True) as ring:
        ring.configure("XR24", WIDTH, HEIGHT, picture=framering.Picture(rate=RATE, range="full"))
        with ring.producer() as producer:
            start, number = time.monotonic(), 0
            while number < count:
                with producer.reserve() as frame:
                    draw(numpy.asarray(frame.plane()), number)
                number += 1
                time.sleep(max(0, start + number / RATE - time.monotonic()))


if __name__ == "__main__":
    try:
        main()
    except framering.Error as error:
        sys.exit(f"synthetic.py: {error.filename}: {error.strerror}")
    except KeyboardInterrupt:
        pass
