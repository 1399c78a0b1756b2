#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every public header compiles alone, twice in a row, in C and C++, for 64 and 32 bits, without a warning.

usage: headers.py SOURCE_ROOT CFLAGS CC... -- takes the C compiler's command; CXX from the environment, or c++"""
import os
import platform
import shlex
import shutil
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
from harness import Tap, can_make_32_bits, run  # noqa: E402

# The interface of the driver needs no other project's headers.
UAPI = ["uapi/framering.h", "uapi/framering_assert.h", "uapi/framering_barrier.h", "uapi/framering_control.h",
        "uapi/framering_description.h", "uapi/framering_export.h", "uapi/framering_pages.h", "uapi/framering_ring.h",
        "uapi/framering_ring_consumer.h", "uapi/framering_ring_producer.h", "uapi/framering_seq.h"]
OTHERS = ["uapi/framering_format.h", "uapi/framering_colour.h", "uapi/framering_pattern.h", "uapi/framering_v4l2.h",
          "lib/libframering.h", "lib/libframering_consumer.h", "lib/libframering_names.h", "lib/libframering_sized.h"]
STANDARDS = ["c11", "gnu17", "c++11", "c++17"]
WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Wundef", "-Wcast-align", "-Werror"]
# In C++ a structure and a function of one name are fine (as stat is), but g++ calls that shadowing.
C_WARNINGS = ["-Wshadow", "-Wstrict-prototypes", *WARNINGS]


def compilers(cc):
    """(name, command in C, command in C++): meson's choice, and clang where it is there, too."""
    cxx = shlex.split(os.environ.get("CXX", "c++"))
    yield " ".join(cc), cc, cxx
    if shutil.which("clang") and "clang" not in cc[-1]:
        yield "clang", ["clang"], ["clang++"]


def problems(command, root, flags, header, standard, bits):
    language, warnings = ("c++", WARNINGS) if "++" in standard else ("c", C_WARNINGS)
    source = f'#include "{header}"\n#include "{header}"\nint framering_not_empty;\n'
    include = [f"-I{root}/uapi", f"-I{root}/lib", *flags]
    full = [*command, f"-x{language}", f"-std={standard}", f"-m{bits}" if bits else "-O1", *warnings, *include,
            "-c", "-o", os.devnull, "-"]
    status, text = run(["sh", "-c", 'printf %s "$0" | "$@"', source, *full])
    return [" ".join(full), text] if status else []


def main():
    root, flags, cc = sys.argv[1], shlex.split(sys.argv[2]), sys.argv[3:]
    tap = Tap()
    wide = [64, 32] if platform.machine() == "x86_64" else [0]
    if 32 in wide and not can_make_32_bits(cc):
        tap.missing("alone_32_ok", "gcc-multilib")
        wide.remove(32)
    for name, c, cxx in compilers(cc):
        for standard in STANDARDS:
            command = cxx if "++" in standard else c
            for bits in wide:
                label = f"alone_{os.path.basename(name.split()[-1])}_{standard}_{bits or 'native'}_ok"
                if not shutil.which(command[-1]):
                    tap.missing(label, command[-1])
                    continue
                found = []
                for header in [*UAPI, *OTHERS]:
                    found += problems(command, root, [] if header in UAPI else flags, os.path.join(root, header), standard,
                                      bits)
                tap.check(label, found)
    tap.finish()


if __name__ == "__main__":
    main()
