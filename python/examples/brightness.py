#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""brightness.py [PATH]: mean and spread of each frame, computed in the slot, without a copy."""
import sys

import framering
import numpy


def main():
    path = sys.argv[1] if len(sys.argv) > 1 else framering.DEFAULT_PATH
    with framering.Ring(path) as ring, ring.consumer("latest") as consumer:
        geometry = consumer.geometry
        print(f"{geometry.format} {geometry.width}x{geometry.height}")
        for frame in consumer:
            planes = [numpy.asarray(plane) for plane in frame.planes]
            words = [f"{plane.mean():.1f}±{plane.std():.1f}" for plane in planes]
            del planes  # so that the slot goes back when the next frame is taken
            print(frame.number, *words, flush=True)
        delivered, dropped = consumer.counts()
        print(f"{delivered} frames, {dropped} missed")


if __name__ == "__main__":
    try:
        main()
    except framering.Error as error:
        sys.exit(f"brightness.py: {error.filename}: {error.strerror}")
