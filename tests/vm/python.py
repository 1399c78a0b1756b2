#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""python.py BUILD: the Python module on the real driver, beside the real programs.

What tests/python tries on the fake device is not repeated here, but what only the driver does: memory kinds, mappings
that are taken away, sleep and wake-up, epoll, devices that go, processes that are killed."""
import asyncio
import mmap
import os
import signal
import subprocess
import sys
import tempfile
import threading
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "python"))
sys.path.insert(0, os.path.join(HERE, ".."))
BUILD = os.path.abspath(sys.argv[1])
sys.path.insert(0, os.path.join(BUILD, "python"))
import pipeline  # noqa: E402
import points  # noqa: E402
from harness import Tap  # noqa: E402

numpy = points.needs("numpy")
import framering  # noqa: E402

EXAMPLES = os.path.join(HERE, "..", "..", "python", "examples")
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.path.join(BUILD, "python")}
PLATFORM = "/sys/bus/platform/drivers/framering"
WIDTH, HEIGHT = 64, 48
KINDS = ("pages", "vmalloc", "coherent")
# A consumer in a process of its own, that says what it sees.
READER = """
import sys
sys.path.insert(0, sys.argv[1])
import framering
with framering.Ring() as ring, ring.consumer(newest=True) as consumer:
    print("attached", flush=True)
    for frame in consumer:
        print(frame.number, int(frame.copy(0)[0, 0, 0]), flush=True)
    print("cut" if consumer.cut else "ended", flush=True)
"""
PRODUCER = """
import sys, time
sys.path.insert(0, sys.argv[1])
import framering
with framering.Ring(writable=True) as ring:
    ring.configure("XR24", 64, 48)
    with ring.producer() as producer:
        producer.reserve().submit()
        print("submitted", flush=True)
        sys.stdin.read()
"""


def slots():
    """(start, end, may be written) of each slot that this process has mapped."""
    with open("/proc/self/maps", encoding="utf-8") as maps:
        for line in maps:
            span, mode, offset = line.split()[:3]
            if "framering" in line and int(offset, 16) >= 0x100000000:
                start, end = (int(part, 16) for part in span.split("-"))
                yield start, end, "w" in mode


def sleeps(thread):
    """Whether it is in ppoll(2)."""
    with open(f"/proc/self/task/{thread}/syscall", encoding="ascii") as file:
        return file.read().split()[0] in ("271", "73")


class Module(unittest.TestCase):
    def setUp(self):
        self.ring = framering.Ring(writable=True)
        self.addCleanup(self.ring.close)

    def both(self, policy="live", **options):
        self.ring.configure("XR24", WIDTH, HEIGHT, **{"slots": 8, "max_held": 3, **options})
        producer, consumer = self.ring.producer(), self.ring.consumer(policy)
        self.addCleanup(producer.close)
        self.addCleanup(consumer.close)
        return producer, consumer

    @staticmethod
    def put(producer, value=0):
        with producer.reserve(points.SECONDS) as frame:
            numpy.asarray(frame.plane())[...] = value

    def until_attached(self, count, serial):
        """So many consumers; @serial is older."""
        demand = self.ring.demand(serial, points.SECONDS)
        while len(demand.consumers) < count:
            demand = self.ring.demand(demand.serial, points.SECONDS)

    def sleeping(self, call):
        ids = []

        def run():
            ids.append(threading.get_native_id())
            return call()

        result = points.in_thread(run)
        pipeline.until(lambda: ids and sleeps(ids[0]), "a sleeper")
        return result

    def test_frames_of_the_producer_program_arrive_ok(self):
        made = numpy.random.default_rng(1).integers(0, 256, (3, HEIGHT, WIDTH, 4), dtype="u1")
        for kind in KINDS:
            with self.subTest(kind), tempfile.NamedTemporaryFile() as clip:
                clip.write(made.tobytes())
                clip.flush()
                with pipeline.Program([pipeline.Build(BUILD).produce, "-i", clip.name, "-s", f"{WIDTH}x{HEIGHT}", "-f",
                                       "XR24", "--memory", kind, "--wait-consumers", "1", "--quiet"]):
                    pipeline.until(lambda kind=kind: pipeline.attribute("producer") == "1"
                                   and pipeline.attribute("memory") == kind, "a producer")
                    with self.ring.consumer("lossless") as consumer:
                        seen = []
                        for frame in consumer:
                            array = numpy.asarray(frame.plane())
                            self.assertTrue(any(start <= array.ctypes.data < end for start, end, _ in slots()))
                            numpy.testing.assert_array_equal(array, numpy.asarray(frame.copy(0)))
                            seen.append(array.copy())
                            del array
                        self.assertFalse(consumer.cut)
                        self.assertEqual(consumer.status().memory, kind)
                numpy.testing.assert_array_equal(numpy.array(seen), made)

    def test_plain_programs_read_what_python_wrote_ok(self):
        made = numpy.random.default_rng(2).integers(0, 256, (5, HEIGHT, WIDTH), dtype="u2")
        for name, kind in (("R16", "u2"), ("XR24", "u1"), ("NV12", "u1")):
            with self.subTest(name):
                self.ring.configure(name, WIDTH, HEIGHT, slots=8)
                with self.ring.producer() as producer:
                    serial = self.ring.demand().serial
                    with subprocess.Popen(["cat", "/dev/framering"], stdout=subprocess.PIPE) as cat:
                        self.until_attached(1, serial)
                        written = b""
                        for picture in made:
                            with producer.reserve(points.SECONDS) as frame:
                                for plane in map(numpy.asarray, frame.planes):
                                    plane[...] = numpy.resize(picture.view(kind), plane.shape)
                                    written += plane.tobytes()
                                del plane
                        producer.end()
                        self.assertEqual(cat.stdout.read(), written)

    def test_slots_of_a_consumer_are_mapped_read_only_ok(self):
        producer, consumer = self.both()
        self.put(producer, 1)
        read, write = numpy.asarray(consumer.acquire(0).plane()), numpy.asarray(producer.reserve(0).plane())
        for array, expected in ((read, False), (write, True)):
            modes = [writable for start, end, writable in slots() if start <= array.ctypes.data < end]
            self.assertEqual(modes, [expected])
            self.assertEqual(array.flags.writeable, expected)

    def test_view_of_an_evicted_role_becomes_zeros_ok(self):
        for kind in KINDS:
            for cache in (None, "cached"):
                with self.subTest(kind, cache=cache):
                    producer, consumer = self.both(memory=kind, cache=cache)
                    self.put(producer, 7)
                    frame = consumer.acquire(0)
                    view = numpy.asarray(frame.plane())
                    self.assertTrue((view == 7).all())
                    info = self.ring.consumer_info(0)
                    self.assertEqual((info.pid, len(info.held)), (os.getpid(), 1))
                    self.ring.evict(info.index, info.id)
                    self.assertTrue((view == 0).all())
                    for call in (frame.check, frame.copy, consumer.acquire, consumer.wait):
                        with self.assertRaises(framering.EvictedError):
                            call()
                    consumer.close()
                    self.assertTrue((view == 0).all())
                    producer.close()

    def test_eviction_ends_each_sleep_fails(self):
        producer, consumer = self.both()
        result = self.sleeping(consumer.acquire)
        self.ring.evict(0)
        with self.assertRaises(framering.EvictedError):
            result()
        self.put(producer)
        with self.ring.consumer(newest=True) as anew:
            self.assertEqual(anew.acquire(points.SECONDS).number, 0)

    def test_lossless_consumer_that_keeps_frames_is_evicted_fails(self):
        producer, consumer = self.both("lossless", slots=2, max_held=1, stall_ms=100)
        self.put(producer, 3)
        frame = consumer.acquire(0)
        view = numpy.asarray(frame.plane())
        for _ in range(4):
            self.put(producer, 4)
        self.assertTrue(consumer.evicted)
        self.assertTrue((view == 0).all())
        with self.assertRaises(framering.EvictedError):
            frame.check()

    def test_device_that_goes_leaves_zeros_fails(self):
        producer, consumer = self.both()
        self.put(producer, 5)
        frame = consumer.acquire(0)
        view = numpy.asarray(frame.plane())
        reserved = producer.reserve(0)
        array = numpy.asarray(reserved.plane())
        result = self.sleeping(consumer.acquire)
        serial = self.ring.demand().serial
        demand = points.in_thread(lambda: self.until_attached(2, serial))
        with open(f"{PLATFORM}/unbind", "w", encoding="ascii") as file:
            file.write("framering.0")
        self.addCleanup(self.bind)
        self.assertTrue((view == 0).all())
        array[...] = 1
        # The ring goes stale first, and a sleeper may see that before its role is revoked.
        with self.assertRaises((framering.GoneError, framering.StaleError)):
            result()
        with self.assertRaises(framering.GoneError):
            demand()
        for call in (frame.check, frame.copy, consumer.acquire, consumer.wait, reserved.submit, producer.reserve,
                     producer.wait, producer.end):
            with self.assertRaises(framering.GoneError):
                call()
        with self.assertRaises(framering.Error):
            self.ring.query()
        with self.assertRaises(framering.NotFoundError):
            framering.Ring()

    @staticmethod
    def bind():
        with open(f"{PLATFORM}/bind", "w", encoding="ascii") as file:
            file.write("framering.0")
        pipeline.until(lambda: os.path.exists("/dev/framering"), "the node")

    def test_frame_ends_a_sleep_wakes(self):
        producer, consumer = self.both("lossless")
        for value in range(20):
            result = self.sleeping(consumer.acquire)
            self.put(producer, value)
            with result() as frame:
                self.assertEqual(frame.copy(0)[0, 0, 0], value)

    def test_release_ends_a_producers_sleep_wakes(self):
        producer, consumer = self.both("lossless", slots=2, max_held=1, stall_ms=60000)
        for value in range(2):
            self.put(producer, value)
        result = self.sleeping(producer.reserve)
        consumer.acquire(0).release()
        self.assertEqual(result().number, 2)

    def test_close_ends_a_sleep_wakes(self):
        _, consumer = self.both()
        result = self.sleeping(consumer.acquire)
        consumer.close()
        with self.assertRaises(ValueError):
            result()

    def test_ctrl_c_ends_a_sleep_ok(self):
        _, consumer = self.both()
        main = threading.main_thread().native_id

        def interrupt():
            pipeline.until(lambda: sleeps(main), "a sleeper")
            os.kill(os.getpid(), signal.SIGINT)

        result = points.in_thread(interrupt)
        with self.assertRaises(KeyboardInterrupt):
            consumer.acquire()
        result()

    def test_async_for_by_epoll_ok(self):
        producer, consumer = self.both("lossless", slots=4)

        async def produce():
            for value in range(100):
                with await producer.reserve_async() as frame:
                    numpy.asarray(frame.plane())[...] = value
            producer.end()

        async def both():
            made = asyncio.ensure_future(produce())
            seen = [int(numpy.asarray(frame.plane())[-1, -1, -1]) async for frame in consumer]
            await made
            return seen

        self.assertEqual(asyncio.run(asyncio.wait_for(both(), points.SECONDS)), list(range(100)))

    def test_close_ends_a_coroutines_sleep_wakes(self):
        _, consumer = self.both()

        async def closed():
            waiting = asyncio.ensure_future(consumer.acquire_async())
            await asyncio.sleep(0)
            consumer.close()
            with self.assertRaises(ValueError):
                await waiting

        asyncio.run(asyncio.wait_for(closed(), points.SECONDS))

    def test_stream_of_a_killed_producer_is_cut_ok(self):
        with subprocess.Popen([sys.executable, "-c", PRODUCER, f"{BUILD}/python"], stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE, text=True) as producer:
            self.assertEqual(producer.stdout.readline(), "submitted\n")
            with subprocess.Popen([sys.executable, "-c", READER, f"{BUILD}/python"], stdout=subprocess.PIPE,
                                  text=True) as reader:
                self.assertEqual([reader.stdout.readline() for _ in range(2)], ["attached\n", "0 0\n"])
                producer.kill()
                self.assertEqual(reader.stdout.read(), "cut\n")

    def test_older_configuration_is_drained_and_then_stale_fails(self):
        producer, consumer = self.both()
        self.put(producer, 2)
        self.ring.configure("NV12", WIDTH, HEIGHT)
        frame = consumer.acquire(0)
        self.assertEqual(frame.copy(0)[0, 0, 0], 2)
        with self.assertRaises(framering.StaleError) as caught:
            consumer.acquire()
        self.assertIs(type(caught.exception), framering.StaleError)
        with self.assertRaises(framering.StaleError):
            producer.reserve(0).submit()

    def test_what_lies_beside_a_frame_arrives_ok(self):
        producer, consumer = self.both(meta_bytes=1000)
        with producer.reserve(0) as frame:
            self.assertEqual(len(frame.meta), 1000)
            frame.meta[:5] = b"hello"
            frame.meta_bytes = 5
        with consumer.acquire(0) as frame:
            self.assertEqual((bytes(frame.meta), frame.meta.readonly), (b"hello", True))

    def test_compressed_frames_arrive_ok(self):
        self.ring.configure("JPEG", WIDTH, HEIGHT, plane_bytes=[10000])
        with self.ring.producer() as producer, self.ring.consumer() as consumer:
            data = os.urandom(777)
            with producer.reserve(0) as frame:
                self.assertEqual(frame.plane().shape, (10000,))
                frame.plane()[:777] = data
                frame.plane_bytes = [777]
                frame.flags = framering.FrameFlag.KEY
            with consumer.acquire(0) as frame:
                self.assertEqual((bytes(frame.plane()), frame.copy(0).tobytes(), frame.flags),
                                 (data, data, framering.FrameFlag.KEY))
            self.assertEqual(consumer.geometry.format, "JPEG")

    def test_the_drivers_own_pattern_arrives_ok(self):
        self.ring.configure("XR24", WIDTH, HEIGHT)
        with self.ring.consumer() as consumer:
            self.ring.pattern(120, 10)
            self.assertEqual(len([frame for frame in consumer if frame.copy(0)[0, 0, 0] >= 0]), 10)

    def test_wish_reaches_the_owner_ok(self):
        _, consumer = self.both()
        serial = self.ring.demand().serial
        consumer.wish("NV12", 32, 16, 25)
        demand = self.ring.demand(serial, points.SECONDS)
        self.assertEqual((demand.wish, demand.wishes), (framering.Wish("NV12", 32, 16, 25), {0}))
        self.assertEqual(self.ring.consumer_info(0).wish, demand.wish)

    def test_exported_slot_is_the_frame_ok(self):
        producer, consumer = self.both(cache="cached", export_for_all=True)
        with producer.reserve(0) as frame:
            numpy.asarray(frame.plane())[...] = 9
            fd = producer.export(frame.slot)
        try:
            with mmap.mmap(fd, WIDTH * HEIGHT * 4) as memory:
                self.assertEqual(memory[:], b"\t" * (WIDTH * HEIGHT * 4))
        finally:
            os.close(fd)
        with consumer.acquire(0) as frame:
            os.close(consumer.export(frame.slot, True))

    def test_edges_go_from_one_ring_into_another_ok(self):
        cv2 = points.needs("cv2")
        producer, _ = self.both()
        picture = numpy.zeros((HEIGHT, WIDTH, 4), "u1")
        picture[10:30, 10:40] = 200
        program = [sys.executable, f"{EXAMPLES}/edges.py", "/dev/framering", "/dev/framering1", "1"]
        serial = self.ring.demand().serial
        with subprocess.Popen(program, env=ENVIRONMENT) as edges, \
                framering.Ring("/dev/framering1") as other:
            self.until_attached(2, serial)
            pipeline.until(lambda: other.query().has_producer, "the edges' producer")
            with other.consumer() as consumer:
                with producer.reserve(0) as frame:
                    numpy.asarray(frame.plane())[...] = picture
                with consumer.acquire(points.SECONDS) as frame:
                    seen = numpy.asarray(frame.copy(0))
            self.assertEqual(edges.wait(points.SECONDS), 0)
        numpy.testing.assert_array_equal(seen, cv2.Canny(cv2.cvtColor(picture, cv2.COLOR_BGRA2GRAY), 80, 160))

    def test_brightness_of_what_framering_produce_makes_ok(self):
        with tempfile.NamedTemporaryFile() as clip:
            clip.write(bytes([40]) * WIDTH * HEIGHT)
            clip.flush()
            with pipeline.Program([pipeline.Build(BUILD).produce, "-i", clip.name, "-s", f"{WIDTH}x{HEIGHT}", "-f",
                                   "R8", "--wait-consumers", "1", "--quiet"]):
                pipeline.until(lambda: pipeline.attribute("producer") == "1"
                               and pipeline.attribute("format").startswith("R8"), "a producer")
                said = subprocess.run([sys.executable, f"{EXAMPLES}/brightness.py"], env=ENVIRONMENT,
                                      stdout=subprocess.PIPE, text=True, check=True, timeout=60).stdout
        self.assertEqual(said.splitlines(), [f"R8 {WIDTH}x{HEIGHT}", "0 40.0±0.0", "1 frames, 0 missed"])

    def test_reader_that_may_not_write_is_refused_fails(self):
        self.both()
        with framering.Ring() as ring:
            with self.assertRaises(framering.Error) as caught:
                ring.consumer("lossless")
            self.assertIn("the ring is not open for writing; open it read-write", caught.exception.strerror)
            with ring.consumer() as consumer, self.assertRaises(framering.TimedOutError):
                consumer.acquire(0)


def main():
    tap = Tap()
    points.run(tap)
    pipeline.idle(tap, "nothing_is_left_of_the_module_ok")
    tap.finish()


main()
