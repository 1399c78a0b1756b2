# SPDX-License-Identifier: MIT
"""The module tree of a cached kernel: which file holds a module and what must be loaded before it."""
import lzma
import os
import re
import subprocess

from trouble import Trouble


def canonical(name):
    return name.replace("-", "_")


def name_of(path):
    return canonical(re.sub(r"\.ko(\.\w+)?$", "", os.path.basename(path)))


def read(path):
    """The bytes of a module, unpacked: the guest's busybox knows no compressed modules."""
    if path.endswith(".zst"):
        return subprocess.run(["zstd", "-dcq", path], stdout=subprocess.PIPE, check=True).stdout
    opener = lzma.open if path.endswith(".xz") else open
    with opener(path, "rb") as f:
        return f.read()


def depends_of(path):
    """The names in the `depends=` entry of a module's .modinfo."""
    found = re.search(rb"\0depends=([\w,-]*)\0", read(path))
    return [n for n in found.group(1).decode().split(",") if n] if found else []


class Tree:
    def __init__(self, folder):
        self.folder = folder
        self.files = {}
        self.needs = {}
        with open(os.path.join(folder, "modules.dep"), encoding="utf-8") as f:
            for line in f:
                path, _, needs = line.strip().partition(":")
                self.files[name_of(path)] = os.path.join(folder, path)
                self.needs[name_of(path)] = [name_of(n) for n in needs.split()]
        self.builtin = set()
        with open(os.path.join(folder, "modules.builtin"), encoding="utf-8") as f:
            self.builtin = {name_of(line.strip()) for line in f}

    def order(self, names):
        """These modules' names with all they need, each after what it needs; builtin ones are left out."""
        done = []

        def add(name):
            name = canonical(name)
            if name in done or name in self.builtin:
                return
            if name not in self.files:
                raise Trouble(f"this kernel has no module {name}")
            # modules.dep lists every dependency, nearest first
            for need in reversed(self.needs[name]):
                add(need)
            done.append(name)

        for name in names:
            add(name)
        return done
