#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""copies.py LIBCOPYCOUNT SELFTEST: the counter itself counts, so that a 0 elsewhere means something."""
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from harness import Tap  # noqa: E402


def main():
    library, selftest = sys.argv[1:3]
    tap = Tap()
    with tempfile.NamedTemporaryFile("r") as report:
        done = subprocess.run([selftest], env=os.environ | {"LD_PRELOAD": library, "COPYCOUNT": report.name},
                              check=False)
        words = dict(w.split("=") for w in report.read().split()[1:])
    tap.check("selftest_program_runs_ok", [] if done.returncode == 0 else [f"exit status {done.returncode}"])
    for name, least in {"copied": 2000000, "largest": 1000000, "read": 1000000, "written": 1000000}.items():
        found = int(words.get(name, 0))
        tap.check(f"{name}_is_counted_ok", [] if least <= found < least + 1000 else [f"{found}, not {least}"])
    tap.finish()


main()
