#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Feeds tests/summary.py logs of every kind and looks at its last line and status."""
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, ".."))
from harness import Tap  # noqa: E402


def entry(result, out, err="", status=0):
    return {"name": "framering:unit / ring", "result": result, "stdout": out, "stderr": err, "returncode": status}


GOOD = entry("OK", "TAP version 13\n1..2\nok 1 - first_ok\nok 2 - second_ok\n")
# name: log, environment, last line, status, what must be said besides
CASES = {
    "two_points_ok": ([GOOD], "", "2 passed, 0 failed", 0, ""),
    "plan_at_the_end_ok": ([entry("OK", "ok 1 - a\n1..1\n")], "", "1 passed, 0 failed", 0, ""),
    "test_without_tap_ok": ([entry("OK", "hello\n")], "", "1 passed, 0 failed", 0, ""),
    "failed_point_fails": (
        [GOOD, entry("FAIL", "1..2\n# ring.c:12: a == b\nnot ok 1 - third_ok\nok 2 - fourth_ok\n", "text", 1)], "",
        "3 passed, 1 failed", 1, "FAILED unit/ring: third_ok\n    # ring.c:12: a == b\n    text\n"),
    "failed_status_fails": ([entry("FAIL", "", "why", 3)], "", "0 passed, 1 failed", 1, "status 3\n    why\n"),
    "status_after_good_points_fails": (
        [entry("ERROR", "1..1\nok 1 - a\n", "leak", 1)], "", "1 passed, 1 failed", 1, "unit/ring: ERROR\n    leak\n"),
    "missing_points_fail": ([entry("ERROR", "1..3\nok 1 - a\n")], "", "1 passed, 1 failed", 1, "1 points of 3"),
    "missing_plan_fails": ([entry("ERROR", "ok 1 - a\n")], "", "1 passed, 1 failed", 1, "no plan"),
    "time_out_fails": ([entry("TIMEOUT", "TAP version 13\n1..1\n")], "", "0 passed, 1 failed", 1, "0 points of 1"),
    "time_out_without_tap_fails": ([entry("TIMEOUT", "")], "", "0 passed, 1 failed", 1, "TIMEOUT"),
    "skip_is_told_ok": (
        [GOOD, entry("OK", "1..1\nok 1 - a # SKIP no bread\n")], "", "2 passed, 0 failed, 1 skipped", 0, "no bread"),
    "skipped_test_is_told_ok": ([GOOD, entry("SKIP", "no tsan\n", "", 77)], "", "2 passed, 0 failed, 1 skipped", 0,
                                "no tsan"),
    "skipped_plan_is_told_ok": ([GOOD, entry("SKIP", "1..0 # SKIP why\n")], "", "2 passed, 0 failed, 1 skipped", 0,
                                "why"),
    "skip_in_ci_fails": (
        [GOOD, entry("OK", "1..1\nok 1 - a # SKIP no bread\n")], "true", "2 passed, 1 failed", 1, "no bread"),
    "skipped_test_in_ci_fails": ([GOOD, entry("SKIP", "", "", 77)], "true", "2 passed, 1 failed", 1, "skipped"),
    "long_tests_are_told_ok": (
        [dict(GOOD, duration=9.9), dict(GOOD, name="a / b", duration=12), dict(GOOD, name="a / c", duration=70.4)], "",
        "6 passed, 0 failed", 0, "took long: c 70 s, b 12 s\n"),
    "only_skips_fail": ([entry("SKIP", "", "", 77)], "", "0 passed, 0 failed, 1 skipped", 1, "nothing ran"),
    "empty_log_fails": ([], "", "0 passed, 0 failed", 1, "nothing ran"),
    "no_log_fails": (None, "", "0 passed, 0 failed", 1, "nothing ran"),
}


def run(log, ci):
    with tempfile.TemporaryDirectory() as build:
        if log is not None:
            os.mkdir(f"{build}/meson-logs")
            with open(f"{build}/meson-logs/testlog.json", "w", encoding="utf-8") as f:
                f.writelines(json.dumps(line) + "\n" for line in log)
        return subprocess.run([sys.executable, f"{HERE}/../summary.py", build], env=dict(os.environ, CI=ci), text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)


def main():
    tap = Tap()
    for name, (log, ci, last, status, said) in CASES.items():
        done = run(log, ci)
        right = done.stdout.splitlines()[-1] == last and done.returncode == status and said in done.stdout
        tap.check(f"summary_{name}", [] if right else [f"status {done.returncode}", done.stdout])
    tap.finish()


if __name__ == "__main__":
    main()
