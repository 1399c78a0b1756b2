#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The examples do what they say, and those of docs/python.md, in this process, on the fake device.

usage: examples.py SOURCE_ROOT"""
import contextlib
import importlib.util
import io
import os
import re
import sys
import tempfile
import textwrap
from unittest import mock

import fake
import framering
import numpy
from points import needs

cv2 = needs("cv2")
Image = needs("PIL.Image")
ROOT = sys.argv[1]
FOLDER = os.path.join(ROOT, "python", "examples")


def example(name):
    spec = importlib.util.spec_from_file_location(name, os.path.join(FOLDER, f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(name, *arguments):
    """What it prints."""
    said = io.StringIO()
    with mock.patch.object(sys, "argv", [name, *arguments]), contextlib.redirect_stdout(said):
        example(name).main()
    return said.getvalue()


def documented():
    """The programs of the page's first minute."""
    with open(os.path.join(ROOT, "docs", "python.md"), encoding="utf-8") as page:
        minute = page.read().split("## In one minute", 1)[1].split("\n## ", 1)[0]
    blocks = re.findall(r"\n\n((?:(?:    .*)?\n)+)", minute)
    return [textwrap.dedent(block) for block in blocks]


class Examples(fake.Case):
    def test_first_minute_of_the_documentation_ok(self):
        produce, consume = documented()
        exec(produce, {})  # pylint: disable=exec-used
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            exec(consume, {})  # pylint: disable=exec-used
        self.assertEqual(said.getvalue(), "2 (480, 640, 4) 20.0\n")

    def test_shapes_in_the_documentation_are_those_of_the_module_ok(self):
        with open(os.path.join(ROOT, "docs", "python.md"), encoding="utf-8") as page:
            rows = re.findall(r"^\| ((?:[A-Za-z0-9]+)[^|]*) \| (\(height[^|]*) \| (\w+) \|$", page.read(), re.M)
        self.assertGreater(len(rows), 10)
        names = [(name, shapes, kind) for names, shapes, kind in rows for name in re.findall(r"\w+", names)]
        for name, shapes, kind in names:
            with self.subTest(name):
                if "bytes" in shapes:
                    continue  # how many, the geometry tells
                producer, consumer = self.both(name, 8, 6)
                self.put(producer)
                frame = consumer.acquire(0)
                arrays = [numpy.asarray(plane) for plane in frame.planes]
                expected = [eval(f"({shape},)", {"height": 6, "width": 8})  # pylint: disable=eval-used
                            for shape in re.findall(r"\(([^)]*)\)", shapes)]
                for array, shape in zip(arrays, expected, strict=True):
                    self.assertEqual((array.shape, array.dtype), (shape, numpy.dtype(kind)))

    def test_brightness_tells_the_mean_of_each_plane_ok(self):
        self.configure("NV12", 8, 4)
        producer = self.ring.producer()
        self.addCleanup(producer.close)
        serial = self.ring.demand().serial

        def produce():
            self.ring.demand(serial, fake.SECONDS)
            with producer.reserve() as frame:
                for plane, value in zip(frame.planes, (10, 20)):
                    numpy.asarray(plane)[...] = value
            producer.end()

        result = fake.in_thread(produce)
        self.assertEqual(run("brightness", fake.PATH), "NV12 8x4\n0 10.0±0.0 20.0±0.0\n1 frames, 0 missed\n")
        result()

    def test_synthetic_draws_its_disc_ok(self):
        run("synthetic", fake.PATH, "3")
        self.assertEqual(self.ring.query().picture.rate, 30)
        with self.ring.consumer(newest=True) as consumer, consumer.acquire(0) as frame:
            self.assertEqual(frame.number, 2)
            seen = frame.copy(0)
        expected = numpy.empty((480, 640, 4), "u1")
        example("synthetic").draw(expected, 2)
        numpy.testing.assert_array_equal(numpy.asarray(seen), expected)
        self.assertEqual(len(numpy.unique(expected[..., 2])), 2)

    def test_picture_saves_the_colours_ok(self):
        for name, pixel, expected in (("XR24", (30, 20, 10, 0), (10, 20, 30)), ("BG24", (10, 20, 30), (10, 20, 30)),
                                      ("R8", 77, 77)):
            with self.subTest(name), tempfile.TemporaryDirectory() as folder:
                self.configure(name, 5, 3)
                with self.ring.producer() as producer:
                    with producer.reserve(0) as frame:
                        numpy.asarray(frame.plane())[...] = pixel
                    self.assertEqual(run("picture", f"{folder}/frame.png", fake.PATH), "frame 0: 5x3\n")
                with Image.open(f"{folder}/frame.png") as image:
                    self.assertEqual((image.size, image.getpixel((4, 2))), ((5, 3), expected))

    def test_picture_of_another_format_fails(self):
        self.configure("NV12", 6, 4)
        with self.ring.producer() as producer:
            self.put(producer)
            with self.assertRaisesRegex(SystemExit, "pixel format NV12 cannot be saved; use one of R8, XR24"):
                run("picture", "/nowhere/frame.png", fake.PATH)

    def test_edges_go_from_slot_to_slot_ok(self):
        edges = example("edges")
        for name, size in (("XR24", (64, 48, 4)), ("R8", (48, 64)), ("NV12", (48, 64))):
            with self.subTest(name):
                producer, consumer = self.both(name, 64, 48)
                with producer.reserve(0) as made:
                    array = numpy.asarray(made.plane())
                    array[...] = 0
                    array[10:30, 10:40] = 200
                frame = consumer.acquire(0)
                image = numpy.array(frame.plane())
                expected = cv2.Canny(cv2.cvtColor(image, cv2.COLOR_BGRA2GRAY) if image.ndim == 3 else image, 80, 160)
                self.assertEqual(image.ndim, len(size))
                # The next configuration; the frame of the one before is held still.
                self.configure("R8", 64, 48)
                with self.ring.producer() as other, self.ring.consumer() as reader:
                    with other.reserve(0) as slot:
                        edges.detect(frame, slot)
                    with reader.acquire(0) as seen:
                        numpy.testing.assert_array_equal(numpy.asarray(seen.copy(0)), expected)
                        self.assertEqual(seen.time_ns, frame.time_ns)
                self.assertTrue(expected.any())


fake.main()
