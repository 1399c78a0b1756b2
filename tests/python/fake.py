# SPDX-License-Identifier: MIT
"""Tests on the fake device, which is loaded before libc: see device.c."""
import ctypes
import fcntl
import os
import unittest

from points import SECONDS, in_thread, main, needs  # noqa: F401

numpy = needs("numpy")
import framering  # noqa: E402

DEVICE = ctypes.CDLL(None)
# What is open like a ring: the fake device answers for any file.
PATH = "/dev/null"


def take_away(gone=False):
    """The driver takes the memory of all roles of the present generation away."""
    DEVICE.fake_take_away(int(gone))


def roles():
    """How many roles are attached."""
    return DEVICE.fake_roles()


def mappings():
    """(start, end) of each slot that this process has mapped."""
    with open("/proc/self/maps", encoding="utf-8") as maps:
        for line in maps:
            span, _, offset = line.split()[:3]
            # Slots begin there: FRAMERING_OFFSET_FRAMES.
            if "memfd:ring" in line and int(offset, 16) >= 0x100000000:
                yield tuple(int(end, 16) for end in span.split("-"))


def fcntl_mode(file):
    """How a file is open: r or rw."""
    return {os.O_RDONLY: "r", os.O_RDWR: "rw"}[fcntl.fcntl(file, fcntl.F_GETFL) & os.O_ACCMODE]


class Case(unittest.TestCase):
    """A ring of small frames, with a producer and a consumer where they are asked for."""

    def setUp(self):
        self.ring = framering.Ring(PATH, writable=True)
        self.addCleanup(self.ring.close)

    def configure(self, name="XR24", width=6, height=4, **options):
        options.setdefault("slots", 4)
        options.setdefault("max_held", 2)
        return self.ring.configure(name, width, height, **options)

    def both(self, name="XR24", width=6, height=4, policy="live", **options):
        self.configure(name, width, height, **options)
        producer, consumer = self.ring.producer(), self.ring.consumer(policy)
        self.addCleanup(producer.close)
        self.addCleanup(consumer.close)
        return producer, consumer

    @staticmethod
    def put(producer, value=0):
        """Submits a frame with this value in all bytes."""
        with producer.reserve(0) as frame:
            for plane in frame.planes:
                array = numpy.asarray(plane)
                array[...] = value * (257 if array.itemsize == 2 else 1)
            frame.user = [value]
