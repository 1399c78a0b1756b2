#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""v4l2.py BUILD: the programs that people have, at a ring's V4L2 nodes: each sees every frame as it was made."""
import contextlib
import os
import re
import signal
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from harness import Tap, run  # noqa: E402
import pipeline  # noqa: E402

WIDTH, HEIGHT, FRAMES = 320, 240, 60
# The ring's name of a format, ffmpeg's, bits of a pixel.
FORMATS = {"YUYV": ("yuyv422", 16), "UYVY": ("uyvy422", 16), "YU12": ("yuv420p", 12), "NV12": ("nv12", 12),
           "YU16": ("yuv422p", 16), "XR24": ("bgr0", 32), "RG24": ("bgr24", 24), "BG24": ("rgb24", 24),
           "RG16": ("rgb565le", 16), "R8": ("gray", 8)}
# What GStreamer calls those that its videotestsrc makes.
GSTREAMER = {"YUYV": "YUY2", "YU12": "I420", "NV12": "NV12", "BG24": "RGB"}
# Those whose colours v4l2-compliance can read, but for NV12: after its mismatch, see DECLARED, it does not know the format.
COLOURED = ("YUYV", "YU12", "XR24", "BG24")
# What v4l2-compliance says of frames that it was to read.
STREAMS = {"-f": r"Field \w+: OK", "-c": r"test \d+% \w+ for format \w+: (OK|FAIL)"}
# Failures of v4l2-compliance that are meant, or are its own.
DECLARED = {
    # Several programs can stream at a time: a second one is not told EBUSY.
    r"q2\.reqbufs\(node->node2, 1\) != EBUSY",
    # Newer kernels describe formats with other words than Debian 12's v4l2-compliance expects.
    r"fmtdesc\.description mismatch",
    # Buffers are not memory that could be added to.
    r"VIDIOC_CREATE_BUFS not supported",
}


def node(what, ring="framering"):
    """The path of a ring's node."""
    folder = f"/sys/class/framering/{ring}"
    for name in os.listdir(folder):
        if name.startswith("video"):
            with open(f"{folder}/{name}/name", encoding="ascii") as file:
                if file.read().strip() == f"{ring} {what}":
                    return f"/dev/{name}"
    raise SystemExit(f"v4l2: ring {ring} has no node {what}")


def setting(name, value):
    with open(f"/sys/class/framering/framering/v4l2/{name}", "w", encoding="ascii") as file:
        file.write(value)


def hashes(*source):
    """SHA-256 of each frame that ffmpeg reads from a source."""
    done = subprocess.run(["ffmpeg", "-v", "error", *source, "-c", "copy", "-f", "framehash", "-"], stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, text=True, timeout=120, check=True)
    return [line.split(",")[-1].strip() for line in done.stdout.splitlines() if line and not line.startswith("#")]


class Clip:
    """Frames that all differ, in a file."""

    def __init__(self, folder, fourcc):
        self.fourcc = fourcc
        self.name, bits = FORMATS[fourcc]
        self.path = os.path.join(folder, f"{fourcc}.raw")
        self.bytes = WIDTH * HEIGHT * bits // 8
        subprocess.run(["ffmpeg", "-v", "error", "-f", "lavfi", "-i", f"testsrc2=s={WIDTH}x{HEIGHT}:r=30", "-frames",
                        str(FRAMES), "-pix_fmt", self.name, "-f", "rawvideo", "-y", self.path], stdin=subprocess.DEVNULL,
                       timeout=120, check=True)
        self.raw = ["-f", "rawvideo", "-pix_fmt", self.name, "-s", f"{WIDTH}x{HEIGHT}", "-i"]
        self.hashes = hashes(*self.raw, self.path)
        if len(set(self.hashes)) != FRAMES:
            raise SystemExit("v4l2: two frames of the clip are alike")

    def unlike(self, seen, count):
        """What is wrong with frames that a reader saw: each is one of the clip's, and the next is never an older one."""
        wrong = []
        if len(seen) < count:
            wrong.append(f"{len(seen)} frames, not {count}")
        if set(seen) - set(self.hashes):
            wrong.append(f"{sum(frame not in self.hashes for frame in seen)} of {len(seen)} frames are none of the clip's")
            return wrong
        at = [self.hashes.index(frame) for frame in seen]
        # It starts again at its end.
        if sum(b < a for a, b in zip(at, at[1:])) > len(seen) * 2 // FRAMES + 1:
            wrong.append(f"frames come in the order {at}")
        return wrong


@contextlib.contextmanager
def running(*command):
    """A producer that goes on until it is stopped."""
    with pipeline.Program(command, stdin=subprocess.DEVNULL) as producer:
        pipeline.until(lambda: pipeline.attribute("producer") == "1", "a producer")
        yield
        producer.send_signal(signal.SIGINT)
        producer.wait(timeout=60)


def producing(build, clip):
    return running(build.produce, "--quiet", "-f", clip.fourcc, "-s", f"{WIDTH}x{HEIGHT}", "--fps", "15", "--loop", clip.path)


def from_ffmpeg(count):
    return hashes("-f", "v4l2", "-i", node("capture"), "-frames", str(count))


def from_tool(folder, clip, count):
    path = os.path.join(folder, "tool.raw")
    status, said = run(["v4l2-ctl", "-d", node("capture"), "--stream-mmap=3", f"--stream-count={count}",
                        f"--stream-to={path}"], timeout=120)
    return hashes(*clip.raw, path) if not status else [said]


def from_gstreamer(folder, clip, count, mode):
    path = os.path.join(folder, "gst.raw")
    status, said = run(["gst-launch-1.0", "-q", "v4l2src", f"device={node('capture')}", f"num-buffers={count}",
                        f"io-mode={mode}", "!", f"video/x-raw,format={GSTREAMER[clip.fourcc]}", "!", "filesink",
                        f"location={path}"], timeout=120)
    return hashes(*clip.raw, path) if not status else [said]


OPENCV = """
import sys
import cv2
camera = cv2.VideoCapture(sys.argv[1], cv2.CAP_V4L2)
camera.set(cv2.CAP_PROP_CONVERT_RGB, 0)
with open(sys.argv[2], "wb") as file:
    for _ in range(int(sys.argv[3])):
        ok, frame = camera.read()
        if not ok:
            sys.exit("no frame")
        file.write(frame.tobytes())
"""


def from_opencv(folder, clip, count):
    path = os.path.join(folder, "opencv.raw")
    status, said = run(["/usr/bin/python3", "-c", OPENCV, node("capture"), path, str(count)], timeout=120)
    return hashes(*clip.raw, path) if not status else [said]


def every_format(build, folder, fourcc):
    clip = Clip(folder, fourcc)
    with producing(build, clip):
        return clip.unlike(from_ffmpeg(20), 20)


def each_program(build, folder, tap):
    clip = Clip(folder, "YUYV")
    with producing(build, clip):
        tap.check("tool_sees_every_frame_ok", clip.unlike(from_tool(folder, clip, 30), 30))
        for mode in ("mmap", "rw", "dmabuf"):
            tap.check(f"gstreamer_sees_every_frame_ok/{mode}", clip.unlike(from_gstreamer(folder, clip, 30, mode), 30))
        tap.check("opencv_sees_every_frame_ok", clip.unlike(from_opencv(folder, clip, 30), 30))


def crowd(build, folder, count):
    """Programs of V4L2 at a time, beside two native readers."""
    clip = Clip(folder, "NV12")
    wrong = []
    with producing(build, clip):
        native = [subprocess.Popen([build.view, "--headless", "--checksum", "-n", "20", "--timeout", "60"],
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True) for _ in range(2)]
        readers = [subprocess.Popen(["ffmpeg", "-v", "error", "-f", "v4l2", "-i", node("capture"), "-frames", "20", "-c",
                                     "copy", "-f", "framehash", "-"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                    text=True) for _ in range(count)]
        for reader in readers:
            said, _ = reader.communicate(timeout=200)
            seen = [line.split(",")[-1].strip() for line in said.splitlines() if line and not line.startswith("#")]
            wrong += clip.unlike(seen, 20)
        for viewer in native:
            said, _ = viewer.communicate(timeout=200)
            if viewer.returncode or len(pipeline.checksums(said)) != 20:
                wrong.append(f"a native reader gave {viewer.returncode}: {said}")
    return wrong


def written(build, folder, fourcc):
    """What ffmpeg writes to the output node, a native reader and one by V4L2 see."""
    clip = Clip(folder, fourcc)
    with running("ffmpeg", "-v", "error", "-re", "-stream_loop", "-1", "-f", "rawvideo", "-pix_fmt", clip.name, "-s",
                 f"{WIDTH}x{HEIGHT}", "-r", "15", "-i", clip.path, "-c", "copy", "-f", "v4l2", node("output")):
        seen = subprocess.run([build.view, "--headless", "-n", "10", "--timeout", "60"], stdin=subprocess.DEVNULL, timeout=120,
                              check=False)
        wrong = clip.unlike(from_ffmpeg(20), 20)
    return wrong + ([f"the viewer gave {seen.returncode}"] if seen.returncode else [])


def sunk(folder):
    """GStreamer's sink fills slots; ffmpeg reads them."""
    want = os.path.join(folder, "want.raw")
    caps = f"video/x-raw,format=YUY2,width={WIDTH},height={HEIGHT},framerate=15/1"
    # A picture without snow, so that all frames are alike; as many as come until ffmpeg reads in a slow machine.
    status, said = run(["gst-launch-1.0", "-q", "videotestsrc", "pattern=ball", "animation-mode=frames", "num-buffers=300", "!",
                        caps, "!", "filesink", f"location={want}"], timeout=120)
    if status:
        return [said]
    frames = hashes("-f", "rawvideo", "-pix_fmt", "yuyv422", "-s", f"{WIDTH}x{HEIGHT}", "-i", want)
    with running("gst-launch-1.0", "-q", "videotestsrc", "is-live=true", "pattern=ball", "animation-mode=frames", "!", caps, "!",
                 "v4l2sink", f"device={node('output')}"):
        seen = from_ffmpeg(20)
    strange = [frame for frame in seen if frame not in frames]
    return [f"{len(strange)} of {len(seen)} frames are none of videotestsrc's"] if strange or len(seen) != 20 else []


def imported(build, folder):
    """GStreamer takes dma-bufs of one ring's buffers to another ring's output node; ffmpeg reads them there."""
    clip = Clip(folder, "YUYV")
    status, said = run([build.ctl, "add", "source"], timeout=60)
    if status:
        return [said]
    path = said.strip()
    ring = os.path.basename(path)
    with pipeline.Program([build.produce, "--quiet", "-d", path, "-f", clip.fourcc, "-s", f"{WIDTH}x{HEIGHT}", "--fps", "15",
                           "--loop", clip.path], stdin=subprocess.DEVNULL) as produce:
        pipeline.until(lambda: pipeline.attribute("producer", ring) == "1", "a producer of the other ring")
        with running("gst-launch-1.0", "-q", "v4l2src", f"device={node('capture', ring)}", "io-mode=dmabuf", "!",
                     f"video/x-raw,format={GSTREAMER[clip.fourcc]}", "!", "v4l2sink", f"device={node('output')}",
                     "io-mode=dmabuf-import", "sync=false"):
            wrong = clip.unlike(from_ffmpeg(20), 20)
        produce.send_signal(signal.SIGINT)
        produce.wait(timeout=60)
    status, said = run([build.ctl, "remove", path], timeout=60)
    return wrong + ([said] if status else [])


def compliance(what, *how):
    """What v4l2-compliance finds wrong that is not declared."""
    status, said = run(["v4l2-compliance", "-d", node(what), *(how or ("-s",))], timeout=300)
    found = re.findall(r"^\s*(?:fail|warn): (.*)$", said, re.M)
    wrong = [line for line in found if not any(re.search(known, line) for known in DECLARED)]
    total = re.search(r"Total for .*: (\d+), Succeeded: (\d+), Failed: (\d+), Warnings: (\d+)", said)
    if not total or int(total[1]) < 45:
        wrong.append(f"status {status}: {said[-2000:]}")
    for option in how:
        if option in STREAMS and not re.search(STREAMS[option], said):
            wrong.append(f"{option} tested nothing: {said[-2000:]}")
    return wrong


def plain(folder, fourcc, colour):
    """A frame of one colour, in a file."""
    path = os.path.join(folder, f"{colour}-{fourcc}.raw")
    subprocess.run(["ffmpeg", "-v", "error", "-f", "lavfi", "-i", f"color={colour}:s={WIDTH}x{HEIGHT}", "-frames", "1", "-pix_fmt",
                    FORMATS[fourcc][0], "-f", "rawvideo", "-y", path], stdin=subprocess.DEVNULL, timeout=120, check=True)
    return path


def colours(build, folder, fourcc):
    """v4l2-compliance reads each colour as what was produced, and as no other."""
    wrong = []
    for colour, other in (("red", "green"), ("green", "blue"), ("blue", "red")):
        # ffmpeg's green is half as bright; lime is what V4L2's tests mean.
        made = plain(folder, fourcc, "lime" if colour == "green" else colour)
        with running(build.produce, "--quiet", "-f", fourcc, "-s", f"{WIDTH}x{HEIGHT}", "--fps", "15", "--loop", made):
            wrong += compliance("capture", "-c", f"color={colour},skip=1")
            if not compliance("capture", "-c", f"color={other},skip=1"):
                wrong.append(f"{colour} counts as {other}, too")
    return wrong


def main():
    build, tap = pipeline.Build(sys.argv[1]), Tap()
    with tempfile.TemporaryDirectory() as folder:
        for what in ("capture", "output"):
            tap.check(f"compliance_ok/{what}", compliance(what))
        for fourcc in FORMATS:
            tap.check(f"every_format_ok/{fourcc}", every_format(build, folder, fourcc))
        each_program(build, folder, tap)
        for count in (2, 8):
            tap.check(f"programs_beside_native_readers_ok/{count}", crowd(build, folder, count))
        for fourcc in ("YUYV", "YU12"):
            tap.check(f"ffmpeg_writes_ok/{fourcc}", written(build, folder, fourcc))
        tap.check("gstreamer_writes_ok", sunk(folder))
        tap.check("gstreamer_brings_dmabufs_ok", imported(build, folder))
        with producing(build, Clip(folder, "YUYV")):
            tap.check("compliance_beside_a_producer_ok", compliance("capture"))
            tap.check("compliance_in_every_format_beside_a_producer_ok", compliance("capture", "-f", "5"))
        for fourcc in COLOURED:
            tap.check(f"compliance_sees_colours_ok/{fourcc}", colours(build, folder, fourcc))
    tap.finish()


if __name__ == "__main__":
    main()
