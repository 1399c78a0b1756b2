#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Whether abi.py sees what it is there for, on changed copies of the header. usage: abi_cases.py SOURCE_ROOT"""
import os
import re
import shutil
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
from harness import Tap, run  # noqa: E402

ABI = os.path.join(os.path.dirname(__file__), "abi.py")
VERSION = ("FRAMERING_ABI_VERSION\t1U", "FRAMERING_ABI_VERSION\t2U")
STALE = ("FRAMERING_STATE_STALE\t\t(1U << 0)", "FRAMERING_STATE_STALE\t\t(1U << 5)")
TAIL = "\t__u32 index;\n\t__u32 reserved;\n\t__aligned_u64 id;\n};\n"


def evict(tail):
    """struct framering_evict with another end."""
    return TAIL, tail


FINE, BROKEN, CHANGED = "", "version_tells_what_broke_ok", "same_abi_in_"
# (name, released before, what is replaced in the header, update abi.expected, the points that must fail)
CASES = [
    ("unchanged_ok", True, [], False, FINE),
    ("unchanged_and_unreleased_ok", False, [], False, FINE),
    ("changed_without_update_fails", False, [STALE], False, CHANGED),
    ("changed_before_release_ok", False, [STALE], True, FINE),
    ("constant_changed_fails", True, [STALE], True, BROKEN),
    ("constant_changed_with_version_ok", True, [STALE, VERSION], True, FINE),
    ("member_moved_fails", True, [evict("\t__u32 reserved;\n\t__u32 index;\n\t__aligned_u64 id;\n};\n")], True, BROKEN),
    ("member_renamed_fails", True, [evict(TAIL.replace("index", "place"))], True, BROKEN),
    ("member_grown_fails", True, [evict("\t__aligned_u64 index;\n\t__aligned_u64 id;\n};\n")], True, BROKEN),
    ("reserved_member_used_ok", True, [evict(TAIL.replace("reserved", "reason"))], True, FINE),
    ("structure_that_tells_its_size_grows_ok", True, [evict(TAIL.replace("id;", "id;\n\t__aligned_u64 more;"))], True,
     FINE),
    ("structure_shrinks_fails", True, [evict("\t__u32 index;\n\t__u32 reserved;\n};\n")], True, BROKEN),
    ("shared_structure_grows_fails", True,
     [("struct framering_desc {\n", "struct framering_desc {\n\t__aligned_u64 extra;\n")], True, BROKEN),
    ("request_renumbered_fails", True, [("(FRAMERING_IOC_MAGIC, 0x06,", "(FRAMERING_IOC_MAGIC, 0x0f,")], True, BROKEN),
]


def copy(root, folder):
    for path in ("uapi", "tests/unit"):
        shutil.copytree(os.path.join(root, path), os.path.join(folder, path))
    for name in os.listdir(os.path.join(folder, "tests/unit")):
        if re.fullmatch(r"abi-\d+\.expected", name):
            os.remove(os.path.join(folder, "tests/unit", name))
    # Sizes and offsets stand there as well; what is tested is whether abi.py sees them.
    edit(os.path.join(folder, "uapi"), [('#include "framering_assert.h"\n', "")])
    news(folder, "framering 9 (not released)")


def news(folder, line):
    with open(os.path.join(folder, "NEWS"), "w", encoding="ascii") as f:
        f.write(line + "\n")


def edit(folder, changes):
    """In whichever header has it."""
    left = list(changes)
    for name in ("framering_control.h", "framering_description.h", "framering_export.h", "framering_pages.h", "framering.h"):
        path = os.path.join(folder, name)
        with open(path, encoding="ascii") as f:
            text = f.read()
        for old, new in changes:
            if old in text:
                text = text.replace(old, new)
                left.remove((old, new))
        with open(path, "w", encoding="ascii") as f:
            f.write(text)
    if left:
        raise ValueError(f"{folder} has not {left!r}")


def abi(folder, *words):
    return run([sys.executable, ABI, folder, *words])


def verdict(status, said, failing):
    """Nothing else fails than the points whose names begin so."""
    failed = re.findall(r"^not ok \d+ - (\w+)", said, re.M)
    if bool(failed) == bool(failing) == bool(status) and all(name.startswith(failing) for name in failed):
        return []
    return [f"abi.py ended with {status}", said]


def main():
    root, tap = sys.argv[1], Tap()
    for name, released, changes, update, failing in CASES:
        with tempfile.TemporaryDirectory() as folder:
            copy(root, folder)
            made = [abi(folder, "--release")] if released else []
            edit(os.path.join(folder, "uapi"), changes)
            made += [abi(folder, "--update")] if update else []
            tap.check(name, [said for status, said in made if status] + verdict(*abi(folder, "cc"), failing))
    with tempfile.TemporaryDirectory() as folder:
        copy(root, folder)
        news(folder, "framering 9")
        tap.check("release_without_record_fails", verdict(*abi(folder, "cc"), BROKEN))
        tap.check("first_record_ok", [said for status, said in [abi(folder, "--release")] if status])
        tap.check("release_with_record_ok", verdict(*abi(folder, "cc"), FINE))
        tap.check("second_record_fails", [] if abi(folder, "--release")[0] else ["abi.py wrote it again"])
    tap.finish()


if __name__ == "__main__":
    main()
