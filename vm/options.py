# SPDX-License-Identifier: MIT
"""The command line of vm/run."""
import argparse
import os
import re
import socket
import stat

import cover

STATUS = """\
exit status: the command's own (128 + N if signal N ended it), or
  96  wrong usage or something missing on this machine
  97  the machine did not boot, or died before the command's end was known
  98  the time was over
  99  the command gave 0, but a module did not load or unload, or the kernel log shows a fault
"""


class Parser(argparse.ArgumentParser):
    def error(self, message):
        self.exit(96, f"vm: {message}: see vm/run --help\n")


def size(text):
    width, _, height = text.partition("x")
    return int(width), int(height)


def folder(text):
    path = os.path.realpath(text)
    if not os.path.isdir(path):
        raise argparse.ArgumentTypeError(f"{text} is no folder")
    return path


def connection(text):
    """Connected once, before the guest runs, so that no boot loses a word."""
    line = socket.socket(socket.AF_UNIX)
    try:
        line.connect(text)
    except OSError as e:
        raise argparse.ArgumentTypeError(f"nobody listens at {text}: {e.strerror or e}") from e
    return line


def shared(text):
    path, _, length = text.rpartition(":")
    found = re.fullmatch(r"(\d+)([KMG])", length)
    units = {"K": 1 << 10, "M": 1 << 20, "G": 1 << 30}
    length = int(found[1]) * units[found[2]] if found else 0
    if not path or length < 4096 or length & (length - 1):
        raise argparse.ArgumentTypeError(f"{text} is not FILE:SIZE with a power of two from 4K, as in ram:64M")
    return path, length


def parse(argv):
    ours, command = argv, []
    if "--" in argv:
        ours, command = argv[:argv.index("--")], argv[argv.index("--") + 1:]
    p = Parser(prog="vm/run", usage="vm/run [OPTION]... -- COMMAND [ARG...]", epilog=STATUS, allow_abbrev=False,
               formatter_class=argparse.RawDescriptionHelpFormatter,
               description="Runs COMMAND as root in a throw-away virtual machine on this machine's own files.")
    add = p.add_argument
    add("--kernel", default="6.1",
        help="6.1, 6.12, 6.12-rt, 7.3, 6.1-arm64, one of vm/configs, or a folder as kernel.sh makes them (default 6.1)")
    add("--module", nargs="+", action="append", default=[], metavar=("FILE.ko", "PARAM=VALUE"),
        help="load this module, or one of the kernel's own by name; repeat for more, in order")
    add("--rw", action="append", default=[], type=folder, metavar="DIR", help="what the guest writes here stays")
    add("--cpu", metavar="MODEL", help="QEMU's -cpu")
    add("--no-pat", action="store_true", help="a processor without page attribute table")
    add("--count", action="store_true",
        help="one processor whose clock counts instructions, 1 ns each: time that can be repeated, never with KVM")
    add("--memory", type=int, default=1024, metavar="MIB")
    add("--display", choices=["none", "gpu", "cirrus", "bochs", "window"], default="none",
        help="gpu: a graphics card without window, for vm-screen and vm-key; window: on your desktop")
    add("--screens", type=folder, metavar="DIR", help="where vm-screen NAME puts NAME.png")
    add("--res", type=size, default=(640, 480), metavar="WxH")
    add("--timeout", type=float, default=600, metavar="SECONDS", help="from start to end (default 600)")
    add("--log", metavar="FILE", help="the kernel console (default: a temporary file, kept on failure)")
    add("--no-log-check", action="store_true", help="do not look for faults in the kernel log")
    add("--append", action="append", default=[], metavar="ARGS", help="for the kernel's command line; repeat for more")
    add("--serial", type=connection, metavar="SOCKET",
        help="connect the guest's ttyS1, a raw line, to this unix socket, at which a program listens already")
    add("--ivshmem", type=shared, metavar="FILE:SIZE",
        help="a PCI device (1af4:1110) whose BAR 2 is this file; SIZE is a power of two, as 64M")
    add("--own-root", action="store_true",
        help="without this machine's files: busybox, COMMAND (linked with -static) and --file are all that the guest has")
    add("--file", action="append", default=[], metavar="FILE",
        help="a file that the command wants; only with --own-root, and on arm64")
    add("--qemu", action="append", default=[], metavar="ARG", help="for QEMU, one at a time: --qemu=-device")
    add("--verbose", action="store_true")
    o = p.parse_args(ours)
    if not command:
        p.error("no command after --")
    if o.screens and o.display == "none":
        p.error("--screens needs --display gpu or window")
    for words in o.module:
        if "/" in words[0] and not os.path.isfile(words[0]):
            p.error(f"{words[0]} does not exist")
    o.module = cover.loaded(o.module)
    for path in o.file:
        if not os.path.isfile(path):
            p.error(f"{path} does not exist")
    o.command = command
    o.append = " ".join(o.append)
    o.stdin = has_input()
    return o


def has_input():
    """Whether our stdin is worth passing on."""
    try:
        mode = os.fstat(0)
    except OSError:
        return False
    if stat.S_ISCHR(mode.st_mode):
        null = os.stat("/dev/null")
        return not os.isatty(0) and mode.st_rdev != null.st_rdev
    return True
