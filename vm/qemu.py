# SPDX-License-Identifier: MIT
"""QEMU: its command line, its life and its death."""
import os
import shutil
import subprocess

import machine
import qmp
from trouble import Trouble


def program(arch):
    path = shutil.which(arch.qemu)
    if not path:
        raise Trouble(f"{arch.qemu} is missing: run scripts/setup.sh")
    return path


class Machine(machine.Machine):
    """A running QEMU: `ports` has "qmp", too."""

    program = "QEMU"

    def __init__(self, options, kernel, initrd, accel):
        super().__init__(kernel, initrd)
        self.protocol = None
        self.start(self.command(options, kernel, accel), options,
                   [options.serial.fileno()] if options.serial else [])
        try:
            self.qmp()  # from now on it keeps what QEMU says of its end
        except (OSError, qmp.Error):
            pass  # it died of its command line: complaint() has its words

    def chardev(self, name):
        return ["-chardev", f"socket,id={name},fd={self.connect(name)}"]

    def command(self, o, kernel, accel):
        cpu = o.cpu or ("host" if accel == "kvm" else self.arch.cpu)
        if o.no_pat:
            cpu += ",-pat"
        # A host with other work to do may leave an emulated processor alone for longer than the kernel's 21 s.
        append = (f"console={self.arch.console} mitigations=off panic=-1 log_buf_len=4M "
                  f"rcupdate.rcu_cpu_stall_timeout=100 {o.append}")
        cmd = [program(self.arch), *self.arch.machine, "-nodefaults", "-no-user-config", "-no-reboot",
               "-m", str(o.memory), "-cpu", cpu, *processors(o, accel),
               "-kernel", kernel.vmlinux, "-initrd", f"/proc/self/fd/{self.initrd}", "-append", append.strip()]
        cmd += self.chardev("console") + ["-serial", "chardev:console"]
        cmd += self.chardev("qmp") + ["-mon", "chardev=qmp,mode=control"]
        cmd += ["-device", "virtio-serial-pci,max_ports=16"]
        for port in machine.PORTS:
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
        return self.arch.ended(self.process.returncode, self.protocol and self.protocol.reason)

    def stop(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        if self.protocol:
            self.protocol.rest()
        super().stop()


def processors(o, accel):
    """How many there are and what runs them. Two of them do not get through their start while instructions are counted."""
    if o.count:
        return ["-smp", "1", "-accel", "tcg,thread=single", "-icount", "shift=0,sleep=off"]
    return ["-smp", "2", "-accel", "kvm" if accel == "kvm" else "tcg,thread=multi"]


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
    if o.display in ("cirrus", "bochs"):
        card = "cirrus-vga" if o.display == "cirrus" else f"bochs-display,xres={width},yres={height}"
        return ["-display", "none", "-device", card, "-device", "virtio-keyboard-pci"]
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
