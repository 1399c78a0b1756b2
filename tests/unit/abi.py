#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The ABI is what abi.expected says, on 64 and on 32 bits, in C and in C++.

Reads its headers in uapi/, lets the compiler say the size of every structure, the offset and size of every member and
the value of every constant in an object file that is never run, and compares. So nothing can be left out, and a
machine that runs no programs for 32 bits still knows what they see. With --update in place of the
compiler's command it writes abi.expected anew.

What was released is in abi-VERSION.expected, for good: it still holds while FRAMERING_ABI_VERSION is VERSION, though
structures that tell their size may grow, reserved members get a meaning, and new things come. A release (NEWS no
longer says "not released") of a version that has no such file fails; --release writes it.

usage: abi.py SOURCE_ROOT CC...|--update|--release"""
import array
import difflib
import os
import platform
import re
import shutil
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
from harness import Tap, can_make_32_bits, run  # noqa: E402

HEADERS = ["framering_control.h", "framering_description.h", "framering_export.h", "framering_pages.h", "framering.h"]
EXPECTED = "tests/unit/abi.expected"
RELEASED = "tests/unit/abi-{}.expected"
STRUCT = re.compile(r"^struct (\w+) \{\n(.*?)^\};", re.M | re.S)
MEMBER = re.compile(r"(\w+)(?:\[\w+\])?(?: __attribute__\(\(aligned\(8\)\)\))?;")
CONSTANT = re.compile(r"^#define (FRAMERING_\w+)[ \t]", re.M)
ENUMERATOR = re.compile(r"^\t(FRAMERING_\w+) = \d+,$", re.M)


def facts(header):
    """(text with places for numbers, the C expressions of these) for each line."""
    for name, body in STRUCT.findall(header):
        yield f"struct {name} {{}}", [f"sizeof(struct {name})"]
        for member in MEMBER.findall(body):
            yield f"  {member} at {{}}, {{}} bytes", [f"offsetof(struct {name}, {member})",
                                                     f"sizeof(((struct {name} *)0)->{member})"]
    for name in ENUMERATOR.findall(header) + CONSTANT.findall(header):
        yield f"{name} {{:#x}}", [name]


def program(header):
    numbers = [f"(unsigned long long)({number})" for _, line in facts(header) for number in line]
    return "\n".join(["#include <stddef.h>", "#include <framering.h>",
                      "extern const unsigned long long numbers[];",
                      'const unsigned long long numbers[] __attribute__((section(".numbers"), used)) = {',
                      ",\n".join(numbers), "};", ""])


def output(command, root, header):
    """The facts with their numbers, a line each, and what went wrong before they were known."""
    with tempfile.TemporaryDirectory() as folder:
        source, made, table = (os.path.join(folder, name) for name in ("abi.c", "abi.o", "numbers"))
        with open(source, "w", encoding="ascii") as f:
            f.write(program(header))
        for full in ([*command, f"-I{root}/uapi", "-c", "-o", made, source],
                     ["objcopy", "-O", "binary", "-j", ".numbers", made, table]):
            status, text = run(full)
            if status:
                return "", [" ".join(full), text]
        numbers = array.array("Q")
        with open(table, "rb") as f:
            numbers.frombytes(f.read())
    left = iter(numbers)
    lines = [text.format(*(next(left) for _ in line)) for text, line in facts(header)]
    return "\n".join(lines) + "\n", ["numbers are left over"] if list(left) else []


def count_problems(header):
    """A member that the expressions above do not see would go unchecked."""
    text = re.sub(r"/\*.*?\*/", "", header, flags=re.S)
    found = []
    for name, body in STRUCT.findall(text):
        if len(MEMBER.findall(body)) != body.count(";"):
            found.append(f"struct {name}: a member that abi.py cannot read")
    if len(STRUCT.findall(text)) != len(re.findall(r"^struct \w+ \{", text, re.M)):
        found.append("a structure that abi.py cannot read")
    return found


def read(root, path):
    with open(os.path.join(root, path), encoding="utf-8") as f:
        return f.read()


def headers(root):
    return "\n".join(read(root, f"uapi/{name}") for name in HEADERS)


def parsed(facts_text):
    """({structure: (bytes, {member: (offset, bytes)})}, {constant: value}) of such a file."""
    structures, constants = {}, {}
    for line in facts_text.splitlines():
        words = line.replace(",", "").split()
        if words[0] == "struct":
            members = {}
            structures[words[1]] = (int(words[2]), members)
        elif line.startswith(" "):
            members[words[0]] = (int(words[2]), int(words[3]))
        else:
            constants[words[0]] = int(words[1], 16)
    return structures, constants


def version(facts_text):
    return parsed(facts_text)[1]["FRAMERING_ABI_VERSION"]


def number(name, value):
    """A request is known by its number, direction and letter, whatever the size in it."""
    return value & ~(0x3fff << 16) if name.startswith("FRAMERING_IOC_") else value


def broken(released, now):
    """What programs made for `released` would stumble upon."""
    found = []
    (structures, constants), (structures_now, constants_now) = parsed(released), parsed(now)
    for name, (size, members) in structures.items():
        size_now, members_now = structures_now.get(name, (0, {}))
        grows = "size" in members and size_now > size
        if size_now != size and not grows:
            found.append(f"struct {name}: {size} bytes, now {size_now}")
        found += [f"struct {name}: {member} at {at}, now {members_now.get(member)}" for member, at in members.items()
                  if members_now.get(member) != at and not member.startswith("reserved")]
    found += [f"{name}: {value:#x}, now {constants_now.get(name)}" for name, value in constants.items()
              if number(name, value) != number(name, constants_now.get(name, -1))]
    return found


def version_problems(root, expected):
    """What is wrong with the version: it stays while the ABI breaks, or was released unrecorded."""
    path = RELEASED.format(version(expected))
    if os.path.exists(os.path.join(root, path)):
        found = broken(read(root, path), expected)
        return found and [*found, "so FRAMERING_ABI_VERSION must be another than the released one"]
    if "(not released)" in read(root, "NEWS").split("\n", maxsplit=1)[0]:
        return []
    return [f"a release, but there is no {path}: abi.py --release writes it"]


def write(root, how):
    if how == "--update":
        text, found = output(["cc"], root, headers(root))
        if found:
            sys.exit("\n".join(found))
        with open(os.path.join(root, EXPECTED), "w", encoding="ascii") as f:
            f.write(text)
        return
    released = os.path.join(root, RELEASED.format(version(read(root, EXPECTED))))
    if os.path.exists(released):
        sys.exit(f"{released} is there: what was released does not change")
    shutil.copy(os.path.join(root, EXPECTED), released)


def main():
    root, cc = sys.argv[1], sys.argv[2:]
    if cc in (["--update"], ["--release"]):
        return write(root, cc[0])
    header = headers(root)
    expected = read(root, EXPECTED)

    tap = Tap()
    tap.check("every_member_is_read_ok", count_problems(header))
    tap.check("version_tells_what_broke_ok", version_problems(root, expected))
    for bits in [64, 32] if platform.machine() == "x86_64" else [0]:
        wide = [f"-m{bits}"] if bits else []
        if bits == 32 and not can_make_32_bits(cc):
            tap.missing("same_abi_in_32_ok", "gcc-multilib")
            continue
        for name, command in [("c", cc + wide), ("c++", [*cc, *wide, "-xc++"])]:
            got, found = output(command, root, header)
            if not found:
                found = list(difflib.unified_diff(expected.splitlines(), got.splitlines(), "abi.expected", name,
                                                  lineterm="", n=1))
            tap.check(f"same_abi_in_{name}_{bits or 'native'}_ok", found)
    return tap.finish()


if __name__ == "__main__":
    main()
