# SPDX-License-Identifier: MIT
"""The command line of vm/run."""
import argparse
import os
import stat

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


def parse(argv):
    ours, command = argv, []
    if "--" in argv:
        ours, command = argv[:argv.index("--")], argv[argv.index("--") + 1:]
    p = Parser(prog="vm/run", usage="vm/run [OPTION]... -- COMMAND [ARG...]", epilog=STATUS, allow_abbrev=False,
               formatter_class=argparse.RawDescriptionHelpFormatter,
               description="Runs COMMAND as root in a throw-away virtual machine on this machine's own files.")
    add = p.add_argument
    add("--kernel", default="6.1", help="6.1, 6.12 or a folder as kernel.sh makes them (default 6.1)")
    add("--module", nargs="+", action="append", default=[], metavar=("FILE.ko", "PARAM=VALUE"),
        help="load this module, or one of the kernel's own by name; repeat for more, in order")
    add("--rw", action="append", default=[], type=folder, metavar="DIR", help="what the guest writes here stays")
    add("--cpu", metavar="MODEL", help="QEMU's -cpu")
    add("--no-pat", action="store_true", help="a processor without page attribute table")
    add("--memory", type=int, default=1024, metavar="MIB")
    add("--display", choices=["none", "gpu", "window"], default="none",
        help="gpu: a graphics card without window, for vm-screen and vm-key; window: on your desktop")
    add("--screens", type=folder, metavar="DIR", help="where vm-screen NAME puts NAME.png")
    add("--res", type=size, default=(640, 480), metavar="WxH")
    add("--timeout", type=float, default=600, metavar="SECONDS", help="from start to end (default 600)")
    add("--log", metavar="FILE", help="the kernel console (default: a temporary file, kept on failure)")
    add("--no-log-check", action="store_true", help="do not look for faults in the kernel log")
    add("--append", default="", metavar="ARGS", help="for the kernel's command line")
    add("--serial2", metavar="SOCKET", help="a second serial line (ttyS1) as this unix socket")
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
    o.command = command
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
