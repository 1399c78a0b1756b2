#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""When vm/run starts a machine once more: with boots that are made up. usage: boot.py SOURCE_ROOT"""
import contextlib
import importlib.machinery
import importlib.util
import io
import os
import sys
from types import SimpleNamespace

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
sys.dont_write_bytecode = True
from harness import Tap  # noqa: E402

OTHER = b"[    1.061438] BUG: kernel NULL pointer dereference, address: 0\r\n"
INT3 = b"[    1.161438] Oops: int3: 0000 [#1] SMP NOPTI\r\n[    1.177871] Kernel panic - not syncing: Fatal\r\n"

# What a test's machines say, piece by piece, and what is passed on.
OUTPUTS = (
    ("only_machine_is_passed_on_as_it_comes_ok", [[b"1..2\nok 1 ", b"- a\nok 1 - a\n1..2\nend"]],
     b"1..2\nok 1 - a\nok 1 - a\n1..2\nend"),
    ("second_machine_tells_the_rest_ok", [[b"1..3\nok 1 - a\nnot ok 2 - b\n"],
                                          [b"1..3\nok 1 - a\nok 2 - b\nok", b" 3 - c\n", b"end"]],
     b"1..3\nok 1 - a\nnot ok 2 - b\nok 3 - c\nend"),
    ("line_that_was_cut_is_ended_ok", [[b"1..2\nok 1 - a"], [b"1..2\nok 1 - a\n# why\nok 2 - b\n"]],
     b"1..2\nok 1 - a\n# why\nok 2 - b\n"),
)


def load(source):
    path = os.path.join(source, "vm", "run")
    loader = importlib.machinery.SourceFileLoader("vm_run", path)
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("vm_run", loader))
    loader.exec_module(module)
    return module


def boots(run, *sessions, stdin=False, kvm=False):
    """How often a machine is started whose boots end like this, and which of them is taken."""
    left = list(sessions)
    run.boot = lambda *_: left.pop(0)
    run.kernel = SimpleNamespace(Kernel=lambda name: SimpleNamespace(arch=None))
    run.kvm = SimpleNamespace(Kvm=lambda arch: SimpleNamespace(answer=lambda: kvm))
    with contextlib.redirect_stderr(io.StringIO()) as said:
        taken = run.run(SimpleNamespace(kernel="6.1", count=False, timeout=60, own_root=False, stdin=stdin))
    return len(sessions) - len(left), [s is taken for s in sessions].index(True), said.getvalue()


def ended(up, console=b"", why=None, bye=None):
    return SimpleNamespace(up=up, console=bytearray(console), why=why, bye=bye, write=lambda fd, data: None)


def output(source, *machines):
    """What reaches the test's reader of these outputs, the last but for one of machines that died."""
    sys.path.insert(0, os.path.join(source, "vm"))
    told = importlib.import_module("told").Told()
    said = b""
    for n, pieces in enumerate(machines):
        said += told.restart() if n else b""
        for piece in pieces:
            said += told.feed(piece)
    return said + told.rest()


def main():
    tap, run = Tap(), load(sys.argv[1])
    good = ended(True)
    for name, first, tries in (
            ("kernel_that_dies_in_its_boot_starts_once_more_ok", ended(False, INT3), 2),
            ("silent_boot_starts_once_more_ok", ended(False, why="silence"), 2),
            ("machine_that_qemu_broke_starts_once_more_ok", ended(True, INT3), 2),
            ("kernel_that_dies_with_our_modules_does_not_start_again_ok", ended(True, OTHER), 1),
            ("kernel_that_dies_of_int3_after_another_fault_does_not_start_again_ok", ended(True, OTHER + INT3), 1),
            ("machine_that_ended_does_not_start_again_ok", ended(True, INT3, bye=1.0), 1),
            ("time_out_does_not_start_again_ok", ended(False, INT3, "time-out"), 1),
            ("qemu_that_refuses_does_not_start_again_ok", ended(False), 1),
            ("good_boot_is_the_only_one_ok", ended(True), 1)):
        count, taken, said = boots(run, first, good)
        wrong = []
        if (count, taken) != (tries, tries - 1):
            wrong.append(f"{count} boots, and number {taken} was taken")
        if ("once more" in said) != (tries > 1):
            wrong.append(f"said {said!r}")
        tap.check(name, wrong)
    count, taken, _ = boots(run, ended(False, INT3), ended(False, INT3), good)
    tap.check("second_death_is_the_answer_ok", [] if (count, taken) == (2, 1) else [f"{count}, {taken}"])
    for name in ("stdin", "kvm"):
        count, _, _ = boots(run, ended(True, INT3), good, **{name: True})
        tap.check(f"broken_machine_with_{name}_does_not_start_again_ok", [] if count == 1 else [f"{count} boots"])
    for name, machines, want in OUTPUTS:
        said = output(sys.argv[1], *machines)
        tap.check(name, [] if said == want else [f"{said!r} instead of {want!r}"])
    tap.finish()


if __name__ == "__main__":
    main()
