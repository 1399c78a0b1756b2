#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Roles: what goes wrong, in the library's words; eviction and a device that goes; how streams end."""
import errno
import os
import sys

import fake
import framering
import numpy


class Roles(fake.Case):
    def fails(self, kind, number, text, call):
        """The exception, of this class, has the library's words, and the ring's file."""
        with self.assertRaises(kind) as caught:
            call()
        self.assertIs(type(caught.exception), kind)
        self.assertEqual((caught.exception.errno, caught.exception.filename), (number, fake.PATH))
        self.assertIn(text, caught.exception.strerror)
        self.assertIsInstance(caught.exception, OSError)

    def test_role_of_an_unconfigured_ring_fails(self):
        code = ("import framering\n"
                "ring = framering.Ring('/dev/null', writable=True)\n"
                "for attach in (ring.consumer, ring.producer):\n"
                "    try: attach()\n"
                "    except framering.NotConfiguredError as error: print(error.errno, error.strerror)\n")
        # In a process of its own, as this one's device is configured.
        with os.popen(f"'{sys.executable}' -c \"{code}\"") as said:
            self.assertEqual(said.read().splitlines(),
                             [f"{errno.ENODATA} the ring has no format yet; start a producer first"] * 2)

    def test_second_producer_fails(self):
        self.both()
        self.fails(framering.BusyError, errno.EBUSY, "another producer is attached; stop it first", self.ring.producer)

    def test_policy_that_is_not_known_fails(self):
        self.configure()
        with self.assertRaisesRegex(ValueError, "policy fast is not known; it is one of live, latest, lossless"):
            self.ring.consumer("fast")

    def test_role_of_a_closed_ring_fails(self):
        self.configure()
        self.ring.close()
        self.ring.close()
        for call in (self.ring.consumer, self.ring.producer, self.ring.query, self.ring.fileno):
            with self.assertRaisesRegex(ValueError, "the ring was closed"):
                call()

    def test_role_outlives_its_ring_ok(self):
        producer, consumer = self.both()
        self.ring.close()
        self.put(producer, 3)
        with consumer.acquire(0) as frame:
            self.assertEqual(frame.copy(0)[0, 0, 0], 3)

    def test_closed_role_fails(self):
        producer, consumer = self.both()
        producer.close()
        consumer.close()
        producer.close()
        consumer.close()
        self.assertTrue(producer.closed and consumer.closed)
        for call in (producer.reserve, producer.wait, producer.end, producer.fileno, producer.status, consumer.acquire,
                     consumer.wait, consumer.counts, consumer.fileno, consumer.status, lambda: next(consumer),
                     lambda: consumer.cut, lambda: consumer.evicted, lambda: consumer.unprotected):
            with self.assertRaisesRegex(ValueError, "the role was closed"):
                call()

    def test_frame_of_another_role_fails(self):
        producer, consumer = self.both()
        other = self.ring.consumer()
        self.addCleanup(other.close)
        self.put(producer)
        frame = consumer.acquire(0)
        with self.assertRaises(ValueError):
            other.release(frame)
        with self.assertRaises(TypeError):
            other.release("frame")
        with self.assertRaises(TypeError):
            frame.submit()
        with self.assertRaises(TypeError):
            producer.reserve(0).release()
        self.assertIs(consumer.release(frame), True)

    def test_holding_more_than_may_be_held_fails(self):
        producer, consumer = self.both(max_held=1)
        for _ in range(2):
            self.put(producer)
        frame = consumer.acquire(0)
        self.fails(framering.HeldError, errno.ENOBUFS, "all slots that may be held are held; release one first",
                   lambda: consumer.acquire(0))
        frame.release()
        consumer.acquire(0)

    def test_latest_passes_older_frames_ok(self):
        producer, _ = self.both()
        latest = self.ring.consumer("latest")
        self.addCleanup(latest.close)
        for _ in range(3):
            self.put(producer)
        self.assertEqual(latest.acquire(0).number, 2)
        self.assertEqual(latest.counts(), (1, 2))

    def test_newest_begins_with_the_frame_that_is_there_ok(self):
        producer, _ = self.both()
        for _ in range(2):
            self.put(producer)
        with self.ring.consumer(newest=True) as late:
            self.assertEqual(late.acquire(0).number, 1)
        with self.ring.consumer() as late, self.assertRaises(framering.TimedOutError):
            late.acquire(0)

    def test_end_of_a_stream_is_told_once_fails(self):
        producer, consumer = self.both()
        self.put(producer)
        producer.end()
        consumer.acquire(0).release()
        self.fails(framering.EndedError, errno.EPIPE, "the stream has ended; wait for the next one",
                   lambda: consumer.acquire(0))
        self.assertFalse(consumer.cut)
        with self.assertRaises(framering.TimedOutError):
            consumer.acquire(0)

    def test_producers_block_that_ends_well_ends_the_stream_ok(self):
        self.configure()
        with self.ring.consumer() as consumer:
            with self.ring.producer() as producer:
                self.put(producer)
            self.assertEqual([frame.number for frame in consumer], [0])

    def test_producers_block_that_raises_leaves_the_stream_open_ok(self):
        self.configure()
        with self.ring.consumer() as consumer:
            with self.assertRaises(ZeroDivisionError), self.ring.producer() as producer:
                self.put(producer)
                raise ZeroDivisionError
            self.assertTrue(producer.closed)
            consumer.acquire(0).release()
            with self.assertRaises(framering.TimedOutError):
                consumer.acquire(0)

    def test_frames_block_that_raises_cancels_the_frame_ok(self):
        producer, consumer = self.both()
        with self.assertRaises(ZeroDivisionError), producer.reserve(0):
            raise ZeroDivisionError
        with self.assertRaises(framering.TimedOutError):
            consumer.acquire(0)
        producer.wait(0)
        self.put(producer)
        self.assertEqual(consumer.acquire(0).number, 0)

    def test_reserved_frame_that_nobody_has_is_given_up_ok(self):
        producer, consumer = self.both()
        producer.reserve(0)
        producer.wait(0)
        self.put(producer, 2)
        self.assertEqual(consumer.acquire(0).copy(0)[0, 0, 0], 2)

    def test_several_are_reserved_and_submitted_in_order_ok(self):
        producer, consumer = self.both(slots=8, max_held=7)
        frames = [producer.reserve(0) for _ in range(5)]
        self.assertEqual([frame.number for frame in frames], [0, 1, 2, 3, 4])
        for value, frame in enumerate(frames):
            numpy.asarray(frame.plane())[...] = value
        # The second is left out.
        frames[0].submit()
        frames[2].submit()
        with self.assertRaisesRegex(framering.Error, "a later frame was submitted before this one"):
            frames[1].submit()
        frames[1].cancel()
        frames[3].cancel()
        producer.submit(frames[4])
        self.assertEqual([consumer.acquire(0).copy(0)[0, 0, 0] for _ in range(3)], [0, 2, 4])
        producer.wait(0)

    def test_waiting_with_all_slots_reserved_fails(self):
        producer, _ = self.both()
        frames = [producer.reserve(0) for _ in range(3)]
        self.fails(framering.BusyError, errno.EBUSY, "submit or cancel them before waiting", producer.reserve)
        for frame in frames:
            frame.cancel()
        producer.wait(0)

    def test_frame_is_submitted_once_fails(self):
        producer, consumer = self.both()
        frame = producer.reserve(0)
        frame.submit()
        for call in (frame.submit, frame.plane):
            with self.assertRaisesRegex(ValueError, "the frame was submitted or cancelled"):
                call()
        with self.assertRaises(ValueError):
            frame.time_ns = 1
        consumer.acquire(0)
        with self.assertRaises(framering.TimedOutError):
            consumer.acquire(0)

    def test_what_cannot_be_told_of_a_frame_fails(self):
        producer, _ = self.both()
        frame = producer.reserve(0)
        frame.bytes = 97
        with self.assertRaisesRegex(framering.Error, "check flags, bytes"):
            frame.submit()
        frame.bytes = 96
        frame.submit()

    def test_role_of_an_older_configuration_fails(self):
        producer, consumer = self.both()
        self.put(producer, 1)
        view = numpy.asarray(consumer.acquire(0).plane())
        old = consumer.status()
        self.configure("NV12", 8, 8)
        self.assertTrue(consumer.status().stale)
        self.assertEqual((consumer.geometry.format, consumer.generation), ("XR24", old.generation))
        stale = framering.StaleError, errno.ESTALE, "the ring was configured anew, or this role evicted; attach anew"
        self.fails(*stale, lambda: consumer.acquire(0))
        self.fails(*stale, consumer.acquire)
        self.fails(*stale, consumer.wait)
        frame = producer.reserve(0)
        self.fails(*stale, frame.submit)
        self.assertTrue((view == 1).all())
        with self.ring.consumer() as new:
            self.assertEqual(new.generation, old.generation + 1)

    def taken_away(self, gone):
        """What is kept while the memory goes: views, frames, roles."""
        producer, consumer = self.both(max_held=3)
        for value in range(1, 4):
            self.put(producer, value)
        viewed, kept = consumer.acquire(0), consumer.acquire(0)
        view = numpy.asarray(viewed.plane())
        written = producer.reserve(0)
        array = numpy.asarray(written.plane())
        self.assertEqual(view[0, 0, 0], 1)
        fake.take_away(gone)
        # Zeros, and no signal.
        self.assertTrue((view == 0).all())
        array[...] = 9
        expected = ((framering.GoneError, errno.ENODEV, "the device is gone") if gone else
                    (framering.EvictedError, errno.ESTALE, "or this role evicted; attach anew"))
        for call in (kept.check, kept.copy, lambda: consumer.acquire(0), consumer.acquire, consumer.wait,
                     lambda: next(consumer), kept.release, producer.reserve, producer.wait, producer.end,
                     written.submit):
            self.fails(*expected, call)
        self.fails(*expected, consumer.status)
        self.assertEqual((consumer.geometry.format, consumer.geometry.width), ("XR24", 6))
        self.assertTrue(consumer.evicted)
        attached = fake.roles()
        consumer.close()
        producer.close()
        self.assertTrue((view == 0).all())
        del view, array
        self.assertEqual(fake.roles(), attached - 2)

    def test_evicted_role_with_frames_kept_fails(self):
        self.taken_away(False)
        self.configure()
        with self.ring.consumer() as anew, self.ring.producer() as producer:
            self.put(producer)
            anew.acquire(0)

    def test_role_of_a_device_that_is_gone_with_frames_kept_fails(self):
        self.taken_away(True)

    def test_eviction_ends_a_wait_fails(self):
        for gone, kind in ((False, framering.EvictedError), (True, framering.GoneError)):
            _, consumer = self.both()
            result = fake.in_thread(consumer.acquire)
            fake.take_away(gone)
            with self.assertRaises(kind):
                result()

    def test_block_of_an_evicted_frame_raises_at_its_end_fails(self):
        producer, consumer = self.both()
        self.put(producer, 1)
        with self.assertRaises(framering.EvictedError), consumer.acquire(0) as frame:
            array = numpy.asarray(frame.plane())
            fake.take_away()
            copied = array.copy()
            del array
        self.assertFalse(frame.held)
        self.assertTrue((copied == 0).all())

    def overwritten(self):
        """A frame that its consumer holds, and that the producer writes over all the same."""
        producer, consumer = self.both(max_held=3)
        self.put(producer, 1)
        frame = consumer.acquire(0)
        frame.check()
        fake.DEVICE.fake_unprotect()
        for value in range(2, 8):
            self.put(producer, value)
        return consumer, frame

    def test_frame_that_was_overwritten_fails(self):
        consumer, frame = self.overwritten()
        for call in (frame.check, frame.copy, frame.release):
            self.fails(framering.OverwrittenError, errno.EBADMSG, "the producer overwrote the frame while it was read",
                       call)
        self.assertFalse(frame.held)
        self.assertIs(frame.release(), True)
        consumer.acquire(0)

    def test_block_of_a_frame_that_was_overwritten_raises_at_its_end_fails(self):
        _, frame = self.overwritten()
        with self.assertRaises(framering.OverwrittenError), frame:
            pass
        self.assertFalse(frame.held)

    def test_iteration_tells_that_a_frame_was_overwritten_and_goes_on_fails(self):
        producer, consumer = self.both(max_held=3)
        self.put(producer, 1)
        frame = next(consumer)
        fake.DEVICE.fake_unprotect()
        for value in range(2, 8):
            self.put(producer, value)
        with self.assertRaises(framering.OverwrittenError):
            next(consumer)
        self.assertFalse(frame.held)
        self.assertGreater(next(consumer).number, 0)

    def test_what_a_frames_block_raises_comes_first_ok(self):
        producer, consumer = self.both()
        self.put(producer, 1)
        with self.assertRaises(ZeroDivisionError), consumer.acquire(0):
            fake.take_away()
            raise ZeroDivisionError

    def test_child_by_fork_is_told_and_touches_nothing_fails(self):
        producer, consumer = self.both()
        self.put(producer, 1)
        frame = consumer.acquire(0)
        child = os.fork()
        if not child:
            said = []
            for call in (lambda: consumer.acquire(0), producer.reserve, frame.plane, frame.copy, consumer.status):
                try:
                    call()
                except framering.Error as error:
                    said.append(error.errno)
            del frame
            consumer.close()
            os._exit(0 if said == [errno.ECHILD] * 5 else 1)
        self.assertEqual(os.waitpid(child, 0)[1], 0)
        self.assertEqual(frame.copy(0)[0, 0, 0], 1)

    def test_exceptions_are_those_of_the_system_too_ok(self):
        for kind, system in ((framering.NotFoundError, FileNotFoundError), (framering.DeniedError, PermissionError),
                             (framering.TimedOutError, TimeoutError), (framering.EndedError, EOFError),
                             (framering.EvictedError, framering.StaleError)):
            for base in (system, framering.Error, OSError):
                self.assertTrue(issubclass(kind, base))


fake.main()
