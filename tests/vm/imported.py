#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""imported.py PROGRAM: runs it, and tells it whether this system's software renderer imports memory of others.

Mesa does from 24.3 on, and has its drivers in a library of that name since."""
import glob
import os
import sys

environment = dict(os.environ)
if glob.glob("/usr/lib/*/libgallium-*.so"):
    environment["FRAMERING_IMPORTS"] = "1"
os.execve(sys.argv[1], sys.argv[1:], environment)
