#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Rules that hold for the text of every source file. usage: sources.py SOURCE_ROOT"""
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
from harness import Tap  # noqa: E402
from tree import files  # noqa: E402

UAPI = "(GPL-2.0-only WITH Linux-syscall-note) OR MIT"
KERNEL = "GPL-2.0-only"
OTHERS = "MIT"
# Texts for people and data: their licence is that of the project, or stands beside them.
NO_SPDX = (".md", ".scd", ".expected", ".txt", ".png", ".litmus", ".svg", ".gitignore", ".json", "dep5",
           "debian/changelog", "debian/copyright", ".doc-base", "README.Debian", "debian/source/format")
# In two pieces, lest a tool take it for a tag.
SPDX = re.compile("SPDX-License-" r"Identifier: (.*?)(?: \*/)?$")
# Over 300 lines wants a reason, over 400 is split.
MAX_LINES = 400
LONGER = {
    # All requests in one place; more than half of it is documentation.
    "uapi/framering.h": 500,
}
MAX_COLUMNS = 80


def licence(file):
    if file.folder == "uapi" and file.is_c():
        return UAPI
    # The test module's client header is for programs, too.
    if file.path in ("tests/kernel/ptwalk.h", "tests/kernel/fault.h", "tests/kernel/import.h", "tests/kernel/exporter.h"):
        return UAPI
    if file.folder == "driver":
        return KERNEL
    if file.path.startswith(("tests/kernel/", "tests/debug/", "tests/cover/")) and (file.name == "Kbuild" or file.name.startswith("framering_")):
        return KERNEL
    return OTHERS


def spdx(file):
    if file.path.endswith(NO_SPDX) or file.path.startswith("LICENSES/") or not file.name or not file.is_text:
        return []
    if file.name in ("NEWS", "LICENSE") or not file.text:
        return []
    line = file.lines[1] if file.text.startswith("#!") and len(file.lines) > 1 else file.lines[0]
    found = SPDX.search(line)
    if not found:
        return [f"{file.path}: no SPDX-License-Identifier on top"]
    if found[1] != licence(file):
        return [f"{file.path}: {found[1]}, where {licence(file)} belongs"]
    marker = {".c": "// ", ".h": "/* "}.get(os.path.splitext(file.name)[1], "")
    return [] if line.startswith(marker) else [f"{file.path}: the kernel wants '{marker}' before its SPDX tag"]


def length(file):
    lines = file.text.count("\n")
    return [f"{file.path}: {lines} lines"] if file.is_c() and lines > LONGER.get(file.path, MAX_LINES) else []


def blanks(file):
    if file.name.endswith(".svg"):
        return []  # gnuplot's
    found = [f"{file.path}:{n}: blank at the end" for n, line in enumerate(file.lines, 1) if line != line.rstrip()]
    if file.text and (not file.text.endswith("\n") or file.text.endswith("\n\n")):
        found.append(f"{file.path}: does not end with one newline")
    return found


def columns(file):
    if not file.is_c():
        return []
    found = []
    for n, line in enumerate(file.lines, 1):
        # In the kernel what people read stays in one piece, so that it can be searched for.
        if file.folder == "driver" and re.search(r'".*"', line):
            continue
        if len(line.expandtabs(8)) > MAX_COLUMNS:
            found.append(f"{file.path}:{n}: {len(line.expandtabs(8))} columns")
    return found


def typedefs(file):
    if not file.is_c():
        return []
    return [f"{file.path}:{n}: a typedef'd structure" for n, line in enumerate(file.lines, 1)
            if re.match(r"\s*typedef\s+(struct|union|enum)\b", line)]


NAMED = re.compile(r"`([a-z0-9_]+_(?:ok|fails?|wakes|sigbus|efault)|fr_\w+)(?:\(\))?`")


def gone(file, corpus):
    """Tests and functions that a document names and that are not there."""
    if not (file.path.startswith("docs/") or file.path == "SECURITY.md") or not file.name.endswith(".md"):
        return []
    return [f"{file.path} names {name}" for name in NAMED.findall(file.text) if name not in corpus]


def unkept(file):
    """Promises of SECURITY.md, rows of three cells, that no test keeps."""
    if file.path != "SECURITY.md":
        return []
    lines = file.lines[file.lines.index("## Promises"):]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    return [f"{file.path}: no test: {row[0]}" for row in rows if row[0] != "promise" and not NAMED.search(row[2])]


def undocumented(file):
    """Functions of the library's headers that no comment precedes."""
    if file.path not in ("lib/libframering.h", "lib/libframering_consumer.h", "lib/libframering_names.h"):
        return []
    found = []
    # A declaration begins in the first column, after a comment's end or another declaration of its group.
    for block in re.split(r"\n\n+", file.text):
        code = re.sub(r"/\*.*?\*/", lambda m: "\0", block, flags=re.S)
        for name in re.findall(r"^\w[^\0;{]*?\b(framering_\w+)\(", code, re.M):
            if "\0" not in code[:code.index(name)]:
                found.append(f"{file.path}: {name} is not documented")
    return found


def main():
    # What fuzzers are given is as good as it is bad.
    tree = [file for file in files(sys.argv[1]) if not file.path.startswith("tests/fuzz/corpus/")]
    rules = {
        "spdx_of_the_folder_ok": spdx,
        "c_files_are_short_ok": length,
        "no_trailing_blanks_ok": blanks,
        "eighty_columns_ok": columns,
        "no_typedefd_structures_ok": typedefs,
        "public_functions_are_documented_ok": undocumented,
        "promises_are_kept_by_tests_ok": unkept,
        "what_documents_name_is_there_ok": lambda file: gone(file, corpus),
    }
    corpus = "".join(file.text for file in tree if file.folder in ("driver", "tests"))
    tap = Tap()
    enough = len([file for file in tree if file.is_c()]) > 20
    tap.check("sources_are_found_ok", [] if enough else ["hardly any file to look at"])
    for name, rule in rules.items():
        tap.check(name, [problem for file in tree if file.is_text for problem in rule(file)])
    tap.finish()


if __name__ == "__main__":
    main()
