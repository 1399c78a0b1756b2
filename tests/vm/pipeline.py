# SPDX-License-Identifier: MIT
"""The real programs in the guest: decode a clip, produce, view, and what came of it."""
import os
import subprocess
import time
import zlib

CLIP = "/usr/share/doc/opencv-doc/examples/data/vtest.avi"
WIDTH, HEIGHT = 768, 576
DEVICE = "/sys/class/framering/framering"
# One that the kernel makes up.
CAMERA = "/dev/video0"
# fourcc: ffmpeg's name for the same bytes, bytes of a frame
FORMATS = {
    "XR24": ("bgr0", WIDTH * HEIGHT * 4),
    "NV12": ("nv12", WIDTH * HEIGHT * 3 // 2),
    "YU12": ("yuv420p", WIDTH * HEIGHT * 3 // 2),
}


class Build:
    """Where the programs are."""

    def __init__(self, folder):
        self.produce = os.path.join(folder, "producer", "framering-produce")
        self.view = os.path.join(folder, "viewer", "framering-view")
        self.ctl = os.path.join(folder, "ctl", "framering-ctl")
        self.copycount = os.path.join(folder, "tests", "copies", "libcopycount.so")


class Program(subprocess.Popen):
    """One that `with` does not wait for when the test has given up."""

    def __exit__(self, kind, *rest):
        if kind:
            self.kill()
        super().__exit__(kind, *rest)


def ffmpeg(fourcc, frames, container="rawvideo"):
    return ["ffmpeg", "-v", "error", "-i", CLIP, "-frames:v", str(frames), "-pix_fmt", FORMATS[fourcc][0],
            "-f", container, "-"]


def reference(fourcc, frames):
    """CRC-32 of each frame of ffmpeg's own decode."""
    sums = []
    with subprocess.Popen(ffmpeg(fourcc, frames), stdout=subprocess.PIPE, stdin=subprocess.DEVNULL) as decode:
        while True:
            frame = decode.stdout.read(FORMATS[fourcc][1])
            if not frame:
                return sums
            sums.append(f"{zlib.crc32(frame):08x}")


def captured(name, width, height):
    """A frame of the camera, by ffmpeg, which calls its format so."""
    return subprocess.run(["ffmpeg", "-v", "error", "-f", "v4l2", "-input_format", name, "-video_size", f"{width}x{height}",
                           "-i", CAMERA, "-frames:v", "1", "-f", "rawvideo", "-"], stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, check=True, timeout=60).stdout


def play(build, fourcc, frames, produce=(), view=(), environment=None):
    """The clip through the ring: (produce's status, view's status, produce's output, view's output)."""
    raw = ["-s", f"{WIDTH}x{HEIGHT}", "-f", fourcc]
    container = "rawvideo"
    if fourcc == "YU12":
        raw, container = [], "yuv4mpegpipe"
    env = os.environ | (environment or {})
    with subprocess.Popen(ffmpeg(fourcc, frames, container), stdout=subprocess.PIPE,
                          stdin=subprocess.DEVNULL) as decode:
        with Program([build.produce, *raw, "--wait-consumers", "1", "--stats", "--quiet", *produce],
                     stdin=decode.stdout, stdout=subprocess.PIPE, text=True, env=env) as producer:
            decode.stdout.close()
            until_configured(fourcc)
            viewer = subprocess.run([build.view, "--once", "--stats", *view], stdout=subprocess.PIPE, text=True,
                                    stdin=subprocess.DEVNULL, env=env, check=False)
            said = producer.stdout.read()
            producer.wait()
    return producer.returncode, viewer.returncode, said, viewer.stdout


def attribute(name, ring="framering"):
    with open(os.path.join(os.path.dirname(DEVICE), ring, name), encoding="ascii") as file:
        return file.read().strip()


def until(condition, what, seconds=60):
    """Looks until it holds."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(f"{what}: not within {seconds} s")
        os.sched_yield()


def until_configured(fourcc):
    """A viewer that came first would show the run before."""
    until(lambda: attribute("producer") == "1" and attribute("format").startswith(fourcc), "a producer")


def checksums(text):
    """The viewer's --checksum lines as (number, CRC)."""
    return [tuple(line.split()) for line in text.splitlines() if line and line[0].isdigit()]


def stats(text):
    """A --stats line as a dictionary; it is the last one."""
    return dict(word.split("=", 1) for word in text.splitlines()[-1].split() if "=" in word)


def idle(tap, name):
    """Nothing is attached and nothing mapped when all programs have ended."""
    left = {a: attribute(a) for a in ("producer", "consumers", "mappings")}
    tap.check(name, [f"{a} is {v}" for a, v in left.items() if v != "0"])
