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

PORTS = ["control", "stdin", "stdout", "stderr", "log", "host"]


def die_with_parent(sig=signal.SIGKILL):
    ctypes.CDLL(None).prctl(1, sig)  # PR_SET_PDEATHSIG


def program(arch):
    path = shutil.which(arch.qemu)
    if not path:
        raise Trouble(f"{arch.qemu} is missing: run scripts/setup.sh")
    return path


class Machine:
    """A running QEMU: `ports` maps each port's name, "console" and "qmp" to our end of its socket."""

    def __init__(self, options, kernel, initrd, accel):
        self.arch = kernel.arch
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
        if options.serial:
            fds.append(options.serial.fileno())
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
        try:
            self.qmp()  # from now on it keeps what QEMU says of its end
        except (OSError, qmp.Error):
            pass  # it died of its command line: complaint() has its words

    def chardev(self, name):
        ours, theirs = socket.socketpair()
        ours.setblocking(name == "stdin")
        self.ports[name] = ours
        self.ends.append(theirs)
        return ["-chardev", f"socket,id={name},fd={theirs.fileno()}"]

    def command(self, o, kernel, accel):
        cpu = o.cpu or ("host" if accel == "kvm" else self.arch.cpu)
        if o.no_pat:
            cpu += ",-pat"
        append = f"console={self.arch.console} mitigations=off panic=-1 log_buf_len=4M {o.append}"
        cmd = [program(self.arch), *self.arch.machine, "-nodefaults", "-no-user-config", "-no-reboot", "-smp", "2",
               "-m", str(o.memory), "-cpu", cpu,
               "-accel", "kvm" if accel == "kvm" else "tcg,thread=multi",
               "-kernel", kernel.vmlinux, "-initrd", f"/proc/self/fd/{self.initrd}", "-append", append.strip()]
        cmd += self.chardev("console") + ["-serial", "chardev:console"]
        cmd += self.chardev("qmp") + ["-mon", "chardev=qmp,mode=control"]
        cmd += ["-device", "virtio-serial-pci,max_ports=16"]
        for port in PORTS:
            cmd += self.chardev(port) + ["-device", f"virtserialport,chardev={port},name={port}"]
        share = "security_model=none,multidevs=remap"
        if not self.arch.own_root:
            cmd += ["-virtfs", f"local,path=/,mount_tag=host,readonly=on,{share}"]
        for number, folder in enumerate(o.rw):
            cmd += ["-virtfs", f"local,path={escaped(folder)},mount_tag=rw{number},{share}"]
        cmd += display(o, self.arch)
        if o.serial:
            cmd += ["-chardev", f"socket,id=serial,fd={o.serial.fileno()}", "-serial", "chardev:serial"]
        if o.ivshmem:
            cmd += ivshmem(*o.ivshmem)
        return cmd + o.qemu

    def qmp(self):
        if not self.protocol:
            self.protocol = qmp.Qmp(self.ports["qmp"])
        return self.protocol

    def sysrq(self, key):
        if self.arch.keyboard:
            self.qmp().press(["alt", "sysrq", key])
        else:
            self.qmp().ask("chardev-send-break", id="console")
            self.ports["console"].sendall(key.encode())

    def ended(self):
        """Whether this is the end that guest.sh comes to."""
        return self.arch.ended(self.process.returncode, self.protocol and self.protocol.reason)

    def stop(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        if self.protocol:
            self.protocol.rest()
        for port in self.ports.values():
            port.close()

    def complaint(self):
        """The last thing QEMU itself said."""
        size = os.fstat(self.said).st_size
        text = os.pread(self.said, size, 0).decode(errors="replace").strip()
        return text.splitlines()[-1] if text else ""


def escaped(path):
    return path.replace(",", ",,")


def ivshmem(path, length):
    """The file is made here, since QEMU would take one of another size for its own."""
    with open(path, "ab") as f:
        if f.tell() == 0:
            f.truncate(length)
        elif f.tell() != length:
            raise Trouble(f"{path} has {f.tell()} bytes, not {length}: give its size, or remove it")
    return ["-object", f"memory-backend-file,id=ivshmem,share=on,mem-path={escaped(path)},size={length}",
            "-device", "ivshmem-plain,memdev=ivshmem"]


def display(o, arch):
    if o.display == "none":
        return ["-display", "none"]
    width, height = o.res
    gpu = ["-device", f"virtio-gpu-pci,xres={width},yres={height}", "-device", "virtio-keyboard-pci"]
    if o.display == "gpu":
        return ["-display", "none"] + gpu
    # A tablet's pointer comes and goes without being caught in the window.
    return ["-display", window(arch)] + gpu + ["-device", "virtio-tablet-pci"]


def window(arch):
    """The name of a display that this QEMU can open here."""
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        raise Trouble("there is no desktop: set DISPLAY, or use --display gpu")
    known = subprocess.run([program(arch), "-display", "help"], capture_output=True, text=True,
                           check=False).stdout
    for name in ("gtk", "sdl"):
        if name in known.split():
            return name
    raise Trouble("QEMU has no window: run scripts/setup.sh from your desktop for qemu-system-gui")
