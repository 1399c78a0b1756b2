#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Tries out all that can happen in the models of the ring, and that leaving out any step of it shows.

usage: model.py CC [NAME_PART]
"""
import concurrent.futures
import os
import re
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
from harness import Tap, run  # noqa: E402

MODEL = os.path.join(os.path.dirname(os.path.abspath(__file__)), "ring.pml")
# What pan says if it did not look at everything.
PARTIAL = re.compile(r".*(?:search depth too small|memory limit|out of memory|aborted|resize|not completed|truncate).*",
                     re.I)
# What goes wrong, as pan says it, and the option that lets it look for nothing else.
KINDS = {
    "assertion": ("assertion violated", ["-E"], "SAFETY"),
    "stuck": ("invalid end state", ["-A"], "SAFETY"),
    "endless": ("non-progress cycle", ["-l", "-A", "-E"], "NP"),
}

# The processes: see ring.pml. Each is small enough to be searched wholly.
CONFIGS = {
    "live_reader": "SLOTS=2 FRAMES=4",
    "live_reader_of_three_slots": "SLOTS=3 FRAMES=5",
    "lossless_reader": "SLOTS=2 FRAMES=4 LOSSLESS_READERS=1",
    "lossless_reader_that_holds_two": "SLOTS=3 FRAMES=5 LOSSLESS_READERS=1 LIMIT=2",
    "live_reader_that_holds_all": "SLOTS=2 FRAMES=4 LIMIT=2 MAX_HELD=2",
    "live_reader_that_holds_two": "SLOTS=3 FRAMES=4 LIMIT=2 MAX_HELD=2",
    "reader_of_the_latest": "SLOTS=2 FRAMES=4 LATEST ABANDONS",
    "abandoned_reservations": "SLOTS=3 FRAMES=4 ABANDONS LIMIT=2 MAX_HELD=2",
    "two_reservations": "SLOTS=3 FRAMES=4 AHEAD LIMIT=2 MAX_HELD=2",
    "two_reservations_of_two_slots": "SLOTS=2 FRAMES=4 AHEAD",
    "two_reservations_and_a_lossless_reader": "SLOTS=3 FRAMES=4 AHEAD LOSSLESS_READERS=1 LIMIT=2",
    "two_reservations_and_a_late_reader_of_the_newest": "SLOTS=3 FRAMES=4 AHEAD LATE_READERS=1 NEWEST",
    "two_reservations_and_exported_slots": "SLOTS=3 FRAMES=3 AHEAD EXPORTS",
    "live_beside_lossless_reader": "SLOTS=2 FRAMES=3 READERS=2 LOSSLESS_READERS=2",
    "two_lossless_readers": "SLOTS=2 FRAMES=3 READERS=2 LOSSLESS_READERS=3",
    "greedy_beside_live_reader": "SLOTS=2 FRAMES=3 READERS=2 GREEDS",
    "reader_whose_penalty_ends": "SLOTS=2 FRAMES=4 UNPROTECTED_READERS=1",
    "reader_of_three_slots_whose_penalty_ends": "SLOTS=3 FRAMES=4 LIMIT=2 MAX_HELD=2 UNPROTECTED_READERS=1",
    "unprotected_beside_live_reader": "SLOTS=2 FRAMES=2 READERS=2 UNPROTECTED_READERS=2",
    "two_readers_of_one_user": "SLOTS=2 FRAMES=2 READERS=2 GROUP",
    "hoarders_of_one_user": "SLOTS=2 FRAMES=4 READERS=2 GROUP HOARDS",
    "slots_that_the_kernel_holds": "SLOTS=3 FRAMES=3 LOSSLESS_READERS=1 LIMIT=2 PINS",
    "exported_slots": "SLOTS=2 FRAMES=3 EXPORTS",
    "exported_slots_of_evicted_reader": "SLOTS=2 FRAMES=3 EXPORTS EVICTS LOSSLESS_READERS=1",
    "late_live_reader": "SLOTS=2 FRAMES=4 LATE_READERS=1",
    "late_live_reader_of_the_newest": "SLOTS=2 FRAMES=4 LATE_READERS=1 NEWEST",
    "late_lossless_reader_of_the_newest": "SLOTS=2 FRAMES=4 LATE_READERS=1 LOSSLESS_READERS=1 NEWEST",
    "late_reader_of_the_newest_of_three_slots": "SLOTS=3 FRAMES=4 LATE_READERS=1 NEWEST",
    "late_lossless_reader": "SLOTS=2 FRAMES=4 LATE_READERS=1 LOSSLESS_READERS=1",
    "lossless_reader_that_dies": "SLOTS=2 FRAMES=4 LOSSLESS_READERS=1 DIES",
    "late_reader_that_dies": "SLOTS=2 FRAMES=3 LATE_READERS=1 LOSSLESS_READERS=1 DIES",
    "evicted_lossless_reader": "SLOTS=2 FRAMES=4 LOSSLESS_READERS=1 EVICTS",
    "evicted_reader_after_producer": "SLOTS=2 FRAMES=3 LOSSLESS_READERS=1 EVICTS QUITS",
    "evicted_live_readers": "SLOTS=2 FRAMES=2 READERS=2 EVICTS",
    "stream_that_ends": "SLOTS=2 FRAMES=3 ENDS",
    "stream_of_any_length": "SLOTS=2 FRAMES=3 ENDS QUITS",
    "stream_that_ends_for_a_lossless_reader": "SLOTS=2 FRAMES=3 LOSSLESS_READERS=1 ENDS QUITS",
    "stream_that_ends_for_a_reader_of_the_latest": "SLOTS=2 FRAMES=3 LATEST ENDS QUITS",
    "stale_ring": "SLOTS=2 FRAMES=3 LOSSLESS_READERS=1 STALE",
    "stale_ring_of_three_slots": "SLOTS=3 FRAMES=3 LOSSLESS_READERS=1 LIMIT=2 STALE",
}

# These have no cycle: no process loops without progress.
ENDING = ["live_reader", "lossless_reader", "live_reader_that_holds_two", "stale_ring"]

# step, and a word that tells two of them apart: (where it is missed, what goes wrong there)
STEPS = {
    "none_store": ("live_reader", "assertion"),
    "none_when_abandoned": ("reader_of_the_latest", "assertion"),
    "old_seq": ("live_reader_that_holds_two", "assertion"),
    "b_producer": ("live_reader", "assertion"),
    "b_consumer": ("live_reader", "assertion"),
    "look_at_held": ("live_reader", "assertion"),
    "look_at_seq": ("live_reader", "assertion"),
    "consumers_anew": ("late_live_reader", "assertion"),
    "kernel_held": ("exported_slots", "assertion"),
    "kernel_held_last": ("exported_slots", "assertion"),
    "free_tail": ("lossless_reader", "assertion"),
    "free_held": ("lossless_reader", "assertion"),
    "free_kernel_held": ("exported_slots", "assertion"),
    "free_kernel_held_last": ("exported_slots", "assertion"),
    "free_newest": ("late_live_reader_of_the_newest", "assertion"),
    "ahead_newest": ("two_reservations_and_a_late_reader_of_the_newest", "assertion"),
    "tail_first": ("lossless_reader", "assertion"),
    "lagging": ("lossless_reader", "assertion"),
    "own_held": ("live_reader_that_holds_all", "assertion"),
    "taking_back": ("live_reader", "stuck"),
    "tell_ignored": ("reader_whose_penalty_ends", "assertion"),
    "h_producer": ("reader_whose_penalty_ends", "assertion"),
    "h_consumer": ("reader_whose_penalty_ends", "assertion"),
    "check_at_claim": ("reader_whose_penalty_ends", "assertion"),
    "group": ("hoarders_of_one_user", "stuck"),
    "max_held": ("greedy_beside_live_reader", "stuck"),
    "frame_numbers": ("live_reader_that_holds_two", "assertion"),
    "a": ("lossless_reader", "assertion"),
    "c": ("live_reader", "assertion"),
    "d": ("lossless_reader", "assertion"),
    "e_submit": ("live_reader", "stuck"),
    "e_sleep": ("live_reader", "stuck"),
    "e_submit in_stale_ring": ("stale_ring", "assertion"),
    "f_release": ("slots_that_the_kernel_holds", "stuck"),
    "f_pass": ("slots_that_the_kernel_holds", "stuck"),
    "f_sleep": ("lossless_reader", "stuck"),
    "kick_submit": ("live_reader", "stuck"),
    "kick_release": ("slots_that_the_kernel_holds", "stuck"),
    "kick_pass": ("slots_that_the_kernel_holds", "stuck"),
    "flag_first_producer": ("lossless_reader", "stuck"),
    "flag_first_consumer": ("live_reader", "stuck"),
    "clearing": ("live_reader", "assertion"),
    "clearing_first": ("live_reader", "stuck"),
    "e_end": ("stream_that_ends", "stuck"),
    "kick_end": ("stream_that_ends", "stuck"),
    "look_at_end": ("stream_that_ends", "stuck"),
    "same_scan": ("lossless_reader", "endless"),
    "second_head": ("late_lossless_reader", "assertion"),
    "fence_at_attach": ("late_lossless_reader", "assertion"),
    "lock_and_wake_at_attach": ("late_lossless_reader", "stuck"),
    "forget": ("lossless_reader_that_dies", "stuck"),
    "wake_at_death": ("lossless_reader_that_dies", "stuck"),
    "zap_first": ("evicted_lossless_reader", "assertion"),
    "wake_at_eviction": ("evicted_lossless_reader", "stuck"),
    "hang_up": ("evicted_reader_after_producer", "stuck"),
    "look_at_revoked": ("evicted_reader_after_producer", "stuck"),
    "wake_at_import": ("slots_that_the_kernel_holds", "stuck"),
    "last_look": ("stale_ring", "assertion"),
    "wake_at_retire": ("stale_ring", "stuck"),
}

# Steps that nothing needs but speed, or that others make up for, and why they are there.
SPARED = {
    # A late lossless reader does not look as if it lagged since the ring began, while it attaches.
    "first_head": "late_lossless_reader",
    # A look comes before a slot's turn does again, since the newest frame's is never known to be free.
    "free_once": "late_reader_of_the_newest_of_three_slots",
    # Either of the two lets a producer that saw the first head look again.
    "lock": "late_lossless_reader",
    "wake_at_attach": "late_lossless_reader",
}


def search(cc, defines, options, mode="SAFETY", optimise="-O1"):
    """What pan says of the model. Compiling it well takes longer than most of the searches that soon find something."""
    with tempfile.TemporaryDirectory() as folder:
        for command in (["spin", "-a", *(f"-D{define}" for define in defines.split()), MODEL],
                        [*cc, optimise, "-w", f"-D{mode}", "-DNOFAIR", "-o", "pan", "pan.c"],
                        ["./pan", "-m100000", *options]):
            status, said = run(command, cwd=folder)
            if status or re.search("error:|warning: never|syntax error", said):
                return f"{' '.join(command)}: status {status}\n{said}"
    return said


def complete(said):
    """Problems of a search that ought to find nothing."""
    problems = [match[0] for match in PARTIAL.finditer(said)]
    if not re.search(r"errors: 0\b", said) or not re.search(r"^ *\d+ states, stored", said, re.M):
        problems.append(said)
    return problems


def good(cc, defines):
    return complete(search(cc, defines, ["-w22"]))


def ends(cc, defines):
    return complete(search(cc, defines, ["-w22", "-l"], "NP"))


def bad(cc, defines, step, kind):
    phrase, options, mode = KINDS[kind]
    said = search(cc, f"{defines} NO_{step.upper()}", ["-w22", *options], mode, "-O0")
    if re.search(r"^pan:.*" + phrase, said, re.M):
        return []
    return [f"no {kind}:\n{said}"]


def cases(cc):
    """(name, function that gives its problems), in the order of their numbers."""
    for name, defines in CONFIGS.items():
        yield f"{name}_ok", lambda d=defines: good(cc, d)
    for name in ENDING:
        yield f"{name}_ends_ok", lambda d=CONFIGS[name]: ends(cc, d)
    for step, (name, kind) in STEPS.items():
        left_out = step.split()[0]
        yield (f"leaving_out_{step.replace(' ', '_')}_fails",
               lambda d=CONFIGS[name], s=left_out, k=kind: bad(cc, d, s, k))
    for step, name in SPARED.items():
        yield f"leaving_out_{step}_ok", lambda d=CONFIGS[name], s=step: good(cc, f"{d} NO_{s.upper()}")


def main():
    cc, part = sys.argv[1].split(), sys.argv[2] if len(sys.argv) > 2 else ""
    tap = Tap()
    if run(["sh", "-c", "command -v spin"])[0]:
        tap.missing("models", "spin")
        tap.finish()
    chosen = [(name, function) for name, function in cases(cc) if part in name]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for (name, _), problems in zip(chosen, pool.map(lambda case: case[1](), chosen)):
            tap.check(name, problems)
    tap.finish()


if __name__ == "__main__":
    main()
