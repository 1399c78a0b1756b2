#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What of the driver was made to run: report.py [--lines] [--least PERCENT] MODULE.ko SEEN...

MODULE.ko is built with FRAMERING_COVER set, SEEN what vm/run then left, files or folders of them. A block is what lies
behind one call of framering_cover_pc; a line counts as covered if one of its blocks is. The kernel tells functions by
name: copies of an inline function are seen together. With --lines, every line is named of which no block was seen. Ends
with status 1 if less than PERCENT of the blocks were."""
import argparse
import collections
import os
import re
import subprocess
import sys

SECTION = re.compile(r"Disassembly of section (\S+):")
FUNCTION = re.compile(r"^([0-9a-f]+) <([^>]+)>:")
# The call's own line, and its relocation's on the next one.
RELOCATION = re.compile(r"^\s+([0-9a-f]+): R_\S+\s+framering_cover_pc\b")
CALL_BYTES = 4  # from the relocation to the call's end, which is what the kernel tells
# fr_role_attach+0x1f/0x2b0 [framering]
SEEN = re.compile(r"seen (\S+)\+0x([0-9a-f]+)/0x[0-9a-f]+ \[framering\]$")
# What KASAN adds to every file, for the variables in it.
CONSTRUCTOR = re.compile(r"_sub_[ID]_\d+_\d+$")
LOST = re.compile(r"lost (\d+)$")
# 0000000000000010 l     F .init.text	00000000000000c7 fr_main_init
SYMBOL = re.compile(r"^([0-9a-f]+) .{7} (\.\S*text\S*)\s+[0-9a-f]+ (\S+)$")

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
    found, section, function = collections.defaultdict(list), None, None
    for line in output("objdump", "-dr", "--no-show-raw-insn", module).splitlines():
        if match := SECTION.match(line):
            section = match[1]
        elif match := FUNCTION.match(line):
            function = match[2]
        elif (match := RELOCATION.match(line)) and not CONSTRUCTOR.match(function):
            found[section].append((int(match[1], 16) + CALL_BYTES, function))
    return [Point(section, offset, function, place) for section, calls in found.items()
            for (offset, function), place in zip(calls, places(module, section, [c[0] for c in calls]))]


def symbols(module):
    """Where each function begins: (section, offset), of each that has the name."""
    found = collections.defaultdict(set)
    for line in output("objdump", "-t", module).splitlines():
        if match := SYMBOL.match(line):
            found[match[3]].add((match[2], int(match[1], 16)))
    return found


def files(paths):
    for path in paths:
        if os.path.isdir(path):
            yield from (os.path.join(path, name) for name in sorted(os.listdir(path)))
        else:
            yield path


def seen(path, starts):
    """Of every block in the file, where it may be: (section, offset) of each function that has the name."""
    found = set()
    with open(path, encoding="ascii") as file:
        for line in file:
            if (match := SEEN.match(line)) and CONSTRUCTOR.match(match[1]):
                continue
            if match:
                found.add(frozenset((section, start + int(match[2], 16)) for section, start in starts[match[1]]))
            elif not (match := LOST.match(line)):
                sys.exit(f"report.py: {path}: not a line of framering_cover's: {line.strip()}")
            elif int(match[1]):
                sys.exit(f"report.py: {path}: {match[1]} blocks found no place in framering_cover's table")
    return found


def short(place):
    return re.sub(r".*/(driver|uapi|include)/", r"\1/", os.path.normpath(place))


def percent(part, whole):
    return f"{part} of {whole} ({100 * part / whole:.1f} %)"


def report(all_points, found, lines_wanted):
    """Tells what is missing and how much is not; gives that of the blocks, in percent."""
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
    return 100 * sum(hits) / len(hits)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", action="store_true", help="name the lines, not only the functions")
    parser.add_argument("--least", type=float, default=0, metavar="PERCENT", help="fail below that")
    parser.add_argument("module")
    parser.add_argument("seen", nargs="+")
    options = parser.parse_args()
    all_points = points(options.module)
    if not all_points:
        sys.exit(f"report.py: {options.module} is not built with FRAMERING_COVER")
    starts = symbols(options.module)
    found = set().union(*(seen(path, starts) for path in files(options.seen)))
    known = {(point.section, point.offset) for point in all_points}
    strange = sum(not places & known for places in found)
    if strange:
        sys.exit(f"report.py: {strange} blocks seen are not in this module: was it built anew since?")
    if report(all_points, set().union(*found), options.lines) < options.least:
        sys.exit(1)


if __name__ == "__main__":
    main()
