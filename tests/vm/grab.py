#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""grab.py BUILD: the reader that docs/mmap-tour.md shows gets what a producer made, for each kind of memory."""
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from harness import Tap  # noqa: E402
import pipeline  # noqa: E402

FRAME = os.urandom(64 * 48 * 4)


def grab(build, folder, kind):
    with tempfile.NamedTemporaryFile() as clip:
        clip.write(FRAME)
        clip.flush()
        with subprocess.Popen([build.produce, "-i", clip.name, "-s", "64x48", "-f", "XR24", "--loop", "--fps", "20",
                               "--memory", kind, "--quiet"]) as producer:
            try:
                pipeline.until(lambda: pipeline.attribute("producer") == "1" and pipeline.attribute("memory") == kind,
                               "a producer")
                done = subprocess.run([os.path.join(folder, "docs", "grab")], stdout=subprocess.PIPE,
                                      stderr=subprocess.PIPE, timeout=60, check=False)
            finally:
                producer.terminate()
    said = done.stderr.decode()
    problems = [] if done.returncode == 0 else [f"exit status {done.returncode}: {said}"]
    if done.stdout != FRAME:
        problems.append(f"{len(done.stdout)} bytes that are not the frame's")
    if "64x48, 12288 bytes" not in said or said.count("\n") != 1:
        problems.append(f"said {said}")
    return problems


def refused(folder):
    done = subprocess.run([os.path.join(folder, "docs", "grab"), "/dev/null"], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, check=False)
    return [] if done.returncode == 1 and done.stderr.startswith(b"grab: attach: ") else [f"{done}"]


def main():
    build, tap = pipeline.Build(sys.argv[1]), Tap()
    for kind in ("pages", "vmalloc", "coherent"):
        tap.check(f"grab_gets_the_frame_that_was_made_{kind}_ok", grab(build, sys.argv[1], kind))
    tap.check("grab_of_what_is_no_ring_fails", refused(sys.argv[1]))
    pipeline.idle(tap, "nothing_is_left_of_grab_ok")
    tap.finish()


main()
