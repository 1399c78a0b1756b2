#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs the program of harness_cases.c and holds what it says against the names of its cases."""
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
from harness import Tap, run  # noqa: E402

WANTED_TEXT = {
    "not_ok_check": r"harness_cases\.c:\d+: 1 \+ 1 == 3",
    "not_ok_eq": r"left:  2 .*\n#   right: 3 ",
    "not_ok_eq_of_unlike_signs": r"left:  -1\n#   right: 18446744073709551615",
    "not_ok_memory": r"byte 2 of 4: 0x6d, 0x6e",
    "not_ok_call": r"gave -1, errno 9",
    "not_ok_crash": r"signal 11 ",
    "not_ok_exit": r"exit status 3",
    "not_ok_fail": r"4711",
    "not_ok_time_out": r"time-out after 1 s",
    "not_ok_in_thread": r"unused",
    "SKIP_why": r"# SKIP no bread today",
}


def verdict(said, name):
    """The verdict that the output has for a case, and the diagnostics in front of it."""
    found = re.search(rf"((?:^#.*\n)*)^(ok|not ok) \d+ - {re.escape(name)}( # SKIP.*)?$", said, re.M)
    if not found:
        return None, ""
    return "SKIP" if found[3] else found[2].replace(" ", "_"), found[1] + (found[3] or "")


def main():
    program = sys.argv[1]
    tap = Tap()
    status, said = run([program])
    _, listed = run([program, "--list"])
    names = listed.split()
    tap.check("failures_make_the_status_1_ok", [] if status == 1 else [f"status {status}"])
    tap.check("plan_counts_every_case_ok", [] if f"\n1..{len(names)}\n" in said and len(names) > 20 else [said])
    for name in names:
        got, text = verdict(said, name)
        problems = [] if got and name.startswith(got + "_") else [f"got {got}"]
        if not re.search(WANTED_TEXT.get(name, ""), text):
            problems.append(f"says {text!r}")
        tap.check(f"harness_{name}_ok", problems)

    status, said = run([program, "ok_numbers", "variant/sweet"])
    one = [] if status == 0 and "1..2\n" in said and "variant/sour" not in said else [f"{status}: {said}"]
    tap.check("names_choose_cases_ok", one)
    status, said = run([program, "ok_numbers", "variant/", "!sour"])
    one = [] if status == 0 and "1..2\n" in said and "variant/sour" not in said else [f"{status}: {said}"]
    tap.check("names_behind_a_mark_leave_cases_out_ok", one)
    for words in (["no_such_case"], ["ok_numbers", "no_such_case"], ["!no_such_case"], ["ok_numbers", "!ok_numbers"]):
        status, said = run([program, *words])
        tap.check(f"unknown_name_{'_'.join(words)}_fails".replace("!", "not_"), [] if status == 2 else [f"{status}: {said}"])
    status, said = run(["env", "FRAMERING_TEST_SECONDS=2", program, "not_ok_time_out"])
    slow = [] if status == 1 and "time-out after 2 s" in said else [f"{status}: {said}"]
    tap.check("time_of_the_environment_is_the_least_ok", slow)
    status, said = run([program, "--no-fork", "not_ok_eq"])
    tap.check("no_fork_aborts_fails", [] if status == -6 else [f"{status}: {said}"])
    tap.finish()


if __name__ == "__main__":
    main()
