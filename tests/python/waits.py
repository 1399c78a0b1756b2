#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Waiting: time-outs, signals, threads, iteration."""
import errno
import os
import signal
import threading
import time

import fake
import framering
import numpy


class Interrupt(Exception):
    pass


class Waits(fake.Case):
    def sleeping(self, call):
        """Starts @call in a thread, and returns once it sleeps in the kernel, in poll(2)."""
        ids = []

        def run():
            ids.append(threading.get_native_id())
            return call()

        result = fake.in_thread(run)
        self.until(lambda: ids and self.is_in_poll(ids[0]))
        return result

    @staticmethod
    def is_in_poll(thread):
        # ppoll of x86-64, ppoll of arm64.
        with open(f"/proc/self/task/{thread}/syscall", encoding="ascii") as file:
            return file.read().split()[0] in ("271", "73")

    def until(self, condition):
        end = time.monotonic() + fake.SECONDS
        while not condition():
            self.assertLess(time.monotonic(), end)
            os.sched_yield()

    def test_nothing_in_time_fails(self):
        _, consumer = self.both()
        for call in (consumer.acquire, consumer.wait):
            for timeout in (0, 0.01):
                before = time.monotonic()
                with self.assertRaisesRegex(framering.TimedOutError, "nothing came in time; check that the other"):
                    call(timeout)
                self.assertGreaterEqual(time.monotonic() - before, timeout)
                with self.assertRaises(TimeoutError):
                    call(timeout=timeout)

    def test_timeout_that_is_none_of_time_fails(self):
        _, consumer = self.both()
        for timeout in (-1, float("nan")):
            with self.assertRaises(ValueError):
                consumer.acquire(timeout)
        with self.assertRaises(TypeError):
            consumer.acquire("soon")

    def test_frame_ends_a_wait_wakes(self):
        producer, consumer = self.both()
        result = self.sleeping(consumer.acquire)
        self.put(producer, 6)
        frame = result()
        self.assertEqual(numpy.asarray(frame.plane())[0, 0, 0], 6)

    def test_release_ends_a_producers_wait_wakes(self):
        producer, consumer = self.both(policy="lossless")
        for _ in range(4):
            self.put(producer)
        with self.assertRaises(framering.TimedOutError):
            producer.reserve(0)
        result = self.sleeping(producer.reserve)
        consumer.acquire(0).release()
        with result() as frame:
            self.assertEqual(frame.number, 4)

    def test_other_threads_run_during_a_wait_ok(self):
        producer, consumer = self.both()
        result = self.sleeping(lambda: consumer.acquire(fake.SECONDS))
        # The interpreter's lock is free: this thread computes, and the other still sleeps.
        self.assertEqual(sum(range(1000)), 499500)
        self.put(producer)
        self.assertEqual(result().number, 0)

    def test_several_threads_share_a_consumer_ok(self):
        producer, consumer = self.both(slots=8, max_held=7, policy="lossless")
        results = [self.sleeping(lambda: consumer.acquire(fake.SECONDS).number) for _ in range(3)]
        for _ in range(3):
            self.put(producer)
        self.assertEqual(sorted(result() for result in results), [0, 1, 2])

    def test_threads_take_each_frame_once_ok(self):
        producer, consumer = self.both(slots=8, policy="lossless")
        count, taken = 2000, [[], [], []]

        def take(numbers):
            while True:
                try:
                    with consumer.acquire(fake.SECONDS) as frame:
                        numbers.append((frame.number, int(numpy.asarray(frame.plane())[3, 5, 2])))
                except framering.EndedError:
                    producer.end()  # one for each thread
                    return

        results = [fake.in_thread(lambda numbers=numbers: take(numbers)) for numbers in taken]
        for value in range(count):
            with producer.reserve(fake.SECONDS) as frame:
                numpy.asarray(frame.plane())[...] = value & 255
        producer.end()
        for result in results:
            result()
        self.assertEqual(sorted(sum(taken, [])), [(value, value & 255) for value in range(count)])

    def test_close_ends_a_wait_of_another_thread_wakes(self):
        producer, consumer = self.both()
        attached = fake.roles()
        result = self.sleeping(consumer.acquire)
        consumer.close()
        with self.assertRaisesRegex(ValueError, "the role was closed"):
            result()
        self.assertEqual(fake.roles(), attached - 1)
        producer.close()

    def test_signal_handler_that_raises_ends_a_wait_ok(self):
        _, consumer = self.both()

        def handler(*_):
            raise Interrupt

        before = signal.signal(signal.SIGALRM, handler)
        self.addCleanup(signal.signal, signal.SIGALRM, before)
        with self.assertRaises(Interrupt):
            signal.setitimer(signal.ITIMER_REAL, 0.05)
            consumer.acquire()

    def test_ctrl_c_ends_each_wait_ok(self):
        producer, consumer = self.both(policy="lossless")

        def interrupted(call):
            main = threading.main_thread().native_id

            def interrupt():
                self.until(lambda: self.is_in_poll(main))
                os.kill(os.getpid(), signal.SIGINT)
            result = fake.in_thread(interrupt)
            with self.assertRaises(KeyboardInterrupt):
                call()
            result()

        interrupted(consumer.acquire)
        interrupted(consumer.wait)
        interrupted(lambda: next(consumer))
        for _ in range(4):
            self.put(producer)
        interrupted(producer.reserve)
        interrupted(lambda: producer.reserve(fake.SECONDS))
        self.assertEqual(consumer.acquire(0).number, 0)

    def test_signal_handler_that_returns_lets_a_wait_go_on_ok(self):
        producer, consumer = self.both()
        handled = []

        def handler(*_):
            handled.append(True)
            if len(handled) == 3:
                signal.setitimer(signal.ITIMER_REAL, 0)
                self.put(producer, 8)

        before = signal.signal(signal.SIGALRM, handler)
        self.addCleanup(signal.signal, signal.SIGALRM, before)
        signal.setitimer(signal.ITIMER_REAL, 0.02, 0.02)
        frame = consumer.acquire(fake.SECONDS)
        self.assertEqual((len(handled), frame.copy(0)[0, 0, 0]), (3, 8))

    def test_interrupted_look_is_tried_again_ok(self):
        producer, consumer = self.both()
        fake.DEVICE.fake_fail_wait(errno.EINTR)
        self.addCleanup(fake.DEVICE.fake_fail_wait, 0)
        main = threading.main_thread().native_id

        def later():
            self.until(lambda: self.is_in_poll(main))
            self.put(producer, 1)

        result = fake.in_thread(later)
        self.assertEqual(consumer.acquire(fake.SECONDS).number, 0)
        result()

    def test_handler_that_closes_the_role_ends_its_wait_ok(self):
        _, consumer = self.both()
        before = signal.signal(signal.SIGALRM, lambda *_: consumer.close())
        self.addCleanup(signal.signal, signal.SIGALRM, before)
        signal.setitimer(signal.ITIMER_REAL, 0.05)
        with self.assertRaisesRegex(ValueError, "the role was closed"):
            consumer.acquire()

    def test_iteration_gives_frames_until_the_stream_ends_ok(self):
        producer, consumer = self.both(policy="lossless")

        def produce():
            for first in (0, 100):
                for value in range(first, first + 50):
                    with producer.reserve() as frame:
                        numpy.asarray(frame.plane())[...] = value
                producer.end()

        result = fake.in_thread(produce)
        for first in (0, 100):
            seen = [int(numpy.asarray(frame.plane())[0, 0, 0]) for frame in consumer]
            self.assertEqual(seen, list(range(first, first + 50)))
        result()

    def test_iteration_releases_the_frame_before_ok(self):
        producer, consumer = self.both(max_held=1)
        for _ in range(3):
            self.put(producer)
        producer.end()
        kept = list(consumer)
        self.assertEqual([(frame.number, frame.held) for frame in kept], [(0, False), (1, False), (2, False)])

    def test_iteration_that_keeps_views_fails(self):
        producer, consumer = self.both(max_held=1)
        for _ in range(2):
            self.put(producer)
        kept = []
        with self.assertRaisesRegex(framering.HeldError, "all slots that may be held are held; release one first"):
            for frame in consumer:
                kept.append(frame.plane())
        kept.clear()
        self.assertEqual(next(consumer).number, 1)

    def test_with_block_in_an_iteration_ok(self):
        producer, consumer = self.both(max_held=1)
        for _ in range(3):
            self.put(producer)
        producer.end()
        numbers = []
        for frame in consumer:
            with frame:
                numbers.append(frame.number)
            self.assertFalse(frame.held)
        self.assertEqual(numbers, [0, 1, 2])


fake.main()
