#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""formats.py BUILD: the ring's format changes ten times in about ten seconds; the viewer's window shows every frame.

SDL's dummy screen saves whatever a window shows; the pictures are compared with the test picture as it must be."""
import glob
import os
import re
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from harness import Tap  # noqa: E402
import picture  # noqa: E402
import pipeline  # noqa: E402

WINDOW = (192, 144)
FORMATS = [picture.Format(*what, WINDOW) for what in (
    ("XR24", 192, 144), ("NV12", 96, 64), ("YU12", 64, 48), ("R8", 48, 36), ("YUYV", 48, 72),
    ("BG24", 192, 48), ("UYVY", 96, 24), ("RG16", 64, 16), ("YV12", 96, 144), ("NV21", 48, 48))]
FRAMES = 5
# No frame can be overwritten before it is read: a live reader that misses one has lost it.
SLOTS = {"live": 16, "lossless": 4}


def produce(build, what, policy):
    """A second of frames, from when the viewer is there; its problems."""
    done = subprocess.run([build.produce, "--pattern", "-s", what.size, "-f", what.fourcc, "-n", str(FRAMES),
                           "--fps", str(FRAMES), "--slots", str(SLOTS[policy]), "--wait-consumers", "1", "--stall",
                           "60000", "--stats", "--quiet"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, check=False,
                          timeout=120)
    made = done.returncode == 0 and f"produced={FRAMES} dropped=0 " in done.stdout
    return [] if made else [f"{what.fourcc}: produce ended with {done.returncode}: {done.stdout}"]


def run(build, folder, policy):
    """All the formats, one after the other: problems, and what the viewer said."""
    environment = os.environ | {"SDL_VIDEODRIVER": "dummy", "SDL_VIDEO_DUMMY_SAVE_FRAMES": "1"}
    problems = []
    with subprocess.Popen([build.view, "--software", "--policy", policy, "--size", f"{WINDOW[0]}x{WINDOW[1]}",
                           "--stats", "-v", "-n", str(FRAMES * len(FORMATS))], cwd=folder, env=environment,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          text=True) as viewer:
        start = time.monotonic()
        for what in FORMATS:
            problems += produce(build, what, policy)
        print(f"# {policy}: {len(FORMATS)} formats in {time.monotonic() - start:.1f} s")
        try:
            out, said = viewer.communicate(timeout=120)
        except subprocess.TimeoutExpired:
            viewer.terminate()
            out, said = viewer.communicate(timeout=60)
            problems.append("the viewer waits for more frames")
    if viewer.returncode:
        problems.append(f"view ended with {viewer.returncode}: {said}")
    return problems, out, said


def told(said):
    """The formats that it was attached to; the first may be an earlier program's."""
    seen = re.findall(r"generation \d+, (\S+) (\w+)", said)[-len(FORMATS):]
    want = [(what.size, what.fourcc) for what in FORMATS]
    return [] if seen == want else [f"attached to {seen}"]


def counted(out):
    count = pipeline.stats(out)
    want = str(FRAMES * len(FORMATS))
    good = count.get("shown") == count.get("acquired") == want and count.get("dropped") == "0"
    return [] if good else [f"counted {count}"]


WANTED = [(what, frame) for what in FORMATS for frame in range(FRAMES)]


def name(at):
    what, frame = WANTED[at]
    return f"frame {frame} of {what.size} {what.fourcc}"


def best(rows):
    """Of all frames of all formats, the one that looks most like it, and how far off it is."""
    return min((what.error(frame, rows), at) for at, (what, frame) in enumerate(WANTED))


def pictures(folder):
    """Every frame of every format in its turn, each once or more, and nothing else but an empty window."""
    files = sorted(glob.glob(os.path.join(folder, "*.bmp")))
    seen, worst, problems = 0, 0.0, []
    for path in files:
        rows = picture.read_bmp(path)
        off, at = best(rows)
        if off <= WANTED[at][0].limit:
            if at not in (seen, seen - 1):
                problems.append(f"{name(at)} after {name(seen - 1) if seen else 'none'}")
            seen, worst = at + 1, max(worst, off)
        elif not is_empty(rows) or seen % FRAMES:
            problems.append(f"{os.path.basename(path)}: off by {off:.3f}, most like {name(at)}")
    if seen < len(WANTED):
        problems.append(f"{name(seen)} was never shown")
    print(f"# {len(files)} pictures, the worst off by {worst:.3f} of 255")
    return problems[:10]


def is_empty(rows):
    """Black, but perhaps for a line that tells what is waited for."""
    dark = sum(max(row) == 0 for row in rows)
    return dark > len(rows) * 3 // 4


def main():
    build, tap = pipeline.Build(os.path.abspath(sys.argv[1])), Tap()
    for policy in SLOTS:
        with tempfile.TemporaryDirectory() as folder:
            problems, out, said = run(build, folder, policy)
            tap.check(f"{policy}_viewer_misses_no_frame_of_ten_formats_ok", problems + counted(out) + told(said))
            tap.check(f"window_of_a_{policy}_viewer_shows_every_frame_of_ten_formats_ok", pictures(folder))
    pipeline.idle(tap, "nothing_is_left_of_the_programs_ok")
    tap.finish()


main()
