#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What tests/cover/report.py tells of a module of two files. usage: cover.py SOURCE_ROOT CC"""
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
sys.dont_write_bytecode = True
from harness import Tap, run  # noqa: E402

# A block each, and one more that both files have, as of an inline function in a header.
FILE = """void framering_cover_pc(void);
static __attribute__((noinline)) void shared(void) {{ framering_cover_pc(); }}
void {0}(void) {{ framering_cover_pc(); shared(); }}
"""
# From a function's beginning to the end of its first call: sub $8, %rsp; call.
CALL = 9


def build(folder, cc):
    module = os.path.join(folder, "module.ko")
    for name in ("one", "two"):
        subprocess.run([*cc, "-x", "c", "-g", "-O1", "-fcf-protection=none", "-fno-pie", "-mcmodel=kernel", "-c", "-o",
                        os.path.join(folder, name + ".o"), "-"], check=True, input=FILE.format(name), text=True)
    subprocess.run(["ld", "-r", "-o", module, os.path.join(folder, "one.o"), os.path.join(folder, "two.o")], check=True)
    return module


def problems(source, module, seen, status, line):
    """What is wrong with the report's answer to these blocks."""
    path = module + ".seen"
    with open(path, "w", encoding="ascii") as file:
        file.writelines(f"seen {block}/0x20 [framering]\n" for block in seen)
    result, said = run([sys.executable, os.path.join(source, "tests", "cover", "report.py"), module, path])
    return [] if result == status and line in said else [f"status {result}: {said}"]


def main():
    source, cc = sys.argv[1], sys.argv[2:]
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        module = build(folder, cc)
        for name, seen, status, line in (
                ("block_of_one_function_is_seen_ok", (f"one+{CALL:#x}",), 0, "blocks covered: 1 of 4"),
                ("inline_function_of_two_files_is_seen_ok", (f"shared+{CALL:#x}",), 0, "blocks covered: 2 of 4"),
                ("blocks_of_another_module_fails", (f"shared+{CALL + 1:#x}", "three+0x9"), 1, "2 blocks seen are not")):
            tap.check(name, problems(source, module, seen, status, line))
    tap.finish()


if __name__ == "__main__":
    main()
