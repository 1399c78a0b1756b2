#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The README's table of kernels names exactly those on which the driver's tests run. usage: kernels.py ROOT BUILD"""
import json
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
from harness import Tap  # noqa: E402

# A test that runs the driver's whole set on a kernel; 32-bit programs and special processors are the same kernel, and
# the debug kernels are for tests only.
DRIVER_SET = re.compile(r"(driver-(?!32|no-pat|.*debug)[\w.-]+|arm64)$")
ROW = re.compile(r"^\|.*\|\s*`([\w.-]+)`\s*\|$", re.M)


def tests(build):
    said = subprocess.run(["meson", "introspect", "--tests", build], stdout=subprocess.PIPE, check=True).stdout
    return {test["name"] for test in json.loads(said)}


def main():
    root, build = sys.argv[1:]
    tap = Tap()
    with open(f"{root}/README.md", encoding="utf-8") as f:
        text = f.read()
    told = set(ROW.findall(text[text.index("## Kernels"):]))
    ran = {name for name in tests(build) if DRIVER_SET.match(name)}
    tap.check("readme_names_no_kernel_that_is_not_tested_ok", [f"{name} is no test" for name in sorted(told - ran)])
    tap.check("readme_names_every_kernel_that_is_tested_ok", [f"no row for {name}" for name in sorted(ran - told)])
    tap.finish()


if __name__ == "__main__":
    main()
