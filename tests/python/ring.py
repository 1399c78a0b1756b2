#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Rings: descriptions, configurations, consumers and their wishes."""
import errno
import os
import pathlib
import select
import threading
from fractions import Fraction

import fake
import framering


class Ring(fake.Case):
    def test_ring_that_is_not_there_fails(self):
        with self.assertRaises(framering.NotFoundError) as caught:
            framering.Ring("/nowhere/framering")
        self.assertEqual(str(caught.exception), "[Errno 2] no such device; load the driver with 'modprobe framering': "
                                                "'/nowhere/framering'")

    def test_path_with_a_zero_byte_fails(self):
        with self.assertRaises(ValueError):
            framering.Ring("/dev/null\0")

    def test_path_may_be_any_kind_of_path_ok(self):
        for path in (b"/dev/null", os.devnull, pathlib.Path("/dev/null")):
            with framering.Ring(path) as ring:
                self.assertEqual(ring.path, path)
            self.assertTrue(ring.closed)

    def test_query_tells_what_was_configured_ok(self):
        picture = framering.Picture(visible=framering.Rectangle(2, 0, 4, 4), aspect=Fraction(4, 3),
                                    rate=Fraction(30000, 1001), time_base=Fraction(1, 90000), primaries="bt709",
                                    transfer=1, matrix="bt709", range="full", siting="left", field="progressive",
                                    rotation=90, flip=1)
        info = self.configure("NV12", 6, 4, slots=8, max_held=3, memory="pages", cache="write-combined",
                              stride_align=64, picture=picture)
        self.assertEqual(info, self.ring.query())
        self.assertEqual((info.slots, info.max_held, info.memory, info.cache), (8, 3, "pages", "write-combined"))
        geometry = info.geometry
        self.assertEqual((geometry.format, geometry.width, geometry.height, geometry.stride, geometry.offset),
                         ("NV12", 6, 4, (64, 64), (0, 256)))
        told = info.picture
        self.assertEqual((told.visible, told.aspect, told.rate, told.time_base, told.rotation, told.flip),
                         ((2, 0, 4, 4), Fraction(4, 3), Fraction(30000, 1001), Fraction(1, 90000), 90, 1))
        self.assertEqual((told.primaries, told.transfer, told.matrix, told.range, told.siting, told.field),
                         (1, 1, 1, 2, 1, 1))

    def test_roles_tell_what_was_configured_ok(self):
        producer, consumer = self.both("P010", 6, 4, cache="cached")
        for role in (producer, consumer):
            stream = role.status()
            self.assertEqual((stream.cache, stream.slots, stream.generation),
                             ("cached", 4, self.ring.query().generation))
            self.assertEqual((role.geometry.format, role.generation, role.picture.visible),
                             ("P010", stream.generation, (0, 0, 6, 4)))
            self.assertFalse(stream.stale)

    def test_formats_are_known_by_their_other_names_ok(self):
        for name, own in (("bgr0", "XR24"), ("BGRx", "XR24"), ("yuv420p10", "S010"), ("nv12", "NV12")):
            self.assertEqual(self.configure(name).geometry.format, own)

    def test_configuration_that_cannot_be_fails(self):
        with self.assertRaises(framering.Error) as caught:
            self.configure(memory="vmalloc", cache="write-combined")
        self.assertEqual((caught.exception.errno, caught.exception.strerror),
                         (errno.EINVAL, "memory kind vmalloc cannot be write-combined; it can only be cached"))
        for options, text in (({"memory": "tape"}, "memory kind tape is not known; it is one of bar, coherent, "),
                              ({"cache": "cold"}, "cache mode cold is not known; it is one of cached, uncached, "),
                              ({"name": "XX99"}, "there is no pixel format XX99"),
                              ({"picture": framering.Picture(matrix="mauve")}, "matrix: there is no word mauve")):
            with self.assertRaisesRegex(ValueError, text):
                self.configure(**options)
        with self.assertRaises(framering.Error):
            self.configure(width=0)
        with self.assertRaises(OverflowError):
            self.configure(width=-1)

    def test_demand_tells_the_consumers_ok(self):
        self.configure()
        before = self.ring.demand()
        self.assertEqual(before.consumers, frozenset())
        with self.ring.consumer(), self.ring.consumer():
            demand = self.ring.demand()
            self.assertEqual(demand.consumers, {0, 1})
            self.assertNotEqual(demand.serial, before.serial)
            info = self.ring.consumer_info(1)
            self.assertEqual(info.id, 101)
            with self.assertRaises(framering.NotFoundError):
                self.ring.consumer_info(2)
            self.ring.evict(1, info.id)
            self.assertEqual(self.ring.demand().consumers, {0})
            with self.assertRaises(framering.NotFoundError):
                self.ring.evict(1)

    def test_consumer_that_attaches_ends_a_wait_for_demand_wakes(self):
        self.configure()
        serial = self.ring.demand().serial
        with self.assertRaises(framering.TimedOutError):
            self.ring.demand(serial, 0.01)
        started = threading.Event()

        def attach():
            started.wait(fake.SECONDS)
            return self.ring.consumer()

        result = fake.in_thread(attach)
        started.set()
        self.assertNotEqual(self.ring.demand(serial, fake.SECONDS).serial, serial)
        result().close()

    def test_wish_reaches_the_driver_ok(self):
        _, consumer = self.both()
        consumer.wish("NV12", 640, 480, 29.97)
        with self.assertRaises(framering.Error):
            consumer.wish(width=99999)
        with self.assertRaises(ValueError):
            consumer.wish("XX99")

    def test_poll_of_a_role_says_when_a_frame_waits_ok(self):
        producer, consumer = self.both()
        poll = select.poll()
        poll.register(consumer, select.POLLIN)
        self.assertEqual(poll.poll(0), [])
        self.put(producer)
        self.assertEqual(poll.poll(0), [(consumer.fileno(), select.POLLIN)])

    def test_writable_tells_how_the_file_is_open_ok(self):
        with framering.Ring(fake.PATH) as ring, framering.Ring(fake.PATH, writable=True) as own:
            flags = [fake.fcntl_mode(file) for file in (ring, own)]
        self.assertEqual(flags, ["r", "rw"])

    def test_descriptions_cannot_be_changed_fails(self):
        info = self.configure()
        for thing, name in ((info, "slots"), (info.geometry, "width"), (info.picture, "rate")):
            with self.assertRaises(AttributeError):
                setattr(thing, name, 1)

    def test_objects_tell_what_they_are_ok(self):
        producer, consumer = self.both()
        self.put(producer)
        frame = consumer.acquire(0)
        self.assertEqual([repr(thing) for thing in (self.ring, producer, consumer, frame)],
                         ["<framering.Ring '/dev/null'>", "<framering.Producer '/dev/null'>",
                          "<framering.Consumer '/dev/null'>", f"<framering.Frame 0 in slot {frame.slot}, held>"])


fake.main()
