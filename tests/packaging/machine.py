# SPDX-License-Identifier: MIT
"""Boots a tree with systemd, and gives what its guest.sh printed."""
import glob
import os
import shutil
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))
UNIT = """[Unit]
Description=Checks
After=multi-user.target systemd-udev-settle.service
[Service]
Type=oneshot
ExecStart=/bin/sh /root/guest.sh
ExecStopPost=/bin/systemctl poweroff --no-block
StandardOutput=tty
StandardError=journal+console
TTYPath=/dev/ttyS1
TimeoutStartSec=600
[Install]
WantedBy=default.target
"""


# Somebody who sits at the machine: logged in on its first console. The shell that this starts says so to whoever reads.
SEAT = """[Service]
ExecStart=
ExecStart=-/sbin/agetty --autologin sitter --noclear %I linux
Restart=no
"""


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)


def prepare(inside, tree):
    """The users, the checks, and the driver to be loaded at each start."""
    shutil.copy(os.path.join(HERE, "guest.sh"), os.path.join(tree, "root/guest.sh"))
    write(os.path.join(tree, "etc/systemd/system/checks.service"), UNIT)
    write(os.path.join(tree, "etc/systemd/system/getty@tty1.service.d/seat.conf"), SEAT)
    write(os.path.join(tree, "etc/fstab"), "/dev/vda / ext4 defaults 0 1\n")
    inside("sh", "-ec", """
        groupadd --system framering-readers
        useradd -m -G video member
        useradd -m -G framering-readers watcher
        useradd -m stranger
        useradd -m -s /bin/sh sitter
        mkfifo -m 0622 /home/sitter/there
        echo 'id >/home/sitter/there' >/home/sitter/.profile
        sed -i 's/^#framering$/framering/' /etc/modules-load.d/framering.conf
        systemctl enable checks.service
        systemctl mask serial-getty@ttyS1.service""")


def boot(tree, folder, release, timeout):
    """The lines of guest.sh; what the kernel and systemd said is in console in the folder."""
    disk, lines, console = (os.path.join(folder, name) for name in ("disk", "lines", "console"))
    subprocess.run(["mke2fs", "-q", "-F", "-t", "ext4", "-d", tree, disk, "6G"], check=True,
                   stdout=subprocess.DEVNULL)
    initrd = glob.glob(os.path.join(tree, f"boot/initrd.img-{release}"))[0]
    command = [
        "qemu-system-x86_64", "-nodefaults", "-display", "none", "-no-reboot", "-smp", "2", "-m", "1536",
        "-accel", "tcg", "-cpu", "max",
        "-kernel", os.path.join(tree, f"boot/vmlinuz-{release}"), "-initrd", initrd,
        "-append", "root=/dev/vda rw console=ttyS0 quiet systemd.show_status=1 mitigations=off",
        "-drive", f"file={disk},if=virtio,format=raw,cache=unsafe",
        "-serial", f"file:{console}", "-serial", f"file:{lines}",
    ]
    try:
        subprocess.run(command, timeout=timeout, check=False, stdin=subprocess.DEVNULL)
    except subprocess.TimeoutExpired:
        pass
    os.remove(disk)
    with open(lines, encoding="utf-8", errors="replace") as f:
        return [line.rstrip("\r\n") for line in f]
