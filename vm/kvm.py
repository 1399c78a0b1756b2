# SPDX-License-Identifier: MIT
"""Whether /dev/kvm really runs a stock kernel: found out once by trying, then remembered."""
import hashlib
import os
import platform

import cache
import qemu

TRIAL = 15  # seconds; with KVM the guest is up after two


class Kvm:
    def __init__(self, arch):
        self.usable = arch.qemu and not arch.own_root and os.access("/dev/kvm", os.R_OK | os.W_OK)
        if not self.usable:
            return
        key = f"{platform.release()} {platform.version()} {os.stat(qemu.program(arch)).st_mtime}"
        self.file = os.path.join(cache.folder(), "kvm-" + hashlib.sha256(key.encode()).hexdigest()[:12])

    def answer(self):
        """True, False, or None when that is unknown."""
        if not self.usable:
            return False
        try:
            return cache.read(self.file) == b"yes\n"
        except FileNotFoundError:
            return None

    def remember(self, works):
        cache.write(self.file, b"yes\n" if works else b"no\n")
