# SPDX-License-Identifier: MIT
"""QEMU: its command line, its life and its death."""
import ctypes
import os
import shlex
import shutil
import signal
import socket
import subprocess
import sys

import qmp
from trouble import Trouble

# cmpxchg16b is what most emulated boots of 6.12 died after, and newer models bring instructions that
# emulation makes slow (erms) or that crash llvmpipe.
TCG_CPU = "Nehalem,-cx16"
DONE = 33  # what isa-debug-exit makes of the 16 that guest.sh writes; a panic ends with 0
PORTS = ["control", "stdin", "stdout", "stderr", "log", "host"]


def die_with_parent(sig=signal.SIGKILL):
    ctypes.CDLL(None).prctl(1, sig)  # PR_SET_PDEATHSIG


def program():
    path = shutil.which("qemu-system-x86_64")
    if not path:
        raise Trouble("qemu-system-x86_64 is missing: run scripts/setup.sh")
    return path


class Machine:
    """A running QEMU: `ports` maps each port's name, "console" and "qmp" to our end of its socket."""

    def __init__(self, options, kernel, initrd, accel):
        self.ports = {}
        self.protocol = None
        self.ends = []
        self.initrd = os.memfd_create("initrd", 0)  # no file that could be left over
        with os.fdopen(os.dup(self.initrd), "wb") as f:
            f.write(initrd)
        self.said = os.memfd_create("stderr")
        command = self.command(options, kernel, accel)
        if options.verbose:
            print("vm:", shlex.join(command), file=sys.stderr)
        fds = [end.fileno() for end in self.ends] + [self.initrd]
        parent = os.getpid()

        def child():
            os.setpgid(0, 0)  # Ctrl-C is ours to handle
            die_with_parent()
            if os.getppid() != parent:
                os._exit(1)

        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                        stderr=self.said, pass_fds=fds, preexec_fn=child)
        for end in self.ends:
            end.close()
        os.close(self.initrd)

    def chardev(self, name):
        ours, theirs = socket.socketpair()
        ours.setblocking(name == "stdin")
        self.ports[name] = ours
        self.ends.append(theirs)
        return ["-chardev", f"socket,id={name},fd={theirs.fileno()}"]

    def command(self, o, kernel, accel):
        cpu = o.cpu or ("host" if accel == "kvm" else TCG_CPU)
        if o.no_pat:
            cpu += ",-pat"
        append = f"console=ttyS0 mitigations=off panic=-1 log_buf_len=4M {o.append}"
        cmd = [program(), "-M", "q35", "-nodefaults", "-no-user-config", "-no-reboot", "-smp", "2",
               "-m", str(o.memory), "-cpu", cpu,
               "-accel", "kvm" if accel == "kvm" else "tcg,thread=multi",
               "-device", "isa-debug-exit,iobase=0xf4,iosize=4",
               "-kernel", kernel.vmlinux, "-initrd", f"/proc/self/fd/{self.initrd}", "-append", append.strip()]
        cmd += self.chardev("console") + ["-serial", "chardev:console"]
        cmd += self.chardev("qmp") + ["-mon", "chardev=qmp,mode=control"]
        cmd += ["-device", "virtio-serial-pci,max_ports=16"]
        for port in PORTS:
            cmd += self.chardev(port) + ["-device", f"virtserialport,chardev={port},name={port}"]
        share = "security_model=none,multidevs=remap"
        cmd += ["-virtfs", f"local,path=/,mount_tag=host,readonly=on,{share}"]
        for number, folder in enumerate(o.rw):
            cmd += ["-virtfs", f"local,path={folder.replace(',', ',,')},mount_tag=rw{number},{share}"]
        cmd += display(o)
        if o.serial2:
            cmd += ["-serial", f"unix:{o.serial2.replace(',', ',,')},server=on,wait=off"]
        return cmd + o.qemu

    def qmp(self):
        if not self.protocol:
            self.protocol = qmp.Qmp(self.ports["qmp"])
        return self.protocol

    def stop(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for port in self.ports.values():
            port.close()

    def complaint(self):
        """The last thing QEMU itself said."""
        size = os.fstat(self.said).st_size
        text = os.pread(self.said, size, 0).decode(errors="replace").strip()
        return text.splitlines()[-1] if text else ""


def display(o):
    if o.display == "none":
        return ["-display", "none"]
    width, height = o.res
    gpu = ["-device", f"virtio-gpu-pci,xres={width},yres={height}", "-device", "virtio-keyboard-pci"]
    if o.display == "gpu":
        return ["-display", "none"] + gpu
    # A tablet's pointer comes and goes without being caught in the window.
    return ["-display", window()] + gpu + ["-device", "virtio-tablet-pci"]


def window():
    """The name of a display that this QEMU can open here."""
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        raise Trouble("there is no desktop: set DISPLAY, or use --display gpu")
    known = subprocess.run([program(), "-display", "help"], capture_output=True, text=True, check=False).stdout
    for name in ("gtk", "sdl"):
        if name in known.split():
            return name
    raise Trouble("QEMU has no window: run scripts/setup.sh from your desktop for qemu-system-gui")
