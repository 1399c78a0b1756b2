# SPDX-License-Identifier: MIT
"""User Mode Linux: a kernel that is a program of this machine. Its command line, its life and its death."""
import os
import shutil
import signal
import socket
import struct
import tempfile

import machine
from trouble import Trouble

MCONSOLE = 0xcafebabe, 2  # the protocol's magic number and version
# The guest's serial lines, in this order.
LINES = {name: f"ttyS{number}" for number, name in enumerate(machine.PORTS)}
SPARE = 16  # MiB that other files in the folder of the memory may want


def refuse(o):
    for wanted, option in ((o.display != "none", "--display"), (o.serial, "--serial"), (o.ivshmem, "--ivshmem"),
                           (o.cpu, "--cpu"), (o.count, "--count"), (o.no_pat, "--no-pat"), (o.qemu, "--qemu"), (o.file, "--file")):
        if wanted:
            raise Trouble(f"{option} is for machines in QEMU: this kernel is a program of its own")


def memory_folder(mib):
    """Where the guest's memory lies as a file without a name: a tmpfs, or it would be written to a disk."""
    folder = os.environ.get("TMPDIR") or "/dev/shm"
    room = os.statvfs(folder)
    free = room.f_bavail * room.f_frsize >> 20
    if free < mib + SPARE:
        raise Trouble(f"{folder} has room for {free} MiB, but the machine's memory lies there: give less --memory than "
                      f"{mib}, make it larger (mount -o remount,size={mib + SPARE}M {folder}), or set TMPDIR")
    return folder


class Machine(machine.Machine):
    program = "the kernel"

    def __init__(self, options, kernel, initrd):
        refuse(options)
        memory = memory_folder(options.memory)
        super().__init__(kernel, initrd)
        self.folder = tempfile.mkdtemp(prefix="vm-")
        command = [kernel.vmlinux, f"mem={options.memory}M", f"initrd=/proc/self/fd/{self.initrd}",
                   f"uml_dir={self.folder}", "umid=vm", "con=null", f"con0=null,fd:{self.connect('console')}",
                   "ssl=null"]
        for number, name in enumerate(machine.PORTS):
            end = self.connect(name)
            command.append(f"ssl{number}=fd:{end},fd:{end}")
        self.start(command + options.append.split(), options, environment={**os.environ, "TMPDIR": memory})

    def piece(self, data):
        return b"%d\n" % len(data) + data

    def sysrq(self, key):
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
            line.bind(os.path.join(self.folder, "sysrq"))
            line.settimeout(1)
            said = f"sysrq {key}".encode()
            line.sendto(struct.pack("III512s", *MCONSOLE, len(said), said), os.path.join(self.folder, "vm/mconsole"))
            os.unlink(os.path.join(self.folder, "sysrq"))

    def stop(self):
        # Each process of the guest is one here, too.
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        super().stop()
        shutil.rmtree(self.folder, ignore_errors=True)
