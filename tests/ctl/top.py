#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The live screen of framering-ctl top in a terminal of tmux's, and its lines without one.

usage: top.py FAKE PROGRAM"""
import json
import os
import shutil
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from harness import Tap  # noqa: E402
from ctl_run import Fake, fits, said  # noqa: E402
from terminal import Terminal  # noqa: E402
import schemas  # noqa: E402

ALL = "configured producer consumer wish"


def has(screen, *words):
    """Whether a line of the screen has all of them."""
    return any(all(word in line for word in words) for line in screen)


def check_screen(tap, terminal, fake):
    def see(name, condition):
        tap.check(name, terminal.until(condition))
    env = {"FRAMERING_FAKE": ALL, "FRAMERING_FAKE_FOLDER": fake.folder}
    terminal.start([fake.program, "top", "--interval", "50"], env)
    see("screen_has_the_ring_ok", lambda s: has(s, "framering ", "NV12", "64x48"))
    see("screen_has_the_producer_ok", lambda s: has(s, "framering-produ", " 20 ", " 4 "))
    see("screen_has_the_consumers_ok", lambda s: sum("4321" in line for line in s) == 2)
    see("screen_names_its_keys_ok", lambda s: "space: freeze" in s[-1] and "q: quit" in s[-1])
    terminal.press("s")
    see("s_sorts_by_rate_ok", lambda s: "by rate" in s[0])
    terminal.press("s", "s", "s")
    see("sorts_come_round_ok", lambda s: "by name" in s[0])
    terminal.press("Space")
    see("space_freezes_ok", lambda s: "frozen" in s[0])
    terminal.press("Space")
    see("space_goes_on_ok", lambda s: "frozen" not in s[0])
    terminal.press("e")
    see("e_asks_ok", lambda s: "evict see\\x1b\\xff, process 4321?" in s[-1])
    terminal.press("n")
    see("other_key_evicts_nobody_ok", lambda s: "space: freeze" in s[-1] and sum("4321" in line for line in s) == 2)
    terminal.press("Down", "e", "y")
    see("y_evicts_ok", lambda s: sum("4321" in line for line in s[:-1]) == 1)
    see("first_consumer_is_still_there_ok", lambda s: any("framering " in line and " 0    4321" in line for line in s))
    terminal.press("q")
    tap.check("q_ends_it_ok", terminal.ended(0))


def check_times(tap, terminal, fake):
    env = {"FRAMERING_FAKE": "configured consumer timed", "FRAMERING_FAKE_FOLDER": fake.folder}
    terminal.start([fake.program, "top", "--interval", "50"], env)
    # The first bar is 1 us, and the twelfth 2 ms.
    tap.check("screen_has_times_and_their_bars_ok", terminal.until(
        lambda s: has(s, "acquire 4.2 ms, 99%: 34 ms", "|" + " " * 11 + "@+-. ", "release 64 ns, 99%: 64 ns", "|@ ")))
    terminal.press("q")
    tap.check("q_ends_it_with_times_ok", terminal.ended(0))
    terminal.start([fake.program, "top", "--interval", "50"], env | {"FRAMERING_FAKE": "configured consumer timed old"})
    tap.check("screen_of_an_old_driver_has_no_times_ok", terminal.until(lambda s: has(s, "not told how long")))
    terminal.press("q")
    tap.check("q_ends_it_without_times_ok", terminal.ended(0))


def check_signal(tap, terminal, fake):
    env = {"FRAMERING_FAKE": ALL, "FRAMERING_FAKE_FOLDER": fake.folder}
    terminal.start([fake.program, "top"], env)
    tap.check("screen_is_there_again_ok", terminal.until(lambda s: any("4321" in line for line in s)))
    terminal.press("C-c")
    tap.check("interrupt_ends_it_by_the_signal_ok", terminal.ended(130))
    terminal.start([fake.program, "top"], env | {"TERM": "unheard-of"})
    tap.check("terminal_that_is_not_known_fails", terminal.ended(1))


def check_plain(tap, fake):
    got = fake.run(ALL, "top", "--interval", "10", "--count", "2")
    tap.check("plain_lines_ok", said(got, "framering 0.0 frames/s, 20 holes, 4 stalls, 2 consumers; 0: 0.0 frames/s"))
    tap.check("plain_lines_end_ok", [] if got[1].count("\n") == 2 else [got[1]])
    got = fake.run("configured consumer timed", "top", "--interval", "10", "--count", "1")
    tap.check("plain_lines_have_times_ok", said(got, "7 dropped, acquire 34 ms, release 64 ns"))
    got = fake.run(ALL, "top", "--interval", "10", "--count", "2", "--json")
    lines = [json.loads(line) for line in got[1].splitlines()]
    problems = [p for line in lines for p in fits(line, schemas.TOP)]
    tap.check("json_of_top_ok", problems + ([] if len(lines) == 2 else [got]))


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        fake = Fake(sys.argv[1], os.path.join(folder, "fake"))
        check_plain(tap, fake)
        if not shutil.which("tmux"):
            tap.missing("screen_ok", "tmux")
        else:
            with Terminal(folder) as terminal:
                check_screen(tap, terminal, fake)
                check_times(tap, terminal, fake)
                check_signal(tap, terminal, fake)
    tap.finish()


if __name__ == "__main__":
    main()
