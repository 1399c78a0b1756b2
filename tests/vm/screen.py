#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""screen.py BUILD [FOURCC...]: framering-view --kms on a card that scans out slots, seen from outside; a camera's frames there, too."""
import os
import signal
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from harness import Tap  # noqa: E402
import pipeline  # noqa: E402
from shot import error, pixels, shoot  # noqa: E402

WIDTH, HEIGHT = 640, 480
SIZE = ["-s", f"{WIDTH}x{HEIGHT}"]
CAMERA = ["--v4l2", "/dev/video0", "--set", "osd_text_mode=2", "-f", "XR24", *SIZE]
# Of a colour value of 255: 16 bits are shown with less.
LIMITS = {"XR24": 0.0, "RG16": 4.0}


def rgb(fourcc, frame):
    """What a frame is in RGB, by ffmpeg."""
    name = {"XR24": "bgr0", "RG16": "rgb565le"}[fourcc]
    return pixels(["-f", "rawvideo", "-pix_fmt", name, "-video_size", f"{WIDTH}x{HEIGHT}", "-i", "-"], frame)


def gradient(fourcc):
    """A picture no two parts of which are alike."""
    if fourcc == "RG16":
        return b"".join((x * 97 + y * 31 & 0xffff).to_bytes(2, "little") for y in range(HEIGHT) for x in range(WIDTH))
    return b"".join(bytes((x & 255, y & 255, x + y & 255, 0)) for y in range(HEIGHT) for x in range(WIDTH))


def view(build, *options, **more):
    return pipeline.Program([build.view, "--kms", "--stats", *options], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, text=True, **more)


def comes(folder, name, want, limit):
    """Waits until the screen shows it."""
    best = 255.0

    def is_there():
        nonlocal best
        seen = shoot(folder, f"screen-{name}")
        best = min(best, error(seen, want(len(seen)) if callable(want) else want))
        return best <= limit
    try:
        pipeline.until(is_there, "the picture", 60)
    except TimeoutError:
        return [f"mean error {best:.3f}, more than {limit}"]
    return []


def ended(viewer, status, *words):
    viewer.send_signal(signal.SIGINT)
    said, told = viewer.communicate(timeout=60)
    wrong = [] if viewer.returncode == status else [f"ended with {viewer.returncode}: {told}"]
    if "copied=0" not in said or any(word not in said + told for word in words):
        wrong.append(f"{said}, {told}")
    return wrong


def still(folder, fourcc):
    build, frame = pipeline.Build(folder), gradient(fourcc)
    subprocess.run([build.produce, *SIZE, "-f", fourcc, "--slots", "8", "--quiet"], input=frame, check=True)
    viewer = view(build)
    return comes(folder, fourcc, rgb(fourcc, frame), LIMITS[fourcc]) + ended(viewer, 0, "path=imported")


def flips(folder):
    build = pipeline.Build(folder)
    with pipeline.Program([build.produce, "--pattern", *SIZE, "--slots", "8", "--quiet", "--wait-consumers", "1"],
                          stdin=subprocess.DEVNULL) as producer:
        pipeline.until(lambda: pipeline.attribute("producer") == "1", "a producer")
        viewer = view(build, "-n", "60", "--policy", "live")
        said, told = viewer.communicate(timeout=120)
        producer.send_signal(signal.SIGTERM)
    stats = pipeline.stats(said)
    return [] if not viewer.returncode and stats.get("shown") == "60" and stats.get("copied") == "0" else [said + told]


def camera(folder):
    """From the camera to the screen no program moves a byte."""
    build = pipeline.Build(folder)
    # It stays set like this, and shows the same picture to ffmpeg.
    subprocess.run([build.produce, *CAMERA, "-n", "1", "--quiet"], stdin=subprocess.DEVNULL, check=True)
    frame = pipeline.captured("bgr0", WIDTH, HEIGHT)
    with pipeline.Program([build.produce, *CAMERA, "--stats", "--quiet", "--max-held", "2"], stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, text=True) as producer:
        pipeline.until(lambda: pipeline.attribute("producer") == "1", "a producer")
        viewer = view(build)
        wrong = comes(folder, "camera", rgb("XR24", frame), 0.0) + ended(viewer, 0, "path=imported")
        producer.send_signal(signal.SIGINT)
        said, _ = producer.communicate(timeout=60)
    return wrong + ([] if "copied=0" in said else [said])


# What the card cannot scan out is drawn: what produce is told, and why the viewer says that it is.
DRAWN = {
    "small": (["-s", "320x240", "-f", "XR24", "--slots", "8"], "the screen has no mode of 320x240; it likes"),
    "nv12": ([*SIZE, "-f", "NV12", "--slots", "8"], "the screen does not take NV12"),
    "one_frame_held": ([*SIZE, "-f", "XR24", "--slots", "4"], "a screen holds two frames, and consumers may hold one"),
    "coherent": ([*SIZE, "-f", "XR24", "--slots", "8", "--memory", "coherent"], "this kind of memory cannot be shared"),
}
# Bright enough to be told from the console, and the same in 16 bits a pixel.
GREY = 0x94


def drawn(folder, name):
    """A grey frame fills the screen, whose modes are 4:3 as well."""
    build, (produce, words) = pipeline.Build(folder), DRAWN[name]
    width, height = map(int, produce[1].split("x"))
    # Luma of limited range, and chroma in its middle.
    luma = round(16 + GREY * 219 / 255)
    frame = bytes([luma]) * (width * height) + bytes([128]) * (width * height // 2) if "NV12" in produce else \
        bytes([GREY, GREY, GREY, 0]) * (width * height)
    subprocess.run([build.produce, *produce, "--quiet"], input=frame, check=True)
    viewer = view(build)
    wrong = comes(folder, f"drawn-{name}", lambda size: bytes([GREY]) * size, 4.0)
    viewer.send_signal(signal.SIGINT)
    said, told = viewer.communicate(timeout=60)
    wrong += [] if viewer.returncode == 0 and "path=drawn" in said else [f"ended with {viewer.returncode}: {said}"]
    return wrong + ([] if words in told else [told])


def becomes_fit(folder):
    """The same picture, in a ring of which a screen may hold two frames: it is scanned out from then on."""
    build, frame = pipeline.Build(folder), gradient("XR24")
    raw = [*SIZE, "-f", "XR24", "--quiet"]
    subprocess.run([build.produce, *raw, "--slots", "4"], input=bytes([GREY]) * len(frame), check=True)
    viewer = view(build)
    wrong = comes(folder, "unfit", lambda size: bytes([GREY]) * size, 4.0)
    subprocess.run([build.produce, *raw, "--slots", "8"], input=frame, check=True)
    return wrong + comes(folder, "fit", rgb("XR24", frame), 0.0) + ended(viewer, 0, "path=imported")


def drawn_stream(folder):
    """A stream that the card could not hold two frames of: each is drawn, and given back at once."""
    build = pipeline.Build(folder)
    with pipeline.Program([build.produce, "--pattern", "-s", "320x240", "--slots", "2", "--fps", "10", "--quiet",
                           "--wait-consumers", "1"], stdin=subprocess.DEVNULL) as producer:
        pipeline.until(lambda: pipeline.attribute("producer") == "1", "a producer")
        said, told = view(build, "-n", "20", "--policy", "lossless").communicate(timeout=120)
        producer.send_signal(signal.SIGTERM)
    stats = pipeline.stats(said)
    return [] if stats.get("shown") == "20" and stats.get("path") == "drawn" else [said + told]


REFUSED = (
    ("no_card", SIZE, ["--kms=card7"], "/dev/dri/card7: No such file or directory"),
    ("no_connector", SIZE, ["--kms=card0:HDMI-A-7"], "no screen is connected there"),
)


def refused(folder, produce, options, words):
    build = pipeline.Build(folder)
    subprocess.run([build.produce, "--pattern", *produce, "-n", "1", "--fps", "0", "--quiet"], stdin=subprocess.DEVNULL,
                   check=True)
    run = subprocess.run([build.view, *(options or ["--kms"])], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                         timeout=60, check=False)
    return [] if run.returncode == 1 and words in run.stderr and run.stderr.count("\n") == 1 else [run.stderr]


def main():
    folder, tap = sys.argv[1], Tap()
    for fourcc in sys.argv[2:] or LIMITS:
        tap.check(f"screen_scans_out_a_slot_ok/{fourcc}", still(folder, fourcc))
    tap.check("sixty_frames_are_flipped_ok", flips(folder))
    tap.check("camera_to_screen_without_a_copy_ok", camera(folder))
    for name in DRAWN:
        tap.check(f"what_cannot_be_scanned_out_is_drawn_ok/{name}", drawn(folder, name))
    tap.check("drawn_stream_is_given_back_at_once_ok", drawn_stream(folder))
    tap.check("ring_that_becomes_fit_is_scanned_out_ok", becomes_fit(folder))
    for name, produce, options, words in REFUSED:
        tap.check(f"what_a_screen_cannot_show_is_told_fails/{name}", refused(folder, produce, options, words))
    pipeline.idle(tap, "nothing_is_left_ok")
    tap.finish()


if __name__ == "__main__":
    main()
