#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Programs of an older and of a newer release work with the library of this one, and touch nothing that is not theirs.

There is no other release yet, so they are made from this one: the headers with the last members of each structure that
crosses the library's border cut off, or with members added, and a program that is compiled with them. What it links
with, the library and the fake device, has the headers as they are. A newer program with this library is what a program
of this release with an older library will be.

usage: other_release.py ROOT LIBRARY FAKE_DEVICE HARNESS CFLAGS CC..."""
import os
import re
import shlex
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
from harness import Tap, run  # noqa: E402

HEADERS = ["uapi/framering_control.h", "uapi/framering_description.h", "uapi/framering_export.h",
           "uapi/framering_pages.h", "uapi/framering.h", "uapi/framering_format.h", "uapi/framering_formats.h",
           "lib/libframering.h", "lib/libframering_consumer.h", "lib/libframering_names.h",
           "lib/libframering_sized.h"]
# Each structure that a program gives to the library, and how many of its last members an older program has not.
CUT = {"framering_query": 3, "framering_config": 1, "framering_demand": 1, "framering_consumer_info": 1,
       "framering_wish": 1, "framering_frame": 1, "framering_add": 2}
# They stand inside others, have room of their own and never grow.
FIXED = {"framering_geometry", "framering_picture"}
ADDED = "\tuint64_t added[4] __attribute__((aligned(8)));\n"


def older(name, body):
    lines = body.splitlines(keepends=True)
    return "".join(lines[:-CUT[name]])


def newer(_, body):
    return body + ADDED


def change(text, how, done):
    """A header's text, its structures changed; `done` gets their names."""
    def one(match):
        if match[1] not in CUT:
            return match[0]
        done.append(match[1])
        return f"struct {match[1]} {{\n{how(match[1], match[2])}}};"
    return re.sub(r"^struct (\w+) \{\n(.*?)^\};", one, text, flags=re.M | re.S)


def make_headers(root, folder, how):
    """What is wrong with them."""
    done = []
    for path in HEADERS:
        with open(f"{root}/{path}", encoding="utf-8") as f:
            text = f.read()
        if how:
            text = change(text, how, done).replace("#define _UAPI_FRAMERING_H", "#define _UAPI_FRAMERING_H\n"
                                                   "#include <stdint.h>")
        with open(f"{folder}/{os.path.basename(path)}", "w", encoding="utf-8") as f:
            f.write(text)
    # These sizes are this release's.
    with open(f"{folder}/framering_assert.h", "w", encoding="utf-8"):
        pass
    return [] if not how or sorted(done) == sorted(CUT) else [f"structures found: {done}"]


def taken(root):
    """The structures that the library's functions take from a program, or fill for it."""
    text = ""
    for header in ("libframering.h", "libframering_consumer.h"):
        with open(f"{root}/lib/{header}", encoding="utf-8") as f:
            text += re.sub(r"/\*.*?\*/", "", f.read(), flags=re.S)
    return set(re.findall(r"struct (framering_\w+) \*\w+[,)]", text)) - {"framering_producer", "framering_consumer"} - FIXED


def check(tap, root, name, how, command):
    with tempfile.TemporaryDirectory() as folder:
        problems = make_headers(root, folder, how)
        program = f"{folder}/program"
        full = [*command, f"-D{name.upper()}", f"-I{folder}", "-o", program]
        status, said = run(full)
        if status or problems:
            return tap.check(f"program_of_{name}_release_builds_ok", [*problems, " ".join(full), said])
        status, said = run([program])
    before = []
    for line in said.splitlines():
        if line.startswith(("ok ", "not ok ")):
            tap.check(f"{name}_{line.split(' - ')[1]}", before if line.startswith("not") else [])
            before = []
        else:
            before.append(line)
    return tap.check(f"program_of_{name}_release_ends_well_ok", [said] if status else [])


def main():
    root, library, device, harness, flags, cc = *sys.argv[1:6], sys.argv[6:]
    tests = os.path.dirname(os.path.abspath(__file__))
    tap = Tap()
    tap.check("each_structure_that_crosses_the_border_is_tried_ok",
              [] if taken(root) == set(CUT) else [f"{sorted(taken(root))}, not {sorted(CUT)}"])
    # The fake device comes before libc, for the library's calls of ioctl(), too.
    command = [*cc, "-D_GNU_SOURCE", "-Wall", "-Wextra", "-Werror", "-g", f"{tests}/other_release.c", f"-I{tests}",
               f"-I{tests}/..", *shlex.split(flags), "-Wl,-u,ioctl", device, harness, library,
               f"-Wl,-rpath,{os.path.dirname(library)}"]
    for name, how in [("this", None), ("older", older), ("newer", newer)]:
        check(tap, root, name, how, command)
    tap.finish()


if __name__ == "__main__":
    main()
