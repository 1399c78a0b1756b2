#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The ABI is what abi.expected says, on 64 and on 32 bits, in C and in C++.

Reads uapi/framering.h, lets the compiler say the size of every structure, the offset and size of every member and
the value of every constant in an object file that is never run, and compares. So nothing can be left out, and a
machine that runs no programs for 32 bits still knows what they see. With --update in place of the
compiler's command it writes abi.expected anew: only for what no program has used yet.

usage: abi.py SOURCE_ROOT CC..."""
import array
import difflib
import os
import platform
import re
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
from harness import Tap, can_make_32_bits, run  # noqa: E402

EXPECTED = os.path.join(os.path.dirname(__file__), "abi.expected")
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


def main():
    root, cc = sys.argv[1], sys.argv[2:]
    with open(f"{root}/uapi/framering.h", encoding="ascii") as f:
        header = f.read()
    if cc == ["--update"]:
        with open(EXPECTED, "w", encoding="ascii") as f:
            f.write(output(["cc"], root, header)[0])
        return
    with open(EXPECTED, encoding="ascii") as f:
        expected = f.read()

    tap = Tap()
    tap.check("every_member_is_read_ok", count_problems(header))
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
    tap.finish()


if __name__ == "__main__":
    main()
