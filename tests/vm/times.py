#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""times.py BUILD: what consumers count of how long frames take agrees with what one of them notes itself, and with the
kernel's trace of the same frames."""
import json
import os
import random
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
BUILD = os.path.abspath(sys.argv[1])
sys.path[:0] = [os.path.join(HERE, ".."), os.path.join(HERE, "..", "ctl"), os.path.join(BUILD, "python")]
from harness import Tap  # noqa: E402
from ctl_run import fits  # noqa: E402
import pipeline  # noqa: E402
import schemas  # noqa: E402
import framering  # noqa: E402

CTL = os.path.join(BUILD, "ctl", "framering-ctl")
TRACING = "/sys/kernel/tracing"
FRAMES = 120
CLASSES = [0, *(64 << i for i in range(31))]


def class_of(ns):
    return max(i for i, begins in enumerate(CLASSES) if begins <= ns)


def disagreements(told, bounds):
    """Problems: the histogram cannot be one of times that lie between these."""
    count = dict((one["from_ns"], one["frames"]) for one in told["histogram"])
    problems = [] if told["frames"] == len(bounds) == sum(count.values()) else [f"{told['frames']} of {len(bounds)} frames"]
    so_far = 0
    for number, begins in enumerate(CLASSES):
        so_far += count.get(begins, 0)
        least = sum(class_of(most) <= number for _, most in bounds)
        most = sum(class_of(least) <= number for least, _ in bounds)
        if not least <= so_far <= most:
            problems.append(f"to class {number}: {so_far}, not from {least} to {most}")
    return problems


def trace(what, text):
    with open(os.path.join(TRACING, what), "w", encoding="ascii") as file:
        file.write(text)


def submits():
    """When the kernel submitted each frame, in nanoseconds of CLOCK_MONOTONIC."""
    found = {}
    with open(os.path.join(TRACING, "trace"), encoding="ascii") as lines:
        for text in lines:
            if "framering_submit:" in text:
                before, _, rest = text.partition(": framering_submit:")
                number = int(rest.split("frame=")[1].split()[0])
                found[number] = round(float(before.split()[-1]) * 1e9)
    return found


def consume(ring):
    """Takes frames and keeps them for a while: (number, time, before and after acquire, before and after release)."""
    noted = []
    with ring.consumer() as consumer:
        while len(noted) < FRAMES:
            consumer.wait(10)
            now = [time.monotonic_ns()]
            frame = consumer.acquire(0)
            now.append(time.monotonic_ns())
            until = now[-1] + random.choice((0, 100_000, 2_000_000, 8_000_000))
            while time.monotonic_ns() < until:
                pass
            number, made = frame.number, frame.time_ns
            now.append(time.monotonic_ns())
            frame.release()
            noted.append((number, made, *now, time.monotonic_ns()))
        told = json.loads(subprocess.run([CTL, "consumers", "framering", "--json", "--interval", "0"], check=True,
                                         stdout=subprocess.PIPE, timeout=60).stdout)
    return noted, told


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder, framering.Ring(writable=True) as ring:
        ring.configure("XR24", 64, 48, slots=8)
        trace("trace_clock", "mono")
        trace("events/framering/framering_submit/enable", "1")
        with open(os.path.join(folder, "top"), "w+", encoding="ascii") as lines, \
                pipeline.Program([CTL, "top", "--json", "--interval", "200"], stdout=lines, stdin=subprocess.DEVNULL) as top:
            # It has looked twice, and asked before.
            pipeline.until(lambda: os.path.getsize(lines.name) > 0, "top's first line")
            ring.pattern(50)
            noted, told = consume(ring)
            top.terminate()
        with ring.consumer() as consumer:
            for _ in range(10):
                consumer.acquire(10).release()
            after = json.loads(subprocess.run([CTL, "consumers", "framering", "--json", "--interval", "0"], check=True,
                                              stdout=subprocess.PIPE, timeout=60).stdout)
        ring.pattern(0)
        trace("events/framering/framering_submit/enable", "0")
    tap.check("json_has_times_ok", fits(told, schemas.CONSUMERS))
    times = told["rings"][0]["consumers"][0]["times"]
    tap.check("acquire_agrees_with_what_the_consumer_notes_ok",
              disagreements(times["acquire"], [(max(0, a - made), b - made) for _, made, a, b, _, _ in noted]))
    tap.check("release_agrees_with_what_the_consumer_notes_ok",
              disagreements(times["release"], [(max(0, c - b), d - a) for _, _, a, b, c, d in noted]))
    traced = submits()
    tap.check("trace_has_the_same_frames_ok", [n for n, *_ in noted if n not in traced][:5])
    # A frame has its time before it is drawn, so it takes no less than from its submit on; the trace has microseconds.
    least = sorted(class_of(max(0, a - traced[n] - 1000)) for n, _, a, _, _, _ in noted if n in traced)
    told_classes = sorted(CLASSES.index(one["from_ns"]) for one in times["acquire"]["histogram"] for _ in range(one["frames"]))
    tap.check("acquire_is_no_sooner_than_the_trace_ok",
              [f"{i}: {a}, {b}" for i, (a, b) in enumerate(zip(told_classes, least)) if a < b][:5])
    after = after["rings"][0]["consumers"][0]["times"]
    tap.check("nothing_is_counted_when_nobody_asks_ok",
              [] if after["acquire"]["frames"] == after["release"]["frames"] == 0 else [after])
    tap.finish()


main()
