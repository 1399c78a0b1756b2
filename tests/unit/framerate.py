#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""bench/framerate.sh takes every figure that a place has, and they are sane. How large they are is not checked here.
usage: framerate.py BUILD PLACE"""
import json
import os
import signal
import subprocess
import sys
import tempfile

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
sys.path.insert(0, os.path.join(ROOT, "tests"))
from harness import Tap, run  # noqa: E402

JOBS = {"a": "handover-awake", "b": "handover-asleep", "c": "frames-per-second", "d": "readers-awake",
        "s": "readers-asleep", "e": "transport-cpu", "f": "set-up", "g": "jitter-60", "v": "camera-cpu",
        "w": "camera-frames"}
# Which jobs each system does.
DOES = {"framering": "abcdsef", "framering-cached": "abcdsef", "framering-ring": "abcdsef", "framering-pattern": "fg",
        "pipe": "abcsef", "memfd": "abcdsef", "cache-line": "a", "cache-lines": "a", "eventfd": "b",
        "memory": "c", "buffer": "c", "iceoryx": "abcdsef", "shmsink": "bcsef",
        "v4l2loopback": "abcsefvw", "v4l2loopback-mmap": "abcsefvw", "vivid": "fg", "framering-v4l2": "vw",
        "framering-v4l2-mmap": "vw", "framering-v4l2-write": "vw"}
RIVALS = ["iceoryx", "shmsink"]
PLACES = {
    "native": ["framering-ring", "pipe", "memfd", "cache-line", "cache-lines", "eventfd", "memory", "buffer", *RIVALS],
    "vm": ["framering", "framering-cached", "framering-ring", "framering-pattern", "pipe", "memfd", "cache-line",
           "cache-lines", "eventfd", "memory", "buffer", "v4l2loopback", "v4l2loopback-mmap", "vivid"],
    "uml": ["framering", "framering-pattern", "pipe", "eventfd", "memory", "buffer"]}
PLACES["count"] = PLACES["vm"]
PLACES["camera-count"] = ["framering-v4l2", "framering-v4l2-mmap", "framering-v4l2-write", "v4l2loopback", "v4l2loopback-mmap"]
# Where rings are cameras, and where they are not.
CAMERA = ("camera-count",)
CAMERA_JOBS = "vw"
# Of the targets, how many the quick mode can evaluate at least. In User Mode Linux the pipe is the only rival.
TARGETS = {"native": 3, "vm": 3, "count": 3, "camera-count": 2, "uml": 2}
# One processor: the two sides cannot both be awake.
NEEDS_TWO = "ad"
ONE_PROCESSOR = ("uml", "count", "camera-count")
EMULATED = ("vm", "count", "camera-count")
# Sizes of the quick mode, and numbers of readers.
SIZES = {"a": ["16x16", "1920x1080"], "b": ["16x16", "1920x1080"], "c": ["640x480", "3840x2160"], "d": ["640x480"],
         "s": ["640x480"], "e": ["1920x1080"], "f": ["640x480", "3840x2160"], "g": ["640x480"], "v": ["3840x2160"], "w": ["3840x2160"]}
READERS = {"d": [1, 4, 16], "s": [1, 4, 16], "v": [1, 4, 8], "w": [1, 4, 8]}
REPETITIONS = 3


def expected(place, absent):
    for system in PLACES[place]:
        if system in absent:
            continue
        for job in DOES[system]:
            if place in ONE_PROCESSOR and job in NEEDS_TWO or (job in CAMERA_JOBS) != (place in CAMERA):
                continue
            sizes = [None] if system in ("cache-line", "cache-lines", "eventfd") else SIZES[job]
            sizes = sizes[:1] if system == "vivid" else sizes
            yield from ((JOBS[job], system, size, n) for size in sizes for n in READERS.get(job, [1]))


def problems_of(figure):
    name = f"{figure['job']} of {figure['system']} {figure['size']} {figure['readers']}"
    if figure["error"]:
        return [f"{name}: {figure['error']}"]
    found = []
    if len(figure["samples"]) != REPETITIONS or min(figure["samples"]) <= 0:
        found.append(f"{name}: samples {figure['samples']}")
    if not figure["min"] <= figure["q1"] <= figure["median"] <= figure["q3"] <= figure["max"]:
        found.append(f"{name}: quartiles")
    # What waits for its readers may neither tear nor lose a frame.
    if not figure["system"].startswith("v4l2") and figure["torn"] + figure["lost"]:
        found.append(f"{name}: {figure['torn']} torn, {figure['lost']} lost")
    return found


def check_report(tap, place, report, absent):
    figures = report["figures"]
    there = {(f["job"], f["system"], f["size"], f["readers"]) for f in figures}
    tap.check(f"framerate_{place}_has_every_figure_ok", [f"no {what}" for what in expected(place, absent) if what not in there])
    tap.check(f"framerate_{place}_figures_are_sane_ok", [p for f in figures for p in problems_of(f)])
    tap.check(f"framerate_{place}_tells_where_ok",
              [str(f) for f in figures if f["place"] != place] +
              ([] if report["places"][place]["machine"]["emulated"] == (place in EMULATED) else ["emulated?"]))
    wanted = [t for t in report["targets"] if t["place"] == place]
    tap.check(f"framerate_{place}_evaluates_its_targets_ok", [] if len(wanted) >= TARGETS[place] else [str(wanted)])


def interrupted(tap, program):
    """Ctrl-C: all processes of the group get the signal, and none stays."""
    child = subprocess.Popen([program, "--jobs", "a"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                             start_new_session=True)
    child.stderr.readline()
    os.killpg(child.pid, signal.SIGINT)
    status = child.wait(timeout=30)
    # End of file: the process with the other end is gone.
    child.stderr.read()
    tap.check("framerate_interrupted_leaves_no_process_ok", [] if status == -signal.SIGINT else [f"status {status}"])


def refusals(tap, script, program, folder):
    for name, command, want in [
            ("unknown_option", [script, "--nonsense"], 2),
            ("unknown_place", [script, "--places", "moon"], 2),
            ("unknown_job", [program, "--jobs", "z"], 2),
            ("unknown_system", [program, "--systems", "pigeon"], 2),
            ("few_repetitions", [program, "--repetitions", "8"], 2),
            ("one_device", [program, "--device", "/dev/null"], 2),
            ("operand", [program, "native"], 2),
            ("unwritable_json", [program, "--quick", "--jobs", "a", "--systems", "cache-line", "--json", folder], 1)]:
        status, said = run(command)
        tap.check(f"framerate_with_{name}_fails", [] if status == want else [f"status {status}: {said}"])


def main():
    build, place = sys.argv[1:]
    os.environ["FRAMERING_BUILD"] = build
    script, program = f"{ROOT}/bench/framerate.sh", f"{build}/bench/framering-bench-framerate"
    tap = Tap()
    listed = run([program, "--list"])[1].split()
    absent = [name for name in RIVALS if name not in listed]
    for name in absent:
        tap.missing(f"framerate_knows_{name}_ok", f"{name} (scripts/setup.sh gets it, before the build)")
    with tempfile.TemporaryDirectory() as folder:
        json_file, plot = f"{folder}/figures.json", f"{folder}/figures.svg"
        status, said = run([script, "--quick", "--places", place, "--json", json_file, "--plot", plot])
        tap.check(f"framerate_{place}_quick_ok", [said] if status else [])
        if os.path.exists(json_file):
            with open(json_file, encoding="utf-8") as f:
                check_report(tap, place, json.load(f), absent)
        # There is no picture of cameras.
        if os.path.exists(json_file) and place not in CAMERA:
            with open(plot, encoding="utf-8") as f:
                picture = f.read()
            tap.check(f"framerate_{place}_draws_its_figures_ok",
                      [f"no {what}" for what in ("</svg>", "framering", "pipe") if what not in picture])
        if place == "native":
            refusals(tap, script, program, folder)
            interrupted(tap, program)
    tap.finish()


if __name__ == "__main__":
    main()
