# SPDX-License-Identifier: MIT
"""A kernel as kernel.sh leaves it: the image and the tree of its modules."""
import os
import subprocess

import arch
import cache
import modules
from trouble import Trouble

HERE = os.path.dirname(os.path.abspath(__file__))


class Kernel:
    def __init__(self, wanted):
        path = wanted if "/" in wanted else cached(wanted)
        self.name = os.path.basename(os.path.realpath(path))
        self.vmlinux = os.path.join(path, "vmlinux")
        self.arch = arch.find(first_line(os.path.join(path, "arch")) or "amd64")
        self.busybox = os.path.join(path, "busybox") if self.arch.own_root else None
        try:
            self.release = cache.read(os.path.join(path, "release")).decode().strip()
            self.identity = cache.read(os.path.join(path, "packages"))
            self.folder = os.path.realpath(os.path.join(path, "modules/lib/modules", self.release))
            self.tree = modules.Tree(self.folder)
        except OSError as e:
            raise Trouble(f"{path} is no kernel as kernel.sh makes it: {e.filename} is missing") from e


def first_line(path):
    try:
        return cache.read(path).decode().strip()
    except FileNotFoundError:
        return ""


def cached(version):
    done = subprocess.run([os.path.join(HERE, "kernel.sh"), version], stdout=subprocess.PIPE, check=False)
    if done.returncode:
        raise Trouble(f"there is no kernel {version}: see above")
    return done.stdout.decode().strip()
