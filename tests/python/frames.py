#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Frames: views without a copy, who may write, when slots are given back."""
import gc
import io
import os
import sys
import tracemalloc
import weakref

import fake
import framering
import numpy

# Format, size, and the planes' shapes and types.
SHAPES = [
    ("XR24", 6, 4, [((4, 6, 4), "u1")]),
    ("RG24", 5, 3, [((3, 5, 3), "u1")]),
    ("RG16", 5, 3, [((3, 5), "u2")]),
    ("XR30", 5, 3, [((3, 5), "u4")]),
    ("XB48", 5, 3, [((3, 5, 4), "u2")]),
    ("RG48", 5, 3, [((3, 5, 3), "u2")]),
    ("NV12", 6, 4, [((4, 6), "u1"), ((2, 3, 2), "u1")]),
    ("NV12", 5, 3, [((3, 5), "u1"), ((2, 3, 2), "u1")]),
    ("P010", 6, 4, [((4, 6), "u2"), ((2, 3, 2), "u2")]),
    ("YU12", 6, 4, [((4, 6), "u1"), ((2, 3), "u1"), ((2, 3), "u1")]),
    ("YU24", 6, 4, [((4, 6), "u1")] * 3),
    ("S010", 6, 4, [((4, 6), "u2"), ((2, 3), "u2"), ((2, 3), "u2")]),
    ("YUYV", 6, 4, [((4, 6, 2), "u1")]),
    ("Y210", 6, 4, [((4, 6, 2), "u2")]),
    ("YA24", 6, 4, [((4, 6), "u1")] * 4),
    ("R8", 6, 4, [((4, 6), "u1")]),
    ("R10", 6, 4, [((4, 6), "u2")]),
    ("RGGB8", 6, 4, [((4, 6), "u1")]),
    ("RGGB12", 6, 4, [((4, 6), "u2")]),
    ("v210", 6, 4, [((4, 128), "u1")]),
    ("Mono10p", 6, 4, [((4, 10), "u1")]),
    ("Mono12p", 6, 4, [((4, 9), "u1")]),
]


class Frames(fake.Case):
    def test_arrays_have_the_shapes_of_the_format_ok(self):
        for name, width, height, expected in SHAPES:
            with self.subTest(name):
                producer, consumer = self.both(name, width, height)
                self.put(producer)
                with consumer.acquire(0) as frame:
                    arrays = [numpy.asarray(plane) for plane in frame.planes]
                    self.assertEqual([(a.shape, a.dtype) for a in arrays],
                                     [(shape, numpy.dtype(kind)) for shape, kind in expected])
                    del arrays

    def test_every_format_goes_round_bit_for_bit_ok(self):
        random = numpy.random.default_rng(1)
        for name in framering.formats():
            for align in (0, 64):
                with self.subTest(name, align=align):
                    producer, consumer = self.both(name, 13, 7, stride_align=align)
                    with producer.reserve(0) as frame:
                        made = [random.integers(0, 256, a.nbytes, dtype="u1").view(a.dtype).reshape(a.shape)
                                for a in map(numpy.asarray, frame.planes)]
                        for plane, picture in zip(frame.planes, made):
                            numpy.asarray(plane)[...] = picture
                    with consumer.acquire(0) as frame:
                        for plane, copy, picture in zip(frame.planes, frame.copy(), made, strict=True):
                            numpy.testing.assert_array_equal(numpy.asarray(plane), picture)
                            numpy.testing.assert_array_equal(numpy.asarray(copy), picture)
                    consumer.close()
                    producer.close()

    def test_rows_lie_where_the_geometry_says_ok(self):
        producer, consumer = self.both("NV12", 13, 7, stride_align=64)
        self.put(producer)
        geometry = consumer.geometry
        with consumer.acquire(0) as frame:
            luma, chroma = map(numpy.asarray, frame.planes)
            self.assertEqual((luma.strides[0], chroma.strides[0]), geometry.stride)
            self.assertEqual(chroma.ctypes.data - luma.ctypes.data, geometry.offset[1])
            self.assertEqual((geometry.format, geometry.width, geometry.height), ("NV12", 13, 7))

    def test_array_lies_in_the_mapped_slot_ok(self):
        producer, consumer = self.both()
        self.put(producer)
        frame = consumer.acquire(0)
        array = numpy.asarray(frame.plane())
        self.assertTrue(any(start <= array.ctypes.data and array.ctypes.data + array.nbytes <= end
                            for start, end in fake.mappings()))

    def test_arrays_of_one_frame_share_memory_ok(self):
        producer, consumer = self.both()
        self.put(producer)
        frame = consumer.acquire(0)
        one, other = numpy.asarray(frame.plane()), numpy.asarray(frame.planes[0])
        self.assertTrue(numpy.shares_memory(one, other))
        self.assertFalse(numpy.shares_memory(one, numpy.asarray(frame.copy(0))))

    def test_producer_writes_what_the_consumer_sees_ok(self):
        producer, consumer = self.both()
        self.put(producer, 1)
        view = numpy.asarray(consumer.acquire(0).plane())
        self.assertEqual(view[0, 0, 0], 1)
        # Another role of the process has the slot at another address: the write is seen at once, so nothing was copied.
        with producer.reserve(0) as frame:
            written = numpy.asarray(frame.plane())
            written[...] = 2
        seen = numpy.asarray(consumer.acquire(0).plane())
        written[0, 0, 0] = 77
        self.assertEqual(seen[0, 0, 0], 77)

    def test_writing_to_a_consumers_array_fails(self):
        producer, consumer = self.both()
        self.put(producer, 3)
        frame = consumer.acquire(0)
        array = numpy.asarray(frame.plane())
        with self.assertRaises(ValueError):
            array[0, 0, 0] = 1
        with self.assertRaises(ValueError):
            array.flags.writeable = True
        with self.assertRaises(TypeError):
            frame.plane()[0, 0, 0] = 1
        with self.assertRaises((BufferError, TypeError)):
            memoryview(frame.plane().obj).cast("B")[0] = 1
        self.assertEqual(array[0, 0, 0], 3)

    def test_attributes_of_a_consumers_frame_fail(self):
        producer, consumer = self.both()
        self.put(producer)
        frame = consumer.acquire(0)
        for name in ("time_ns", "pts", "user", "number", "flags"):
            with self.assertRaises(AttributeError):
                setattr(frame, name, 1)

    def test_what_is_told_of_a_frame_arrives_ok(self):
        producer, consumer = self.both(meta_bytes=0)
        with producer.reserve(0) as frame:
            frame.time_ns = 12345
            frame.clock = framering.Clock.TAI
            frame.moment = framering.Moment.EXPOSURE_END
            frame.flags = framering.FrameFlag.KEY
            frame.pts = -5
            frame.damage = (1, 2, 3, 4)
            frame.user = (1, 2, 3, 2 ** 64 - 1)
        with consumer.acquire(0) as frame:
            info = framering.FrameInfo.of(frame)
        flags = framering.FrameFlag
        self.assertEqual((info.number, info.time_ns, info.clock, info.moment, info.pts, info.damage, info.user),
                         (0, 12345, framering.Clock.TAI, framering.Moment.EXPOSURE_END, -5, (1, 2, 3, 4),
                          (1, 2, 3, 2 ** 64 - 1)))
        self.assertEqual(info.flags, flags.KEY | flags.PTS | flags.DAMAGE)
        self.assertEqual(info.bytes, 6 * 4 * 4)

    def test_what_is_not_told_is_none_ok(self):
        producer, consumer = self.both()
        with producer.reserve(0) as frame:
            frame.pts = 3
            frame.pts = None
        frame = consumer.acquire(0)
        self.assertIsNone(frame.pts)
        self.assertIsNone(frame.damage)
        self.assertIsNone(frame.meta)
        self.assertGreater(frame.time_ns, 0)

    def test_number_that_is_too_large_fails(self):
        producer, _ = self.both()
        frame = producer.reserve(0)
        for name, value in (("time_ns", 2 ** 64), ("bytes", 2 ** 32), ("clock", 256), ("damage", (0, 0, 0, 65536)),
                            ("clock", -1)):
            with self.assertRaises(OverflowError):
                setattr(frame, name, value)
        with self.assertRaises(ValueError):
            frame.user = [1] * 5
        self.assertEqual((frame.time_ns, frame.bytes, frame.clock, frame.user), (0, 0, 0, (0, 0, 0, 0)))

    def test_released_frame_gives_no_view_fails(self):
        producer, consumer = self.both()
        self.put(producer)
        frame = consumer.acquire(0)
        self.assertTrue(frame.held)
        self.assertIs(frame.release(), True)
        self.assertFalse(frame.held)
        for use in (frame.plane, frame.copy, frame.check, lambda: frame.planes):
            with self.assertRaisesRegex(ValueError, "the frame was released"):
                use()

    def test_second_release_is_fine_ok(self):
        producer, consumer = self.both()
        self.put(producer)
        frame = consumer.acquire(0)
        self.assertIs(frame.release(), True)
        self.assertIs(frame.release(), True)

    def test_slot_stays_held_until_the_last_view_has_gone_ok(self):
        producer, consumer = self.both(max_held=1)
        for value in range(2):
            self.put(producer, value)
        frame = consumer.acquire(0)
        one, other = numpy.asarray(frame.plane()), frame.plane()
        self.assertIs(frame.release(), False)
        with self.assertRaises(framering.HeldError):
            consumer.acquire(0)
        del one
        with self.assertRaises(framering.HeldError):
            consumer.acquire(0)
        del other
        self.assertIs(frame.release(), True)
        self.assertEqual(consumer.acquire(0).number, 1)

    def test_view_keeps_its_bytes_after_release_ok(self):
        producer, consumer = self.both(max_held=1)
        self.put(producer, 9)
        with consumer.acquire(0) as frame:
            view = numpy.asarray(frame.plane())
        # More than there are slots.
        for value in range(10, 20):
            self.put(producer, value)
        self.assertTrue((view == 9).all())

    def test_frame_that_nobody_has_is_given_back_ok(self):
        producer, consumer = self.both(max_held=1)
        for _ in range(3):
            self.put(producer)
        consumer.acquire(0)
        self.assertEqual(consumer.acquire(0).number, 1)

    def test_view_keeps_its_bytes_after_close_ok(self):
        producer, consumer = self.both()
        self.put(producer, 5)
        frame = consumer.acquire(0)
        view = numpy.asarray(frame.plane())
        attached = fake.roles()
        consumer.close()
        self.assertTrue((view == 5).all())
        self.assertEqual(fake.roles(), attached)
        del view
        self.assertEqual(fake.roles(), attached - 1)
        with self.assertRaises(ValueError):
            frame.plane()
        frame.release()

    def test_frame_kept_past_close_is_safe_ok(self):
        producer, consumer = self.both()
        self.put(producer, 5)
        frame = consumer.acquire(0)
        attached = fake.roles()
        consumer.close()
        self.assertEqual(fake.roles(), attached - 1)
        self.assertFalse(frame.held)
        for use in (frame.plane, frame.copy, frame.check, lambda: frame.planes, lambda: frame.meta):
            try:
                self.assertIsNone(use())
            except ValueError as error:
                self.assertIn("closed", str(error))
        self.assertEqual(frame.number, 0)
        self.assertIs(frame.release(), True)

    def test_everything_goes_with_the_last_reference_ok(self):
        self.configure()
        before = fake.roles(), len(list(fake.mappings()))
        producer = self.ring.producer()
        consumer = self.ring.consumer()
        self.put(producer, 5)
        view = numpy.asarray(consumer.acquire(0).plane())
        del producer, consumer
        self.assertTrue((view == 5).all())
        self.assertEqual(fake.roles(), before[0] + 1)
        del view
        self.assertEqual((fake.roles(), len(list(fake.mappings()))), before)

    def test_no_reference_is_lost_or_kept_ok(self):
        producer, consumer = self.both()
        self.put(producer)
        frame = consumer.acquire(0)
        counts = sys.getrefcount(consumer), sys.getrefcount(frame), sys.getrefcount(producer)
        views = list(frame.planes), frame.plane(), numpy.asarray(frame.plane())
        # Each view has an exporter of its own, which refers to the frame.
        self.assertEqual(sys.getrefcount(frame), counts[1] + 3)
        del views
        self.assertEqual((sys.getrefcount(consumer), sys.getrefcount(frame), sys.getrefcount(producer)), counts)
        for failing in (lambda: consumer.acquire(0), lambda: frame.plane(9), lambda: setattr(frame, "pts", 1)):
            with self.assertRaises(Exception):
                failing()
        gc.collect()
        self.assertEqual((sys.getrefcount(consumer), sys.getrefcount(frame), sys.getrefcount(producer)), counts)

    def test_types_do_not_grow_their_counts_ok(self):
        producer, consumer = self.both()

        def round_trip():
            self.put(producer)
            with consumer.acquire(0) as frame:
                numpy.asarray(frame.plane())
                frame.copy()

        round_trip()
        before = sys.getrefcount(framering.Frame), sys.getrefcount(framering.Consumer)
        for _ in range(100):
            round_trip()
        self.assertEqual((sys.getrefcount(framering.Frame), sys.getrefcount(framering.Consumer)), before)

    def test_ten_thousand_frames_take_no_memory_ok(self):
        producer, consumer = self.both("NV12", 64, 48)

        def rounds(count):
            for value in range(count):
                with producer.reserve(0) as frame:
                    numpy.asarray(frame.plane(1))[...] = value & 255
                    frame.user = [value]
                with consumer.acquire(0) as frame:
                    self.assertEqual(frame.user[0], value)
                    self.assertEqual(numpy.asarray(frame.planes[1])[-1, -1, -1], value & 255)
                    frame.copy(0)

        rounds(200)
        gc.collect()
        tracemalloc.start()
        rounds(200)
        first = tracemalloc.get_traced_memory()[0]
        rounds(10000)
        gc.collect()
        grown = tracemalloc.get_traced_memory()[0] - first
        tracemalloc.stop()
        # Less than a hundredth of a frame's smallest object for each.
        self.assertLess(grown, 10000)

    def test_roles_leave_no_mapping_and_no_descriptor_ok(self):
        self.configure()
        before = fake.roles(), len(os.listdir("/proc/self/fd"))
        for _ in range(40):
            with self.ring.producer() as producer, self.ring.consumer() as consumer:
                self.put(producer)
                consumer.acquire(0)
                with self.assertRaises(framering.TimedOutError):
                    # It sleeps, for which it opens a file of its own.
                    consumer.acquire(0.001)
                reference = weakref.ref(consumer)
            del consumer
            self.assertIsNone(reference())
        self.assertEqual((fake.roles(), len(os.listdir("/proc/self/fd"))), before)
        self.assertEqual(list(fake.mappings()), [])

    def test_rows_with_gaps_as_plain_bytes_fail(self):
        producer, consumer = self.both("R8", 5, 3, stride_align=64)
        self.put(producer, 4)
        frame = consumer.acquire(0)
        with self.assertRaises(BufferError):
            io.BytesIO().write(frame.plane().obj)
        self.assertEqual(frame.plane().tobytes(), b"\4" * 15)
        self.assertEqual(frame.copy(0).tobytes(), b"\4" * 15)

    def test_plane_that_is_not_there_fails(self):
        producer, consumer = self.both()
        self.put(producer)
        frame = consumer.acquire(0)
        for use in (frame.plane, frame.copy):
            with self.assertRaises(IndexError):
                use(1)

    def test_frame_cannot_be_made_fails(self):
        with self.assertRaises(TypeError):
            framering.Frame()


fake.main()
