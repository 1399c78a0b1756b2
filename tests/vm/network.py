#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""network.py BUILD ROWS [PART]: a ring's frames to another ring over a network with delay and loss, by the real programs.

Two network namespaces are joined by a pair of veth; netem delays each packet by 20 ms in each direction, and loses some.
ROWS is "quick", or "all": each transport with each loss and size, and 300 frames. Each row tells its figures. Of all points
only those are tried whose names have PART in them."""
import collections
import contextlib
import os
import re
import subprocess
import sys
import threading
import time
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, ".."))
BUILD = os.path.abspath(sys.argv[1])
sys.path.insert(0, os.path.join(BUILD, "python"))
from harness import Tap  # noqa: E402
import gst_plugins  # noqa: E402
import pipeline  # noqa: E402
import framering  # noqa: E402

SEND = os.path.join(BUILD, "network", "framering-send")
RECEIVE = os.path.join(BUILD, "network", "framering-receive")
RINGS = ("/dev/framering", "/dev/framering1")
NEAR, FAR = "10.9.0.1", "10.9.0.2"
SECONDS = 300
# Of two clocks that are read one after the other, on two emulated processors, twice.
NEAR_NS = 20_000_000
DELAY = "20ms"
# Frames a second that an emulated machine can code.
SIZES = {"640x480": {"raw": 5, "jpeg": 5, "srt": 5, "rist": 5}, "1920x1080": {"raw": 1, "jpeg": 1, "srt": 1, "rist": 1}}
Row = collections.namedtuple("Row", "transport size loss frames")
Seen = collections.namedtuple("Seen", "time sum size")
QUICK = [Row("raw", "320x240", 0, 30), Row("jpeg", "320x240", 0.1, 30), Row("srt", "320x240", 2, 30),
         Row("rist", "320x240", 2, 30)]
ALL = [Row(transport, size, loss, 300) for size in SIZES for transport in ("raw", "jpeg", "srt", "rist")
       for loss in (0, 0.1, 2)]


def ip(*words):
    subprocess.run(["ip", *words], check=True, stdin=subprocess.DEVNULL, timeout=SECONDS)


def inside(space, *words):
    return ["ip", "netns", "exec", space, *words]


@contextlib.contextmanager
def network(loss):
    """Namespaces near and far, and the veth of each, which are gone afterwards: netem could not be unloaded."""
    for space in ("near", "far"):
        ip("netns", "add", space)
    try:
        ip("link", "add", "near0", "netns", "near", "type", "veth", "peer", "name", "far0", "netns", "far")
        for space, address in (("near", NEAR), ("far", FAR)):
            ip("-n", space, "address", "add", address + "/24", "dev", space + "0")
            ip("-n", space, "link", "set", "lo", "up")
            ip("-n", space, "link", "set", space + "0", "up")
            subprocess.run(["tc", "-n", space, "qdisc", "add", "dev", space + "0", "root", "netem", "limit", "100000",
                            "delay", DELAY, "loss", f"{loss}%"], check=True, timeout=SECONDS)
        yield
    finally:
        ip("-n", "near", "link", "delete", "near0")
        for space in ("near", "far"):
            ip("netns", "delete", space)


def link(state):
    ip("-n", "near", "link", "set", "near0", state)


class Watch:
    """What a live consumer of a ring sees, in a thread."""

    def __init__(self, path, policy="live"):
        self.path = path
        self.policy = policy
        self.seen = []
        self.changed = threading.Condition()
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.run)

    def run(self):
        while not self.over.is_set():
            try:
                with framering.Ring(self.path, writable=True) as ring, ring.consumer(self.policy) as consumer:
                    self.follow(consumer)
            except framering.Error:
                # Not configured yet, or another one by now.
                time.sleep(0.01)

    def follow(self, consumer):
        size = f"{consumer.geometry.width}x{consumer.geometry.height}"
        while not self.over.is_set():
            try:
                frame = consumer.acquire(0.2)
            except framering.TimedOutError:
                continue
            with frame:
                total = 0
                for plane in frame.copy():
                    total = zlib.crc32(plane, total)
                with self.changed:
                    self.seen.append(Seen(frame.time_ns, total, size))
                    self.changed.notify()

    def until(self, count):
        """Asleep: the programs under test need both processors."""
        with self.changed:
            if not self.changed.wait_for(lambda: len(self.seen) >= count, SECONDS):
                raise TimeoutError(f"{len(self.seen)} frames in {self.path} within {SECONDS} s, not {count}")

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()


class Bench:
    """The two programs, in their namespaces."""

    def __init__(self, folder, transport, rate):
        self.folder = folder
        self.transport = transport
        self.environment = gst_plugins.environment(BUILD, folder)
        self.sdp = os.path.join(folder, "session.sdp")
        wait = {"srt": 250 + 2000 // rate, "rist": 1500}.get(transport, 200)
        self.latency = ["--latency", str(wait)]

    def start(self, space, program, *words):
        options = ["--sdp", self.sdp] if self.transport == "raw" else []
        return pipeline.Program(inside(space, program, "--stats", *options, *words), stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=self.environment)

    def send(self):
        address = ":5000" if self.transport == "srt" else f"{FAR}:5000"
        latency = self.latency if self.transport == "srt" else []
        return self.start("near", SEND, "--device", RINGS[0], "--lossless", *latency, self.transport, address)

    def receive(self):
        address = f"{NEAR}:5000" if self.transport == "srt" else ":5000"
        return self.start("far", RECEIVE, "--device", RINGS[1], *self.latency, self.transport, address)


def produce(size, rate):
    return pipeline.Program([pipeline.Build(BUILD).produce, "--pattern", "-s", size, "-f", "YU12", "--fps", str(rate),
                             "--slots", "8", "--quiet", "-d", RINGS[0]], stdin=subprocess.DEVNULL)


def stop(*processes):
    """What is wrong with how they end by SIGINT, and what they said."""
    problems, said = [], []
    for process in processes:
        process.send_signal(2)
        out = process.communicate(timeout=SECONDS)[0] or ""
        said.append(out)
        if process.returncode != -2:
            problems.append(f"{process.args}: status {process.returncode}: {out}")
    return problems, said


def place(times, moment):
    """Which of the frames that were sent has this time; None: none of them."""
    at = min(range(len(times)), key=lambda n: abs(times[n] - moment))
    return at if abs(times[at] - moment) <= NEAR_NS else None


def is_lossy(row):
    """Whether what is lost is not sent again."""
    return row.loss and row.transport in ("raw", "jpeg")


def compare(row, put, got):
    """(problems, how many are missing between the first and the last)"""
    times = [frame.time for frame in put]
    places = [place(times, frame.time) for frame in got]
    problems = [f"time {frame.time} is of no frame" for frame, at in zip(got, places) if at is None]
    if problems:
        return problems[:5], 0
    problems += [f"{b} after {a}" for a, b in zip(places, places[1:]) if b <= a]
    problems += [f"size {frame.size}" for frame in got if frame.size != row.size]
    if row.transport == "raw":
        problems += [f"frame {at}: other bytes" for frame, at in zip(got, places) if frame.sum != put[at].sum]
    missing = places[-1] - places[0] + 1 - len(places) if places else 0
    if missing and not is_lossy(row):
        problems.append(f"{missing} of {len(places) + missing} frames are missing")
    return problems[:5], missing


def total(said):
    return "".join(re.findall(r"^total (.*)$", said, re.M)[-1:])


def carry(row, folder):
    """One row: its frames arrive, whole and in order, at their times."""
    rate = SIZES.get(row.size, {}).get(row.transport, 10)
    bench = Bench(folder, row.transport, rate)
    with network(row.loss), Watch(RINGS[0], "lossless") as near, Watch(RINGS[1], "lossless") as far, \
            produce(row.size, rate) as producer:
        # So that all is known of what is sent.
        near.until(1)
        with bench.send() as sender:
            if row.transport == "raw":
                pipeline.until(lambda: os.path.exists(bench.sdp), "a description", SECONDS)
            with bench.receive() as receiver:
                if is_lossy(row):
                    # Hardly a large frame may come whole.
                    pipeline.until(lambda: pipeline.attribute("consumers") == "2", "a sender", SECONDS)
                    near.until(len(near.seen) + row.frames)
                else:
                    far.until(row.frames)
                got = far.seen[:row.frames]
                problems, said = stop(sender, receiver)
        problems += stop(producer)[0]
    more, missing = compare(row, near.seen, got)
    if problems or more:
        print("".join(f"# {line}\n" for out in said for line in out.splitlines()), end="", flush=True)
    print(f"# {row.transport} {row.size} at {rate}/s, loss {row.loss} %: {len(got)} frames, {missing} missing between; "
          f"sent: {total(said[0])}; received: {total(said[1])}", flush=True)
    return problems + more


def survives(transport, what, folder):
    """The receiver goes on after what happens to the sender or to the link."""
    bench = Bench(folder, transport, 10)
    with network(0), Watch(RINGS[0]) as near, Watch(RINGS[1]) as far, produce("320x240", 10) as producer:
        sender = bench.send()
        if transport == "raw":
            pipeline.until(lambda: os.path.exists(bench.sdp), "a description", SECONDS)
        with bench.receive() as receiver:
            far.until(10)
            sender = what(bench, sender)
            back = near.seen[-1].time
            pipeline.until(lambda: far.seen[-1].time > back, "frames of afterwards", SECONDS)
            far.until(len(far.seen) + 10)
            return stop(sender, receiver, producer)[0]


def kill_sender(bench, sender):
    sender.kill()
    sender.communicate()
    return bench.send()


def cut_link(_, sender):
    """For five seconds: it is not waited for anything that could be seen."""
    link("down")
    time.sleep(5)
    link("up")
    return sender


def attempt(tap, name, what):
    if any(part not in name for part in sys.argv[3:]):
        return
    with gst_plugins.folder() as folder:
        try:
            tap.check(name, what(folder))
        except (TimeoutError, subprocess.TimeoutExpired) as problem:
            tap.check(name, [repr(problem)])


def main():
    tap = Tap()
    rows = {"quick": QUICK, "all": ALL}[sys.argv[2]]
    # A raw frame goes out, and comes in, at once.
    for limit in ("rmem_max", "wmem_max"):
        with open(f"/proc/sys/net/core/{limit}", "w", encoding="ascii") as file:
            file.write("67108864")
    for row in rows:
        attempt(tap, f"{row.transport}_{row.size}_with_loss_of_{row.loss}_percent_ok",
                lambda folder, row=row: carry(row, folder))
    for transport in ("raw", "jpeg", "srt", "rist"):
        attempt(tap, f"{transport}_receiver_survives_kill_9_of_the_sender_ok",
                lambda folder, transport=transport: survives(transport, kill_sender, folder))
        attempt(tap, f"{transport}_receiver_survives_a_link_that_is_down_ok",
                lambda folder, transport=transport: survives(transport, cut_link, folder))
    tap.finish()


main()
