#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Completions that shells can read, and what bash completes by them. usage: completion.py FAKE PROGRAM"""
import os
import shutil
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from harness import Tap, run  # noqa: E402

# How each shell is asked whether it can read a file.
SHELLS = {"bash": ["bash", "-n"], "zsh": ["zsh", "-n"], "fish": ["fish", "-n"]}
# words so far, the last of which is to be completed; what is expected of it
CASES = {
    "verb": ("framering-ctl sho", ["show"]),
    "option": ("framering-ctl configure --sl", ["--slots"]),
    "value": ("framering-ctl configure --slots 1", ["16"]),
    "format": ("framering-ctl configure --format XR2", ["XR24"]),
    "operand": ("framering-ctl pattern 0 o", ["on", "off"]),
    "shell": ("framering-ctl completion z", ["zsh"]),
    "nothing": ("framering-ctl evict 0 1", []),
}


def completed(script, words):
    """What bash makes of the words."""
    parts = words.split(" ")
    ask = (f'. "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD={len(parts) - 1}; _framering_ctl; '
           'printf "%s\\n" "${COMPREPLY[@]}"')
    return run(["bash", "-c", ask, "bash", script, *parts])[1].split()


def main():
    tap = Tap()
    program = sys.argv[2]
    with tempfile.TemporaryDirectory() as folder:
        for shell, check in SHELLS.items():
            path = os.path.join(folder, shell)
            status, text = run([program, "completion", shell])
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
            verbs = [verb for verb in ("list", "show", "configure", "watch") if verb not in text]
            tap.check(f"completion_for_{shell}_has_the_verbs_ok", [*verbs, *([text] if status else [])])
            if shutil.which(shell):
                status, text = run([*check, path])
                tap.check(f"{shell}_reads_its_completion_ok", [text] if status or text else [])
            else:
                tap.missing(f"{shell}_reads_its_completion_ok", shell)
        for name, (words, want) in CASES.items():
            got = completed(os.path.join(folder, "bash"), words)
            tap.check(f"bash_completes_{name}_ok", [] if got == want else [f"{words}: {got}, not {want}"])
    tap.finish()


if __name__ == "__main__":
    main()
