#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""rows.py FAKE LINK [PART...]: a ring's frames to another ring over a network with delay and loss, as fast as this machine.

The programs run on the library's fake device, each in a network namespace of its own, and LINK joins these: 20 ms in each
direction, and some packets lost. `tests/vm/network.py` does the same in a guest, with the driver and the kernel's netem,
which few machines have. Each row tells its figures. Only those points are tried whose names have each PART in them."""
import collections
import contextlib
import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from harness import Tap  # noqa: E402
from sides import Program, compare, nearest  # noqa: E402

FAKE, LINK = (os.path.abspath(path) for path in sys.argv[1:3])
# Names of this test's own, should it run beside another.
SPACES = [f"framering-{name}-{os.getpid()}" for name in ("near", "far")]
ADDRESSES = ("10.9.0.1", "10.9.0.2")
DELAY_MS = "20"
SECONDS = 180
FRAMES = 300
Size = collections.namedtuple("Size", "width height rate")
# Frames a second that two processors carry: of raw ones, ten megabytes.
SIZES = {(640, 480): {"raw": 10, "jpeg": 30, "srt": 30, "rist": 30},
         (1920, 1080): {"raw": 3, "jpeg": 5, "srt": 5, "rist": 5}}
# A second of them, since they may come in bursts.
SLOTS = "32"
LOSSES = (0, 0.1, 2)
# What is sent again, and what of it may still be missing in a row: SRT's sender sends none again that would be too late.
LATENCY = {"raw": "20", "jpeg": "20", "srt": "500", "rist": "1000"}


def ip(*words):
    subprocess.run(["ip", *words], check=True, stdin=subprocess.DEVNULL, timeout=SECONDS)


def inside(space, *words):
    return ["ip", "netns", "exec", space, *words]


def link(state):
    ip("-n", SPACES[0], "link", "set", "link0", state)


@contextlib.contextmanager
def network(loss):
    """Both namespaces, and LINK between them."""
    with contextlib.ExitStack() as stack:
        for space in SPACES:
            ip("netns", "add", space)
            stack.callback(ip, "netns", "delete", space)
        joined = stack.enter_context(Program([LINK, DELAY_MS, str(loss), *SPACES]))
        joined.until("ready")
        for space, address in zip(SPACES, ADDRESSES):
            ip("-n", space, "address", "add", address + "/24", "dev", "link0")
            # A raw frame comes at once, in some thousand packets.
            ip("-n", space, "link", "set", "link0", "txqueuelen", "10000", "up")
        yield joined


@contextlib.contextmanager
def large_sockets():
    """A raw frame goes out, and comes in, at once; what the limits were is restored."""
    with contextlib.ExitStack() as stack:
        for path in ("/proc/sys/net/core/rmem_max", "/proc/sys/net/core/wmem_max"):
            with open(path, "r+", encoding="ascii") as file:
                before = file.read()
                file.seek(0)
                file.write("67108864")
            stack.callback(restore, path, before)
        yield


def restore(path, text):
    with open(path, "w", encoding="ascii") as file:
        file.write(text)


class Bench:
    """The two programs, in their namespaces."""

    def __init__(self, folder, transport, size):
        self.sdp = os.path.join(folder, "session.sdp")
        self.transport = transport
        self.size = [str(number) for number in size]

    def start(self, side, *words):
        sdp = ["--sdp", self.sdp] if self.transport == "raw" else []
        size = self.size if side == "send" else []
        return Program(inside(SPACES[side == "receive"], FAKE, side, *size, "-d", "/dev/null", "--stats", *sdp, *words))

    def send(self):
        address = ":5000" if self.transport == "srt" else f"{ADDRESSES[1]}:5000"
        latency = ["--latency", LATENCY["srt"]] if self.transport == "srt" else []
        return self.start("send", *latency, self.transport, address)

    def receive(self):
        address = f"{ADDRESSES[0]}:5000" if self.transport == "srt" else ":5000"
        return self.start("receive", "--slots", SLOTS, "--latency", LATENCY[self.transport], self.transport, address)

    def describe(self):
        """A raw receiver has to know what it gets; a sender writes that as soon as its ring has a format."""
        if self.transport != "raw":
            return []
        with self.send() as sender:
            sender.until("second frames=[1-9]")
            return sender.end()


def is_lossy(transport, loss):
    """Whether what is lost is not sent again."""
    return loss and transport in ("raw", "jpeg")


def carry(folder, transport, size, loss):
    """One row: its frames arrive, whole and in order, at their times."""
    bench = Bench(folder, transport, size)
    with network(loss) as joined:
        problems = bench.describe()
        with bench.receive() as far, bench.send() as near:
            if is_lossy(transport, loss):
                near.until("^put ", FRAMES, SECONDS)
            else:
                far.until("^got ", FRAMES, SECONDS)
            problems += near.end() + far.end()
        problems += joined.end(wanted=0)
    put, got = near.frames("put"), far.frames("got")
    problems += compare(put, got, transport == "raw")
    # What a busy machine's sender came to too late never was on the network.
    missing = max(between(put, got) - int(re.search(r"missed=(\d+)", near.total())[1]), 0)
    if missing and not is_lossy(transport, loss):
        problems.append(f"{missing} of {missing + len(got)} frames are missing")
    print(f"# {transport} {size.width}x{size.height} at {size.rate}/s, loss {loss} %: {len(got)} frames, {missing} missing "
          f"between; sent: {near.total()}; received: {far.total()}; {' '.join(line.strip() for line in joined.all[1:])}",
          flush=True)
    return problems


def between(put, got):
    """How many of those that were sent between the first and the last that came are missing."""
    if not got:
        return 0
    times = [frame[0] for frame in put]
    return nearest(times, got[-1][0]) - nearest(times, got[0][0]) + 1 - len(got)


def survives(folder, transport, what):
    """The receiver goes on after what happens to the sender or to the link."""
    bench = Bench(folder, transport, Size(320, 240, 20))
    with network(0):
        problems = bench.describe()
        with contextlib.ExitStack() as stack:
            far = stack.enter_context(bench.receive())
            near = stack.enter_context(bench.send())
            far.until(r"second frames=[1-9]", 2)
            near = what(stack, bench, near, far)
            far.until(r"second frames=[1-9]", 3)
            return problems + near.end() + far.end()


def kill_sender(stack, bench, near, far):
    near.process.kill()
    near.process.wait()
    far.until("second frames=0 ")
    return stack.enter_context(bench.send())


def cut_link(_stack, _bench, near, far):
    """For five seconds without a frame."""
    link("down")
    far.until("second frames=0 ", 5)
    link("up")
    return near


def attempt(tap, name, what, *words):
    if any(part not in name for part in sys.argv[3:]):
        return
    with tempfile.TemporaryDirectory() as folder:
        try:
            tap.check(name, what(folder, *words))
        except (EOFError, TimeoutError, subprocess.TimeoutExpired) as problem:
            tap.check(name, [repr(problem)])


def main():
    tap = Tap()
    with large_sockets():
        for (width, height), rates in SIZES.items():
            for transport in LATENCY:
                size = Size(width, height, rates[transport])
                for loss in LOSSES:
                    attempt(tap, f"{transport}_{width}x{height}_with_loss_of_{loss}_percent_ok", carry, transport, size,
                            loss)
        for transport in LATENCY:
            attempt(tap, f"{transport}_receiver_survives_kill_9_of_the_sender_ok", survives, transport, kill_sender)
            attempt(tap, f"{transport}_receiver_survives_a_link_that_is_down_ok", survives, transport, cut_link)
    tap.finish()


main()
