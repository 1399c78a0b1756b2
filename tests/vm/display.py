#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""display.py BUILD: the picture on the guest's real display, taken from outside, is the clip's frame."""
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from harness import Tap  # noqa: E402
import pipeline  # noqa: E402

# Mean absolute error of a colour value, of 255. An RGB frame is shown as it is; of YUV, SDL and ffmpeg round the
# conversion and spread the chroma in different ways.
LIMITS = {"XR24": 0.5, "YU12": 4.0}
SCREENS = os.path.join("tests", "vm")


def pixels(arguments):
    """What ffmpeg makes of something, as RGB bytes of the display's size."""
    return subprocess.run(["ffmpeg", "-v", "error", *arguments, "-frames:v", "1", "-pix_fmt", "rgb24",
                           "-f", "rawvideo", "-"], stdout=subprocess.PIPE, stdin=subprocess.DEVNULL,
                          check=True).stdout


def error(a, b):
    if len(a) != len(b):
        return 255.0
    return sum(abs(x - y) for x, y in zip(a, b)) / len(a)


def shoot(build, name):
    """A screen picture; the folder is the host's."""
    subprocess.run(["vm-screen", name], check=True, stdin=subprocess.DEVNULL)
    return pixels(["-i", os.path.join(build, SCREENS, name + ".png")])


def shows_the_clip(tap, folder, fourcc):
    build = pipeline.Build(folder)
    want = pixels(["-i", pipeline.CLIP])
    environment = os.environ | {"SDL_VIDEODRIVER": "kmsdrm"}
    best, shots = 255.0, 0
    with subprocess.Popen([build.view, "--fullscreen", "--policy", "live", "--quiet"], env=environment,
                          stdin=subprocess.DEVNULL) as viewer:
        with subprocess.Popen(pipeline.ffmpeg(fourcc, 1), stdout=subprocess.PIPE,
                              stdin=subprocess.DEVNULL) as decode:
            subprocess.run([build.produce, "-s", f"{pipeline.WIDTH}x{pipeline.HEIGHT}", "-f", fourcc, "--quiet",
                            "--wait-consumers", "1"], stdin=decode.stdout, check=True)

        def shown():
            nonlocal best, shots
            shots += 1
            best = error(shoot(folder, f"display-{fourcc}-{shots}"), want)
            return best <= LIMITS[fourcc]
        try:
            pipeline.until(shown, f"error {best:.2f}", 120)
            problems = []
        except TimeoutError:
            problems = [f"mean error {best:.3f}, more than {LIMITS[fourcc]}"]
        viewer.terminate()
    print(f"# {fourcc}: mean error {best:.3f} of 255")
    tap.check(f"display_shows_the_clips_frame_{fourcc}_ok", problems)


def main():
    tap = Tap()
    for fourcc in LIMITS:
        shows_the_clip(tap, sys.argv[1], fourcc)
    pipeline.idle(tap, "nothing_is_left_of_the_programs_ok")
    tap.finish()


main()
