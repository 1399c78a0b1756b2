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

INT3 = b"[    1.161438] Oops: int3: 0000 [#1] SMP NOPTI\r\n[    1.177871] Kernel panic - not syncing: Fatal\r\n"


def load(source):
    path = os.path.join(source, "vm", "run")
    loader = importlib.machinery.SourceFileLoader("vm_run", path)
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("vm_run", loader))
    loader.exec_module(module)
    return module


def boots(run, *sessions):
    """How often a machine is started whose boots end like this, and which of them is taken."""
    left = list(sessions)
    run.boot = lambda *_: left.pop(0)
    run.kernel = SimpleNamespace(Kernel=lambda name: SimpleNamespace(arch=None))
    run.kvm = SimpleNamespace(Kvm=lambda arch: SimpleNamespace(answer=lambda: False))
    with contextlib.redirect_stderr(io.StringIO()) as said:
        taken = run.run(SimpleNamespace(kernel="6.1", count=False, timeout=60, own_root=False))
    return len(sessions) - len(left), [s is taken for s in sessions].index(True), said.getvalue()


def ended(up, console=b"", why=None):
    return SimpleNamespace(up=up, console=bytearray(console), why=why)


def main():
    tap, run = Tap(), load(sys.argv[1])
    good = ended(True)
    for name, first, tries in (
            ("kernel_that_dies_in_its_boot_starts_once_more_ok", ended(False, INT3), 2),
            ("silent_boot_starts_once_more_ok", ended(False, why="silence"), 2),
            ("kernel_that_dies_with_our_modules_does_not_start_again_ok", ended(True, INT3), 1),
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
    tap.finish()


if __name__ == "__main__":
    main()
