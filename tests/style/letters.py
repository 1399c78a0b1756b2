#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The barriers of framering_ring.h: each letter is drawn on both sides, explained, and stands at code of both sides.

The sides that sleep are in the driver. usage: letters.py SOURCE_ROOT"""
import glob
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
from harness import Tap  # noqa: E402

# A letter alone, or with what it pairs with: "E, against submit".
SITE = re.compile(r"/\* ([A-Z])(?:, [^*]*)? \*/")
# The barriers that the kernel's sleepers pair with, and on whose behalf they sleep.
SLEEPERS = {"E": "consumer", "F": "producer"}


def picture(comment):
    """The letters drawn for each side."""
    drawn = {"producer": set(), "consumer": set()}
    left, right = drawn["producer"], drawn["consumer"]
    for line in comment.split("\n"):
        line = line.expandtabs(8)
        # The kernel sleeps for the other side: it says so, in the column of those it pairs with.
        if "kernel, before sleeping for a consumer" in line:
            left, right = right, left
        # The right column begins at about the fortieth.
        for match in re.finditer(r"\(([A-Z])\)", line):
            (left if match.start() < 38 else right).add(match[1])
    return drawn


def functions(code):
    """(name, text) of each inline function."""
    for match in re.finditer(r"^static inline[^;{]*?\b(framering_\w+)\(([^)]*)\)\n\{\n(.*?)^\}", code, re.M | re.S):
        yield match[1], match[2] + match[3]


def sites(code):
    """Which side's functions carry which letter."""
    found = {"producer": set(), "consumer": set()}
    for _, text in functions(code):
        side = "producer" if "struct framering_ring_producer *" in text else "consumer"
        found[side] |= set(SITE.findall(text))
    return found


def read(path):
    with open(path, encoding="ascii") as f:
        return f.read()


def main():
    root = sys.argv[1]
    header = read(f"{root}/uapi/framering_ring.h")
    comment, _ = header.split("#ifndef", 1)
    code = "".join(read(f"{root}/uapi/framering_ring_{side}.h") for side in ("producer", "consumer"))
    drawn = picture(comment)
    everywhere = drawn["producer"] | drawn["consumer"]
    explained = set(re.findall(r"^ \* ([A-Z])  \w", comment, re.M))
    at = sites(code)
    driver = f"{root}/driver"
    kernel = "".join(read(path) for path in sorted(glob.glob(f"{driver}/**/*.[ch]", recursive=True)))
    for letter in set(SITE.findall(kernel)):
        if letter in SLEEPERS:
            at[SLEEPERS[letter]].add(letter)

    tap = Tap()
    tap.check("letters_are_found_ok", [] if len(explained) >= 5 else [f"only {sorted(explained)}"])
    tap.check("letters_are_drawn_on_both_sides_ok",
              [f"{letter} is drawn on one side only" for letter in sorted(drawn["producer"] ^ drawn["consumer"])])
    tap.check("letters_are_explained_ok",
              [f"{letter} is drawn or explained, but not both" for letter in sorted(explained ^ everywhere)])
    for side, letters in at.items():
        tap.check(f"letters_stand_at_{side}_code_ok",
                  [f"{letter} stands nowhere in the {side}'s code" for letter in sorted(explained - letters)])
        tap.check(f"letters_at_{side}_code_are_explained_ok",
                  [f"{letter} is not in the picture" for letter in sorted(letters - explained)])
    tap.finish()


if __name__ == "__main__":
    main()
