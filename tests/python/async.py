#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Coroutines: async for, several tasks, close."""
import asyncio
import selectors

import fake
import framering
import numpy


class Policy(asyncio.DefaultEventLoopPolicy):
    """The fake device's files are memory: poll(2), which it stands in for, takes them, and epoll(7) does not."""

    def new_event_loop(self):
        return asyncio.SelectorEventLoop(selectors.PollSelector())


class Async(fake.Case):
    def run_async(self, coroutine):
        asyncio.set_event_loop_policy(Policy())
        self.addCleanup(asyncio.set_event_loop_policy, None)
        return asyncio.run(asyncio.wait_for(coroutine, fake.SECONDS))

    def test_async_for_gives_frames_until_the_stream_ends_ok(self):
        producer, consumer = self.both(max_held=1, policy="lossless")

        async def produce():
            for value in range(50):
                with await producer.reserve_async() as frame:
                    numpy.asarray(frame.plane())[...] = value
            producer.end()

        async def consume():
            return [int(numpy.asarray(frame.plane())[0, 0, 0]) async for frame in consumer]

        async def both():
            return (await asyncio.gather(produce(), consume()))[1]

        self.assertEqual(self.run_async(both()), list(range(50)))

    def test_loop_goes_on_while_a_coroutine_waits_ok(self):
        producer, consumer = self.both()

        async def both():
            waiting = asyncio.ensure_future(consumer.acquire_async())
            for _ in range(20):
                await asyncio.sleep(0)
            self.assertFalse(waiting.done())
            self.put(producer, 4)
            frame = await waiting
            return frame.copy(0)[0, 0, 0]

        self.assertEqual(self.run_async(both()), 4)

    def test_several_tasks_wait_for_one_consumer_ok(self):
        producer, consumer = self.both(slots=8, policy="lossless")

        async def all_of_them():
            tasks = [asyncio.ensure_future(consumer.acquire_async()) for _ in range(3)]
            await asyncio.sleep(0)
            for _ in range(3):
                self.put(producer)
            return sorted(frame.number for frame in await asyncio.gather(*tasks))

        self.assertEqual(self.run_async(all_of_them()), [0, 1, 2])

    def test_cancelled_task_leaves_the_others_waiting_ok(self):
        producer, consumer = self.both()

        async def all_of_them():
            first, second = (asyncio.ensure_future(consumer.acquire_async()) for _ in range(2))
            await asyncio.sleep(0)
            first.cancel()
            await asyncio.sleep(0)
            self.put(producer)
            frame = await second
            self.assertTrue(first.cancelled())
            return frame.number

        self.assertEqual(self.run_async(all_of_them()), 0)

    def test_time_out_of_a_coroutine_loses_no_frame_ok(self):
        producer, consumer = self.both()

        async def twice():
            with self.assertRaises(asyncio.TimeoutError):
                await asyncio.wait_for(consumer.acquire_async(), 0.01)
            self.put(producer)
            return (await consumer.acquire_async()).number

        self.assertEqual(self.run_async(twice()), 0)

    def test_close_ends_a_coroutines_wait_wakes(self):
        _, consumer = self.both()

        async def closed():
            waiting = asyncio.ensure_future(consumer.acquire_async())
            await asyncio.sleep(0)
            consumer.close()
            with self.assertRaisesRegex(ValueError, "the role was closed"):
                await waiting

        self.run_async(closed())

    def test_close_in_another_thread_ends_a_coroutines_wait_wakes(self):
        _, consumer = self.both()

        async def closed():
            waiting = asyncio.ensure_future(consumer.acquire_async())
            await asyncio.sleep(0)
            await asyncio.get_running_loop().run_in_executor(None, consumer.close)
            with self.assertRaisesRegex(ValueError, "the role was closed"):
                await waiting

        self.run_async(closed())

    def test_async_for_releases_the_frame_before_ok(self):
        producer, consumer = self.both(max_held=1)
        for _ in range(3):
            self.put(producer)
        producer.end()

        async def kept():
            return [(frame.number, frame) async for frame in consumer]

        frames = self.run_async(kept())
        self.assertEqual([(number, frame.held) for number, frame in frames], [(0, False), (1, False), (2, False)])

    def test_eviction_ends_async_for_fails(self):
        producer, consumer = self.both()
        self.put(producer)

        async def evicted():
            numbers = []
            with self.assertRaises(framering.EvictedError):
                async for frame in consumer:
                    numbers.append(frame.number)
                    fake.take_away()
            return numbers

        self.assertEqual(self.run_async(evicted()), [0])

    def test_role_serves_one_loop_after_another_ok(self):
        producer, consumer = self.both()

        async def one():
            waiting = asyncio.ensure_future(consumer.acquire_async())
            await asyncio.sleep(0)
            self.put(producer)
            return (await waiting).number

        self.assertEqual([self.run_async(one()), self.run_async(one())], [0, 1])


fake.main()
