#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What of the driver was made to run: coverage.py [--lines] MODULE.ko SEEN...

MODULE.ko is built for a kernel with KCOV, SEEN what `fuzz-driver --kcov` or FRAMERING_KCOV left. A block is what lies
behind one call of __sanitizer_cov_trace_pc; a line counts as covered if one of its blocks is. With --lines, every line
is named of which no block was seen."""
import argparse
import bisect
import collections
import os
import re
import subprocess
import sys

SECTION = re.compile(r"Disassembly of section (\S+):")
FUNCTION = re.compile(r"^([0-9a-f]+) <([^>]+)>:")
# The call's own line, and its relocation's on the next one.
RELOCATION = re.compile(r"^\s+([0-9a-f]+): R_\S+\s+__sanitizer_cov_trace_pc\b")
CALL_BYTES = 4  # from the relocation to the call's end, which is what the kernel tells

Point = collections.namedtuple("Point", "section offset function place")


def output(*command, text=None):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, input=text, text=True).stdout


def places(module, section, offsets):
    """File and line of each offset, from the module's debug information."""
    # The byte before the return address is still the call's.
    text = "".join(f"{offset - 1:#x}\n" for offset in offsets)
    lines = output("addr2line", "-e", module, "-j", section, text=text).splitlines()
    return [re.sub(r" \(discriminator \d+\)", "", line) for line in lines]


def points(module):
    """All points of the module's code that stays: init and exit run without a program that is traced."""
    found, section, function = collections.defaultdict(list), None, None
    for line in output("objdump", "-dr", "--no-show-raw-insn", module).splitlines():
        if match := SECTION.match(line):
            section = match[1]
        elif match := FUNCTION.match(line):
            function = match[2]
        elif (match := RELOCATION.match(line)) and section not in (".init.text", ".exit.text"):
            found[section].append((int(match[1], 16) + CALL_BYTES, function))
    return [Point(section, offset, function, place) for section, calls in found.items()
            for (offset, function), place in zip(calls, places(module, section, [c[0] for c in calls]))]


def seen(path):
    """(section, offset) of every address in the file."""
    sections, addresses = [], []
    with open(path, encoding="ascii") as file:
        for line in file:
            words = line.split()
            if words[0] == "section":
                sections.append((int(words[2], 16), words[1]))
            else:
                addresses.append(int(words[0], 16))
    sections.sort()
    starts = [start for start, _ in sections]
    found = set()
    for address in addresses:
        i = bisect.bisect_right(starts, address) - 1
        if i >= 0:
            found.add((sections[i][1], address - starts[i]))
    return found


def short(place):
    return re.sub(r".*/(driver|uapi)/", r"\1/", os.path.normpath(place))


def percent(part, whole):
    return f"{part} of {whole} ({100 * part / whole:.1f} %)" if whole else "none"


def report(all_points, found, lines_wanted):
    functions, lines = collections.defaultdict(list), collections.defaultdict(list)
    for point in all_points:
        hit = (point.section, point.offset) in found
        functions[point.function].append((hit, point))
        lines[short(point.place)].append(hit)
    for name, blocks in sorted(functions.items()):
        missing = [point for hit, point in blocks if not hit]
        if missing:
            text = " ".join(sorted({short(point.place) for point in missing})) if lines_wanted else \
                short(missing[0].place).rpartition(":")[0]
            print(f"{name}: {len(missing)} of {len(blocks)} blocks not seen: {text}")
    hits = [hit for blocks in functions.values() for hit, _ in blocks]
    print(f"functions entered: {percent(sum(any(h for h, _ in b) for b in functions.values()), len(functions))}")
    print(f"lines covered: {percent(sum(any(hit) for hit in lines.values()), len(lines))}")
    print(f"blocks covered: {percent(sum(hits), len(hits))}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", action="store_true", help="name the lines, not only the functions")
    parser.add_argument("module")
    parser.add_argument("seen", nargs="+")
    options = parser.parse_args()
    all_points = points(options.module)
    if not all_points:
        sys.exit(f"coverage.py: {options.module} is not built for a kernel with KCOV")
    found = set().union(*map(seen, options.seen))
    known = {(point.section, point.offset) for point in all_points}
    if found and not found & known:
        sys.exit("coverage.py: what was seen is not in this module: was it built anew since?")
    report(all_points, found, options.lines)


if __name__ == "__main__":
    main()
