# SPDX-License-Identifier: MIT
"""framering-produce --on-demand, with real viewers; what is left in its pipe tells what it has read."""
import array
import fcntl
import os
import re
import signal
import struct
import subprocess
import tempfile
import termios
import zlib

import pipeline

BYTES = 256
RAW = ["-s", "16x16", "-f", "R8"]
FRAMES = 1000
DEVICE = "/dev/framering"
ADD, REMOVE = 0xc050f780, 0x4010f781


class Producer:
    """One that says on a file what it does."""

    def __init__(self, build, *arguments, stdin=subprocess.DEVNULL):
        self.said = tempfile.NamedTemporaryFile("w+")
        self.process = subprocess.Popen([build.produce, "--on-demand", "--verbose", *arguments], stdin=stdin,
                                        stderr=self.said)

    def text(self):
        with open(self.said.name, encoding="ascii") as file:
            return file.read()

    def until(self, line, times=1):
        """Waits until it has said so often what matches."""
        pipeline.until(lambda: len(re.findall(line, self.text())) >= times or self.process.poll() is not None,
                       f"{times} times '{line}'")
        return [] if len(re.findall(line, self.text())) >= times else [f"no '{line}': {self.text()}"]

    def stop(self, number=signal.SIGINT):
        self.process.send_signal(number)
        status = self.process.wait(60)
        return [] if status == -number else [f"ended with {status}: {self.text()}"]


class Source:
    """A pipe full of frames, each with its number in its first bytes."""

    def __init__(self):
        self.end, self.start = os.pipe()
        fcntl.fcntl(self.start, fcntl.F_SETPIPE_SZ, 1 << 20)
        os.write(self.start, b"".join(self.frame(n) for n in range(FRAMES)))

    @staticmethod
    def frame(number):
        return struct.pack("<I", number) + bytes(BYTES - 4)

    def taken(self):
        """Bytes that were read from it."""
        left = array.array("i", [0])
        fcntl.ioctl(self.end, termios.FIONREAD, left)
        return FRAMES * BYTES - left[0]

    def close(self):
        os.close(self.end)
        os.close(self.start)


def watch(build, count):
    """A viewer that takes so many frames and misses none, as (number, CRC)."""
    done = subprocess.run([build.view, "--headless", "--policy", "lossless", "--checksum", "-n", str(count)],
                          stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True, check=True, timeout=120)
    return pipeline.checksums(done.stdout)


def reads_only_while_watched(build):
    source = Source()
    producer = Producer(build, *RAW, "--fps", "50", stdin=source.end)
    problems = producer.until("paused")
    for viewer in range(3):
        first = source.taken() // BYTES
        if viewer == 0 and source.taken():
            problems.append(f"{source.taken()} bytes were read without a consumer")
        seen = watch(build, 5)
        problems += producer.until("paused", viewer + 2)
        taken = source.taken()
        # It begins with the still picture, and then comes the very frame after the pause.
        begin = max(first - 1, 0)
        want = [(str(n), f"{zlib.crc32(source.frame(n)):08x}") for n in range(begin, begin + 5)]
        if seen != want:
            problems.append(f"viewer {viewer} saw {seen}, not {want}")
        if taken % BYTES or taken // BYTES < begin + 5:
            problems.append(f"{taken} bytes were read")
    problems += producer.stop()
    if f"produced {source.taken() // BYTES} frames" not in producer.text():
        problems.append(f"{source.taken()} bytes were read: {producer.text()}")
    source.close()
    return problems


def interrupt_while_paused(build):
    """One watches, two are needed: the one sees the end of the stream."""
    producer = Producer(build, "--pattern", *RAW, "--wait-consumers", "2")
    problems = producer.until("0 of 2; paused")
    with pipeline.Program([build.view, "--headless", "--once", "--stats"], stdout=subprocess.PIPE,
                          stdin=subprocess.DEVNULL, text=True) as viewer:
        pipeline.until(lambda: pipeline.attribute("consumers") == "1", "the viewer")
        problems += producer.stop()
        said = viewer.communicate(timeout=60)[0]
    if viewer.returncode or pipeline.stats(said)["shown"] != "0":
        problems.append(f"viewer ended with {viewer.returncode}: {said}")
    return problems


def shell_reads(build):
    """A process that reads the device is a consumer, too."""
    producer = Producer(build, "--pattern", *RAW)
    problems = producer.until("paused")
    done = subprocess.run(["dd", f"bs={BYTES}", "count=3", "iflag=fullblock", "status=none",
                           f"if={DEVICE}"], stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, check=False, timeout=120)
    if done.returncode or len(done.stdout) != 3 * BYTES:
        problems.append(f"dd ended with {done.returncode}, {len(done.stdout)} bytes")
    return problems + producer.until("paused", 2) + producer.stop()


def add(control):
    """A ring with nothing special; its number."""
    request = bytearray(struct.pack("<I76x", 80))
    fcntl.ioctl(control, ADD, request)
    return struct.unpack_from("<I", request, 8)[0]


def removal_while_paused(build):
    with open("/dev/framering-control", "rb+", buffering=0) as control:
        ring = add(control)
        producer = Producer(build, "--pattern", *RAW, "-d", f"/dev/framering{ring}")
        problems = producer.until("paused")
        fcntl.ioctl(control, REMOVE, struct.pack("<4I", 16, 0, ring, 0))
    status = producer.process.wait(60)
    if status != 1 or "the device is gone" not in producer.text():
        problems.append(f"ended with {status}: {producer.text()}")
    return problems


def wish_is_granted(build):
    """The test picture becomes what the viewer wishes for, and stays so."""
    producer = Producer(build, "--pattern")
    problems = producer.until("paused")
    for wish, size, fourcc in (("NV12:64x48@50", "64x48", "NV12"), ("R8", "640x480", "R8"), ("@60", "640x480", "R8")):
        done = subprocess.run([build.view, "--headless", "--checksum", "-v", "-n", "8", "--policy", "live",
                               "--wish", wish], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              stdin=subprocess.DEVNULL, text=True, check=False, timeout=120)
        last = re.findall(r"generation \d+, (\S+) (\w+)", done.stderr)[-1:]
        if done.returncode or last != [(size, fourcc)]:
            problems.append(f"{wish}: {done.returncode}, {last}: {done.stderr}")
    if not re.search("format NV12, rate 50$", producer.text(), re.MULTILINE):
        problems.append(f"no wish: {producer.text()}")
    return problems + producer.stop()


def rivals(build):
    """Two with different wishes, that attach together: one gets its wish, and both see pictures."""
    producer = Producer(build, "--pattern", "--wait-consumers", "2")
    problems = producer.until("paused")
    viewers = [subprocess.Popen([build.view, "--headless", "-n", "20", "--wish", wish], stdin=subprocess.DEVNULL)
               for wish in ("64x48@50", "48x64@50")]
    # Once the first has exited, nothing more is drawn for the other one.
    pipeline.until(lambda: any(viewer.poll() is not None for viewer in viewers), "20 frames for one of them")
    changes = len(re.findall("slots of", producer.text())) - 1
    if not 1 <= changes <= 3:
        problems.append(f"{changes} changes: {producer.text()}")
    for viewer in viewers:
        viewer.terminate()
        if viewer.wait(60):
            problems.append(f"viewer ended with {viewer.returncode}")
    return problems + producer.stop()


def first_format(build):
    """A viewer sleeps on a ring without a format, and shows what comes."""
    with open("/dev/framering-control", "rb+", buffering=0) as control:
        ring = add(control)
        device = f"/dev/framering{ring}"
        with pipeline.Program([build.view, "--headless", "-n", "3", "-d", device],
                              stdin=subprocess.DEVNULL) as viewer:
            # Asleep, and nothing that would wake it but an event.
            pipeline.until(lambda: waits(viewer.pid), "a sleeping viewer")
            producer = Producer(build, "--pattern", *RAW, "-d", device)
            viewer.wait(60)
        problems = producer.stop()
        fcntl.ioctl(control, REMOVE, struct.pack("<4I", 16, 0, ring, 0))
    return problems + ([f"viewer ended with {viewer.returncode}"] if viewer.returncode else [])


def waits(pid):
    """It is in poll(2), with the time-out -1. The upper half of the register is not part of it."""
    with open(f"/proc/{pid}/syscall", encoding="ascii") as file:
        words = file.read().split()
    return words[0] == "7" and int(words[3], 16) & 0xffffffff == 0xffffffff


CASES = {
    "producer_on_demand_reads_only_while_watched_ok": reads_only_while_watched,
    "interrupt_of_a_paused_producer_ends_the_stream_ok": interrupt_while_paused,
    "reader_of_the_device_counts_as_a_watcher_ok": shell_reads,
    "wish_of_a_viewer_makes_the_test_picture_ok": wish_is_granted,
    "viewers_of_different_wishes_see_one_picture_ok": rivals,
    "viewer_sleeps_until_the_first_format_ok": first_format,
    "removal_ends_a_paused_producer_ok": removal_while_paused,
}
