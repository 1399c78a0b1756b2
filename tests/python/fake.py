# SPDX-License-Identifier: MIT
"""unittest with TAP, on the fake device, which is loaded before libc: see device.c."""
import ctypes
import fcntl
import os
import sys
import threading
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from harness import Tap  # noqa: E402

try:
    import numpy
except ImportError:
    TAP = Tap()
    TAP.missing("python_module_ok", "numpy")
    TAP.finish()

import framering  # noqa: E402

DEVICE = ctypes.CDLL(None)
# What is open like a ring: the fake device answers for any file.
PATH = "/dev/null"
SECONDS = 20


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


def in_thread(call):
    """Starts it, and gives what ends it: result() joins and returns, or raises what it raised."""
    outcome = []

    def run():
        try:
            outcome.append((call(), None))
        except BaseException as error:  # pylint: disable=broad-except
            outcome.append((None, error))

    thread = threading.Thread(target=run, daemon=True)
    thread.start()

    def result():
        thread.join(SECONDS)
        if not outcome:
            raise AssertionError("the thread did not end")
        value, error = outcome[0]
        if error:
            raise error
        return value
    return result


class Case(unittest.TestCase):
    """A ring of small frames, with a producer and a consumer where they are asked for."""

    def setUp(self):
        self.before = roles()
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


class Result(unittest.TestResult):
    def __init__(self, tap):
        super().__init__()
        self.tap = tap
        self.problems = {}

    def addError(self, test, err):
        super().addError(test, err)
        self.problems.setdefault(test, []).append(self._exc_info_to_string(err, test))

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.problems.setdefault(test, []).append(self._exc_info_to_string(err, test))

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err:
            self.problems.setdefault(test, []).append(f"{subtest}\n{self._exc_info_to_string(err, test)}")

    def stopTest(self, test):
        super().stopTest(test)
        self.tap.check(test._testMethodName.removeprefix("test_"), self.problems.pop(test, []))


def main():
    tap = Tap()
    suite = unittest.defaultTestLoader.loadTestsFromModule(sys.modules["__main__"])
    result = Result(tap)
    suite.run(result)
    # What failed outside of a test has no line yet.
    for test, problems in result.problems.items():
        tap.check(str(test), problems)
    tap.finish()
