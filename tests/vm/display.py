#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""display.py BUILD: the picture on the guest's real display, taken from outside, is the clip's frame."""
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from harness import Tap  # noqa: E402
import pipeline  # noqa: E402
from shot import error, pixels, shoot  # noqa: E402

# Mean absolute error of a colour value, of 255. An RGB frame is shown as it is; of YUV, SDL and ffmpeg round the
# conversion and spread the chroma in different ways.
LIMITS = {"XR24": 0.5, "YU12": 4.0}


def shown(folder, name, source, produce, want, limit):
    """A frame of `source` comes to the screen as `want`, or what went wrong."""
    build = pipeline.Build(folder)
    environment = os.environ | {"SDL_VIDEODRIVER": "kmsdrm"}
    best, shots = 255.0, 0
    with subprocess.Popen([build.view, "--fullscreen", "--policy", "live", "--quiet"], env=environment,
                          stdin=subprocess.DEVNULL) as viewer:
        with subprocess.Popen(source, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL) as decode:
            subprocess.run([build.produce, *produce, "--quiet", "--wait-consumers", "1"], stdin=decode.stdout, check=True)

        def is_there():
            nonlocal best, shots
            shots += 1
            best = error(shoot(folder, f"display-{name}-{shots}"), want)
            return best <= limit
        try:
            pipeline.until(is_there, f"error {best:.2f}", 120)
            problems = []
        except TimeoutError:
            problems = [f"mean error {best:.3f}, more than {limit}"]
        viewer.terminate()
    print(f"# {name}: mean error {best:.3f} of 255")
    return problems


def shows_the_clip(tap, folder, fourcc):
    produce = ["-s", f"{pipeline.WIDTH}x{pipeline.HEIGHT}", "-f", fourcc]
    problems = shown(folder, fourcc, pipeline.ffmpeg(fourcc, 1), produce, pixels(["-i", pipeline.CLIP]), LIMITS[fourcc])
    tap.check(f"display_shows_the_clips_frame_{fourcc}_ok", problems)


def shows_its_shape(tap, folder):
    """As a DVD has it: 720 pixels that are 64 to 45, shown as 16 to 9 on a screen of 4 to 3."""
    source = ["ffmpeg", "-v", "error", "-i", pipeline.CLIP, "-frames:v", "1", "-vf", "scale=720:576,setsar=64/45",
              "-pix_fmt", "yuv420p", "-f", "yuv4mpegpipe", "-"]
    want = pixels(["-i", pipeline.CLIP, "-vf", "scale=720:576,scale=768:432,pad=768:576:0:72"])
    tap.check("wide_pixels_are_shown_wide_ok", shown(folder, "wide", source, [], want, LIMITS["YU12"]))


def main():
    tap = Tap()
    for fourcc in LIMITS:
        shows_the_clip(tap, sys.argv[1], fourcc)
    shows_its_shape(tap, sys.argv[1])
    pipeline.idle(tap, "nothing_is_left_of_the_programs_ok")
    tap.finish()


main()
