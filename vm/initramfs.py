# SPDX-License-Identifier: MIT
"""The initramfs: a part that depends on the kernel only and is cached, and a small one for this run."""
import gzip
import hashlib
import os
import shutil
import stat

import cache
import modules
from trouble import Trouble

HERE = os.path.dirname(os.path.abspath(__file__))

DISPLAY = ["virtio_gpu", "virtio_input", "evdev"]


def cpio(entries):
    """A newc archive of (name, mode, data)."""
    out = bytearray()
    for ino, (name, mode, data) in enumerate(entries + [("TRAILER!!!", 0, b"")], 1):
        raw = name.encode() + b"\0"
        fields = [ino, mode, 0, 0, 1, 0, len(data), 0, 0, 0, 0, len(raw), 0]
        out += b"070701" + b"".join(b"%08X" % f for f in fields) + raw
        out += b"\0" * (-len(out) % 4)
        out += data
        out += b"\0" * (-len(out) % 4)
    return bytes(out) + b"\0" * (-len(out) % 512)


def directory(name):
    return (name, stat.S_IFDIR | 0o755, b"")


def parents(names):
    """The folders of these names, each after its own."""
    found = set()
    for name in names:
        while name := os.path.dirname(name):
            found.add(name)
    return sorted(found)


def file(name, data, mode=0o755):
    return (name, stat.S_IFREG | mode, data)


def base(kernel, display):
    """The cached part for this kernel, made when something it is made of has changed."""
    busybox = kernel.busybox or shutil.which("busybox", path="/usr/bin:/bin:" + os.environ.get("PATH", ""))
    if not busybox:
        raise Trouble("busybox is missing: run scripts/setup.sh")
    program = cache.read(busybox)
    if b"/lib64/ld-linux" in program:
        raise Trouble(f"{busybox} needs libraries: run scripts/setup.sh for busybox-static")
    init = cache.read(os.path.join(HERE, "init"))
    must = kernel.arch.modules
    wanted = must + (DISPLAY if display else [])
    parts = [kernel.identity, kernel.release.encode(), " ".join(wanted).encode(), init, program,
             cache.read(__file__)]
    folder = os.path.join(cache.folder(), "initramfs")
    kind = "own" if kernel.arch.own_root else "display" if display else "plain"
    kind = f"{kernel.name}-{kind}-"
    path = os.path.join(folder, kind + hashlib.sha256(b"\0".join(parts)).hexdigest()[:16])
    try:
        return cache.read(path)
    except FileNotFoundError:
        pass
    # A kernel without graphics drivers may still run everything else.
    tree = kernel.tree
    names = tree.order(must + [n for n in wanted[len(must):] if n in tree.files])
    folders = ["bin", "dev", "proc", "sys", "modules"]
    folders += ["sbin", "usr", "usr/bin", "usr/sbin", "run", "tmp"] if kernel.arch.own_root else [
        "rw", "lower", "new", "keep"]
    entries = [directory(d) for d in folders]
    entries += [file("bin/busybox", program), file("init", init)]
    entries += [file(f"modules/{n}.ko", modules.read(tree.files[n]), 0o644) for n in names]
    entries += [file("modules/order", "".join(f"{n}.ko\n" for n in names).encode(), 0o644)]
    data = gzip.compress(cpio(entries), 1)
    os.makedirs(folder, exist_ok=True)
    for old in os.listdir(folder):
        if old.startswith(kind):
            os.remove(os.path.join(folder, old))
    cache.write(path, data)
    return data


def image(kernel, display, files):
    """The cached part, and one with `files` for the guest's /run/vm, by name."""
    first = base(kernel, display)
    entries = [directory(name) for name in parents(f"vm/{name}" for name in files)]
    entries += [file(f"vm/{name}", data) for name, data in files.items()]
    return first + b"\0" * (-len(first) % 4) + cpio(entries)
