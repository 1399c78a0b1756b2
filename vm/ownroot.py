# SPDX-License-Identifier: MIT
"""For a guest that cannot run the host's programs, or shall not: what its command needs, for the guest's /run/vm/files."""
import os
import struct

import cache
import modules
from trouble import Trouble

PT_INTERP = 3


def check(path, data, kernel):
    """A script is as good as its interpreter; of the rest only programs that need nothing else can run."""
    if data[:4] != b"\x7fELF":
        return
    if struct.unpack_from("<H", data, 18)[0] != kernel.arch.elf:
        raise Trouble(f"{path} is a program for another architecture than the kernel {kernel.name}")
    offset, = struct.unpack_from("<Q", data, 32)
    size, count = struct.unpack_from("<HH", data, 54)
    if any(struct.unpack_from("<I", data, offset + n * size)[0] == PT_INTERP for n in range(count)):
        raise Trouble(f"{path} needs libraries, which the guest has not: link it with -static")


def files(o, kernel):
    """The command's program, if it is not busybox's, and what --file names: at their paths here."""
    if o.rw or o.serial or o.display != "none":
        raise Trouble("--rw, --serial and --display need the host's files in the guest: "
                      "not with --own-root, nor on another architecture")
    paths = o.file + ([o.command[0]] if "/" in o.command[0] and os.path.exists(o.command[0]) else [])
    found = {}
    for path in paths:
        data = cache.read(path)
        check(path, data, kernel)
        found["files" + os.path.abspath(path)] = data
    return found


def module_tree(kernel, names):
    """The kernel's own modules of these names, as modprobe wants them."""
    folder = f"files/lib/modules/{kernel.release}/"
    tree = kernel.tree
    found = {f"{folder}{n}.ko": modules.read(tree.files[n]) for n in names}
    lines = [" ".join([f"{n}.ko:"] + [f"{need}.ko" for need in tree.needs[n]]) + "\n" for n in names]
    found[folder + "modules.dep"] = "".join(lines).encode()
    return found
