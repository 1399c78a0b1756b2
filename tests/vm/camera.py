#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""camera.py BUILD: framering-produce --v4l2 with a camera that the kernel makes up (vivid), against ffmpeg's capture of it."""
import os
import signal
import subprocess
import sys
import zlib

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from harness import Tap  # noqa: E402
import pipeline  # noqa: E402

CAMERA = pipeline.CAMERA
WIDTH, HEIGHT = 640, 360
# A picture that does not change: no text over it.
STILL = ["--set", "osd_text_mode=2"]
# What vivid gives, ffmpeg's name for it, and bits of a pixel.
FORMATS = {"YUYV": ("yuyv422", 16), "UYVY": ("uyvy422", 16), "NV12": ("nv12", 12), "YU12": ("yuv420p", 12),
           "YU16": ("yuv422p", 16), "XR24": ("bgr0", 32), "RG24": ("bgr24", 24), "BG24": ("rgb24", 24),
           "RG16": ("rgb565le", 16), "R8": ("gray", 8)}
SHARED = [("pages", "wc"), ("pages", "wb"), ("pages", "uc"), ("vmalloc", "wb")]
COPIED = "frames are copied into the slots: this kind of memory cannot be shared"


def reference(fourcc):
    """CRC-32 of ffmpeg's own capture of the still picture."""
    name, bits = FORMATS[fourcc]
    frame = pipeline.captured(name, WIDTH, HEIGHT)
    assert len(frame) == WIDTH * HEIGHT * bits // 8, f"{fourcc}: ffmpeg gave {len(frame)} bytes"
    return f"{zlib.crc32(frame):08x}"


def capture(build, frames, *options):
    """(produce's status, its statistics, what it said, the viewer's checksums)."""
    with pipeline.Program([build.produce, "--v4l2", CAMERA, *STILL, "-n", str(frames), "--stats", "--quiet",
                           "--wait-consumers", "1", *options], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True) as producer:
        pipeline.until(lambda: pipeline.attribute("producer") == "1" or producer.poll() is not None, "a producer")
        seen = subprocess.run([build.view, "--headless", "--checksum", "--once", "--timeout", "60"],
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, timeout=120, check=False)
        stdout, stderr = producer.communicate(timeout=120)
    return producer.returncode, pipeline.stats(stdout), stderr, pipeline.checksums(seen.stdout)


def check(build, frames, want, copied, *options):
    status, stats, said, seen = capture(build, frames, *options)
    wrong = []
    if status or stats.get("produced") != str(frames):
        wrong.append(f"status {status}, {stats}: {said}")
    if (stats.get("copied") != "0") != copied or (COPIED in said) != copied:
        wrong.append(f"{stats}, and said {said!r}")
    if not seen or any(crc != want for _, crc in seen):
        wrong.append(f"not {want} alone: {sorted({crc for _, crc in seen})}, {len(seen)} frames")
    return wrong


def said_of(build, *arguments):
    """Status and message of a command line that cannot be."""
    run = subprocess.run([build.produce, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                         stderr=subprocess.PIPE, text=True, timeout=60, check=False)
    return run.returncode, run.stderr


REFUSED = (
    (["--v4l2", CAMERA, "-s", "641x360"], 2, "does not give 641x360"),
    (["--v4l2", CAMERA, "-f", "v210"], 2, "does not give v210; it gives YUYV"),
    (["--v4l2", "/dev/null"], 2, "/dev/null: not a V4L2 device"),
    (["--v4l2", "/dev/video77"], 2, "/dev/video77: No such file or directory"),
    (["--v4l2", CAMERA, "--set", "colour=1"], 64, "has no such control"),
    (["--v4l2", CAMERA, "--set", "brightness=1000"], 64, "not 0 to 255"),
    (["--v4l2", CAMERA, "--set", "brightness"], 64, "not a control's name and a number"),
    (["--v4l2", CAMERA, "-i", "9"], 64, "has no such input"),
    (["--v4l2", CAMERA, "--pattern"], 64, "not with --pattern"),
    (["--set", "brightness=1"], 64, "give --v4l2"),
)


def refusals(build):
    wrong = []
    for arguments, status, words in REFUSED:
        got, said = said_of(build, *arguments)
        if got != status or words not in said or said.count("\n") != 1:
            wrong.append(f"{arguments}: status {got}, {said!r}")
    return wrong


def streaming(build, *options):
    """A producer that streams, with a viewer's place taken by the counter of frames."""
    producer = pipeline.Program([build.produce, "--v4l2", CAMERA, "--quiet", *options], stdin=subprocess.DEVNULL,
                                stderr=subprocess.PIPE, text=True)
    run = subprocess.run([build.view, "--headless", "-n", "3", "--timeout", "60"], stdin=subprocess.DEVNULL, timeout=120,
                         check=False)
    return producer, [] if not run.returncode else [f"the viewer gave {run.returncode}"]


def ends_by(build, number, want):
    """By a signal; the camera and the ring are free then."""
    producer, wrong = streaming(build)
    producer.send_signal(number)
    producer.communicate(timeout=60)
    if producer.returncode != want:
        wrong.append(f"ended with {producer.returncode}")
    return wrong + check(build, 5, reference("YUYV"), False, "-f", "YUYV", "-s", f"{WIDTH}x{HEIGHT}")


def busy(build):
    producer, wrong = streaming(build)
    status, said = said_of(build, "--v4l2", CAMERA, "-f", "NV12")
    if status != 2 or "another program is streaming from it" not in said:
        wrong.append(f"status {status}, {said!r}")
    producer.send_signal(signal.SIGINT)
    producer.communicate(timeout=60)
    return wrong


def unplugged(build):
    producer, wrong = streaming(build)
    with open("/sys/bus/platform/drivers/vivid/unbind", "w", encoding="ascii") as file:
        file.write("vivid.0")
    _, said = producer.communicate(timeout=60)
    if producer.returncode != 2 or "was unplugged" not in said or said.count("\n") != 1:
        wrong.append(f"status {producer.returncode}, {said!r}")
    return wrong


def other_drivers_buffers():
    """A ring lies in the camera's own buffers."""
    program = os.path.join(os.path.abspath(sys.argv[1]), "tests", "vm", "expbuf")
    run = subprocess.run([program, CAMERA], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                         text=True, timeout=120, check=False)
    return [] if not run.returncode else [run.stdout]


def main():
    build, tap = pipeline.Build(sys.argv[1]), Tap()
    size = ["-s", f"{WIDTH}x{HEIGHT}"]
    # ffmpeg finds the camera as it was left: without text over the picture.
    capture(build, 1, "-f", "YUYV", *size)
    yuyv = reference("YUYV")
    for memory, cache in SHARED:
        tap.check(f"camera_fills_slots_ok/{memory}-{cache}",
                  check(build, 100, yuyv, False, "-f", "YUYV", *size, "--memory", memory, "--cache", cache))
    tap.check("frames_are_copied_into_memory_that_is_not_shared_ok",
              check(build, 10, yuyv, True, "-f", "YUYV", *size, "--memory", "coherent"))
    for fourcc in FORMATS:
        tap.check(f"every_format_of_the_camera_ok/{fourcc}",
                  check(build, 5, reference(fourcc), False, "-f", fourcc, *size, "--memory", "pages"))
    tap.check("ring_on_a_cameras_own_buffers_ok", other_drivers_buffers())
    tap.check("what_a_camera_cannot_is_told_in_a_line_fails", refusals(build))
    tap.check("camera_that_is_busy_fails", busy(build))
    tap.check("interrupt_ends_it_ok", ends_by(build, signal.SIGINT, -signal.SIGINT))
    tap.check("camera_goes_on_after_kill_9_ok", ends_by(build, signal.SIGKILL, -signal.SIGKILL))
    tap.check("camera_that_is_unplugged_fails", unplugged(build))
    pipeline.idle(tap, "nothing_is_left_ok")
    tap.finish()


if __name__ == "__main__":
    main()
