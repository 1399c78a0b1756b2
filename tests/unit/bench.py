#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""framering-bench-handover says what it measured and on what, and fails when it must. usage: bench.py PROGRAM"""
import json
import os
import statistics
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
from harness import Tap, run  # noqa: E402


def spread_problems(name, spread, repetitions):
    samples = spread["samples"]
    found = []
    if len(samples) != repetitions or min(samples) <= 0:
        found.append(f"{name}: samples {samples}")
    if abs(spread["median"] - statistics.median(samples)) > 0.001:
        found.append(f"{name}: median {spread['median']} of {samples}")
    quartiles = statistics.quantiles(samples, n=4, method="inclusive")
    if abs(spread["q1"] - quartiles[0]) > 0.001 or abs(spread["q3"] - quartiles[2]) > 0.001:
        found.append(f"{name}: quartiles {spread['q1']}, {spread['q3']} of {samples}")
    if (spread["min"], spread["max"]) != (min(samples), max(samples)):
        found.append(f"{name}: min, max")
    return found


def figure_problems(figures):
    small, large = figures["sizes"]
    found = spread_problems("small", small, 10) + spread_problems("large", large, 10)
    found += spread_problems("ratio", figures["ratio"], 10)
    if (small["width"], small["height"], large["width"], large["height"]) != (64, 64, 3840, 2160):
        found.append("the sizes")
    for ratio, a, b in zip(figures["ratio"]["samples"], large["samples"], small["samples"]):
        if abs(ratio - a / b) > 0.01:
            found.append(f"ratio {ratio}, not {a} / {b}")
    return found


def main():
    program = sys.argv[1]
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/figures.json"
        status, said = run([program, "--repetitions", "10", "--batch", "500", "--json", path])
        tap.check("bench_runs_ok", [said] if status else [])
        with open(path, encoding="utf-8") as f:
            figures = json.load(f)
        tap.check("bench_figures_fit_the_samples_ok", figure_problems(figures))
        wanted = ["machine:", "pixels are not", "touched", "shared memory", "64x64", "3840x2160", "ratio"]
        tap.check("bench_says_what_it_did_ok", [f"no '{w}' in: {said}" for w in wanted if w not in said])
        # A copy of 33 MB for each frame would be thousands of times dearer than none of 16 KB.
        ratio = figures["ratio"]["median"]
        tap.check("bench_large_frame_costs_as_a_small_one_ok", [f"ratio {ratio}"] if ratio > 5 else [])

        for name, arguments, want in [
                ("no_device", ["--device", f"{folder}/none"], 1),
                ("no_ring", ["--device", "/dev/null"], 1),
                ("unwritable_json", ["--repetitions", "9", "--batch", "1", "--json", f"{folder}/none/x"], 1),
                ("full_disk", ["--repetitions", "9", "--batch", "1", "--json", "/dev/full"], 1),
                ("few_repetitions", ["--repetitions", "8"], 2),
                ("no_batch", ["--batch", "0"], 2),
                ("bad_number", ["--batch", "5x"], 2),
                ("unknown_option", ["--nonsense"], 2),
                ("operand", ["/dev/framering"], 2)]:
            status, said = run([program, *arguments])
            tap.check(f"bench_with_{name}_fails", [] if status == want else [f"status {status}: {said}"])
    tap.finish()


if __name__ == "__main__":
    main()
