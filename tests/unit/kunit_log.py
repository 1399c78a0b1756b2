#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Whether the KUnit case is named that a kernel's log blames. usage: kunit_log.py SOURCE_ROOT"""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
sys.path.insert(0, os.path.join(sys.argv[1], "tests/debug"))
sys.dont_write_bytecode = True
from harness import Tap  # noqa: E402
import kunit_log  # noqa: E402

KNOWN = {"one": ["first_ok", "second_fails"], "two": ["third_ok"]}
BUG = "[    3.3] BUG: KASAN: slab-out-of-bounds in shared+0x1/0x2 [framering_kunit]\n"
PANIC = "[    3.4] Kernel panic - not syncing: Segfault with no mm\n"
ONE = "[    3.1]     # Subtest: one\n[    3.1]     1..2\n"
FIRST = "[    3.2]     ok 1 first_ok\n"
SECOND = "[    3.5]     not ok 2 - second_fails\n"
END = "[    3.6] # one: pass:1 fail:1 skip:0 total:2\n[    3.6] not ok 1 - one\n"
TWO = "[    3.7]     # Subtest: two\n[    3.7]     1..1\n"


def main():
    tap = Tap()
    for name, text, culprits in (
            ("case_that_stops_the_machine_is_named_ok", ONE + FIRST + PANIC, ["one_second_fails"]),
            ("case_that_others_follow_is_named_ok", ONE + BUG + FIRST + SECOND + END, ["one_first_ok"]),
            ("each_is_named_once_ok", ONE + FIRST + BUG + PANIC + SECOND + END + TWO + BUG,
             ["one_second_fails", "two_third_ok"]),
            ("fault_before_the_cases_names_none_ok", BUG + ONE + FIRST + SECOND + END, []),
            ("fault_behind_the_cases_names_none_ok", ONE + FIRST + SECOND + END + BUG, [])):
        found = list(kunit_log.culprits(text, KNOWN))
        tap.check(name, [] if found == culprits else [f"{found}"])
    found = list(kunit_log.culprits(ONE.replace("\n", "\r\n") + BUG, {}))
    tap.check("case_without_a_source_has_a_number_ok", [] if found == ["one_case 1"] else [f"{found}"])
    tap.finish()


if __name__ == "__main__":
    main()
