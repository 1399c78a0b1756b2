# SPDX-License-Identifier: MIT
"""What differs between the architectures of the guest, by Debian's names of them."""
from collections import namedtuple

from trouble import Trouble

# modules: of the kernel's own that the initramfs needs
# own_root: the guest cannot run the host's programs, so that its initramfs is its whole root
# ended: whether QEMU's status and the reason it gave for its end mean that guest.sh came to its end
Arch = namedtuple("Arch", ["qemu", "machine", "cpu", "console", "keyboard", "modules", "own_root", "elf", "ended"])

PORTS = ["virtio_pci", "virtio_console"]

ARCHS = {
    "amd64": Arch(
        qemu="qemu-system-x86_64",
        machine=["-M", "q35", "-device", "isa-debug-exit,iobase=0xf4,iosize=4"],
        # cmpxchg16b is what most emulated boots of 6.12 died after, and newer models bring instructions that
        # emulation makes slow (erms) or that crash llvmpipe.
        cpu="Nehalem,-cx16",
        console="ttyS0", keyboard=True, modules=PORTS + ["9pnet_virtio", "9p", "overlay"], own_root=False, elf=62,
        # What isa-debug-exit makes of the 16 that guest.sh writes; a panic ends with 0.
        ended=lambda status, reason: status == 33,
    ),
    "arm64": Arch(
        qemu="qemu-system-aarch64",
        machine=["-M", "virt"],
        cpu="cortex-a72",
        console="ttyAMA0", keyboard=False, modules=PORTS, own_root=True, elf=183,
        # guest.sh switches the machine off; a panic resets it, which has the same status.
        ended=lambda status, reason: status == 0 and reason == "guest-shutdown",
    ),
    # No architecture of Debian's, and no machine in QEMU: uml.py.
    "um": Arch(
        qemu=None, machine=None, cpu=None, console=None, keyboard=False, modules=["overlay"], own_root=False, elf=62,
        # A panic ends with SIGABRT.
        ended=lambda status, reason: status == 0,
    ),
}


def find(name):
    if name not in ARCHS:
        raise Trouble(f"a kernel for {name}, of which nothing is known here")
    return ARCHS[name]


def own_root(which):
    """The same without the host's files."""
    if not which.qemu:
        raise Trouble("--own-root is for machines of QEMU's")
    return which._replace(own_root=True, modules=PORTS)
