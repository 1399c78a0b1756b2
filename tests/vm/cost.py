#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""cost.py BUILD: what a frame costs our programs from a camera to the screen, on a machine that counts instructions (1 ns
each): the kernel's part that runs for them is counted, what camera and card do by themselves is not."""
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from harness import Tap  # noqa: E402
import pipeline  # noqa: E402
import screen  # noqa: E402

# Microseconds of a frame, both programs together.
LIMIT = 200
FEW, MANY = 20, 220


def ended(program, name):
    """Seconds of processor time that it took."""
    _, status, usage = os.wait4(program.pid, 0)
    program.returncode = os.waitstatus_to_exitcode(status)
    assert program.returncode == 0, f"{name} ended with {program.returncode}"
    return usage.ru_utime + usage.ru_stime


def run(build, frames):
    """(produce's time, view's time, view's statistics) for so many frames."""
    with pipeline.Program([build.produce, *screen.CAMERA, "-n", str(frames), "--quiet", "--max-held", "2",
                           "--wait-consumers", "1"], stdin=subprocess.DEVNULL) as producer:
        pipeline.until(lambda: pipeline.attribute("producer") == "1", "a producer")
        with pipeline.Program([build.view, "--kms", "--stats", "--quiet", "--once", "--policy", "lossless"],
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True) as viewer:
            said = viewer.stdout.read()
            return ended(producer, "produce"), ended(viewer, "view"), pipeline.stats(said)


def camera_to_screen(build):
    # The first run finds programs and libraries not read yet.
    run(build, FEW)
    few, many = run(build, FEW), run(build, MANY)
    wrong = [f"{stats}" for stats in (few[2], many[2]) if stats.get("copied") != "0" or stats.get("path") != "imported"]
    if int(many[2]["shown"]) - int(few[2]["shown"]) != MANY - FEW:
        return wrong + [f"{few[2]} and {many[2]}: not {MANY - FEW} frames more"]
    cost = [(b - a) * 1e6 / (MANY - FEW) for a, b in zip(few[:2], many[:2])]
    print("# a frame costs produce %.0f us and view %.0f us" % tuple(cost))
    return wrong + ([] if 0 < sum(cost) < LIMIT else [f"{sum(cost):.0f} us, of {LIMIT}"])


def main():
    tap, build = Tap(), pipeline.Build(sys.argv[1])
    tap.check("frame_from_camera_to_screen_costs_little_ok", camera_to_screen(build))
    pipeline.idle(tap, "nothing_is_left_ok")
    tap.finish()


main()
