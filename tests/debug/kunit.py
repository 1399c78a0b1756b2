#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""In the guest that has framering_kunit loaded: what KUnit found, as TAP."""
import glob
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), ".."))
from harness import Tap  # noqa: E402

SUITES = {"framering-format": 5, "framering-ring": 5, "framering-span": 6}  # and their cases
CASE = re.compile(r" +(ok|not ok) \d+ (?:- )?(\w+)(.*)")


def main():
    tap = Tap()
    found = {path.split("/")[-2]: path for path in glob.glob("/sys/kernel/debug/kunit/framering-*/results")}
    tap.check("suites_are_all_there_ok", [] if found.keys() == SUITES.keys() else [f"there are: {sorted(found)}"])
    for suite, path in sorted(found.items()):
        said, cases = [], 0
        with open(path, encoding="utf-8") as results:
            for line in results:
                case = CASE.match(line)
                if not case:
                    said.append(line)
                    continue
                cases += 1
                # A case that KUnit skips was not run.
                failed = case[1] != "ok" or "SKIP" in case[3]
                tap.check(f"{suite}_{case[2]}", (said or [line]) if failed else [])
                said = []
        tap.check(f"{suite}_ran_whole_ok", [] if cases == SUITES.get(suite) else [f"{cases} cases"])
    tap.finish()


if __name__ == "__main__":
    main()
