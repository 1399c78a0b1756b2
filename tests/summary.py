#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Counts what `meson test` ran: summary.py BUILD_DIR [LOGBASE].

A test that speaks TAP counts by its points, any other as one. Tests that took long come first, so that one sees where
the time goes. Failures come by name with what was said about them; the last line is the count. The status is 1 if anything failed or nothing ran. Where CI is true a skip is a failure."""
import json
import os
import re
import sys
import textwrap

POINT = re.compile(r"^(ok|not ok)\b(?: +\d+)?(?: +-)? *(.*?)(?: +# *(SKIP|TODO)\b *(.*))?$", re.I)
PLAN = re.compile(r"^1\.\.(\d+)(?: *# *SKIP\b *(.*))?", re.I)
NOISE = re.compile(r"TAP version \d+|\(test program exited with status code")
DIAGNOSTICS = 40  # lines of one failure
LONG = 10  # seconds of a test that are worth a word


class Count:
    def __init__(self):
        self.passed = 0
        self.failed = []
        self.skipped = []
        self.seconds = []  # (of a test, its name)

    def fail(self, name, said):
        self.failed.append((name, [line for line in said if line.strip("# ") and not NOISE.match(line)][-DIAGNOSTICS:]))


def point(count, test, match, said):
    """One TAP point, after the diagnostics in front of it."""
    verdict, name, directive, why = match.groups()
    name = f"{test}: {name}"
    if directive and directive.upper() == "SKIP":
        count.skipped.append((name, why))
    elif verdict == "ok":
        count.passed += 1
    else:
        count.fail(name, said)


def tap(count, test, result, text):
    """All points of a test; a test that broke off is a failure of its own."""
    points, planned, said = 0, None, []
    failed = len(count.failed)
    for line in text.splitlines():
        plan, match = PLAN.match(line), POINT.match(line)
        if plan:
            planned = int(plan[1])
            if not planned:
                count.skipped.append((test, plan[2] or "no reason given"))
        elif match:
            points += 1
            point(count, test, match, said)
            said = []
        else:
            said.append(line)
    if points != planned:
        count.fail(f"{test}: {points} points of {'no plan' if planned is None else planned}", said)
    if result not in ("OK", "SKIP", "EXPECTEDFAIL") and len(count.failed) == failed:
        count.fail(f"{test}: {result}", said)


def speaks_tap(text):
    return any(PLAN.match(line) or re.match(r"^(not )?ok \d+", line) for line in text.splitlines())


def add(count, entry):
    test, result = entry["name"].split(" / ")[-1], entry["result"]
    suites = entry["name"].split(" / ")[0].split(":")[-1] if " / " in entry["name"] else ""
    count.seconds.append((entry.get("duration", 0), test))
    test = f"{suites}/{test}" if suites else test
    out, err = entry.get("stdout", ""), entry.get("stderr", "")
    failed = len(count.failed)
    if speaks_tap(out):
        tap(count, test, result, out)
    elif result == "SKIP":
        count.skipped.append((test, " ".join((out + err).split()) or "no reason given"))
    elif result in ("OK", "EXPECTEDFAIL"):
        count.passed += 1
    else:
        count.fail(f"{test}: {result}, status {entry.get('returncode')}", (out + err).splitlines())
        return
    # What went to the other stream belongs to whatever went wrong.
    if len(count.failed) > failed:
        name, said = count.failed.pop()
        count.fail(name, said + err.splitlines())


def report(count, ci):
    """Prints the long tests, the failures, the skips and the last line. True if all is well."""
    long = [f"{name} {seconds:.0f} s" for seconds, name in sorted(count.seconds, reverse=True) if seconds >= LONG]
    if long:
        print("\n".join(textwrap.wrap(f"took long: {', '.join(long)}", 110, break_on_hyphens=False)))
    for name, said in count.failed:
        print(f"FAILED {name}")
        for line in said:
            print(f"    {line}")
    for name, why in count.skipped:
        print(f"{'FAILED, since it was skipped:' if ci else 'skipped'} {name}: {why}")
    failed = len(count.failed) + (len(count.skipped) if ci else 0)
    if not count.passed + failed:
        print("nothing ran")
    skipped = f", {len(count.skipped)} skipped" if count.skipped and not ci else ""
    print(f"{count.passed} passed, {failed} failed{skipped}", flush=True)
    return count.passed and not failed


def main():
    count = Count()
    base = sys.argv[2] if len(sys.argv) > 2 else "testlog"
    path = os.path.join(sys.argv[1], "meson-logs", f"{base}.json")
    if os.path.exists(path):
        with open(path, encoding="utf-8", errors="replace") as f:
            for line in f:
                add(count, json.loads(line))
    sys.exit(0 if report(count, os.environ.get("CI") == "true") else 1)


if __name__ == "__main__":
    main()
