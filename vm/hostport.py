# SPDX-License-Identifier: MIT
"""What the guest may ask of the host while its command runs: a picture of the screen, key presses.
Each request is a line, and so is its answer: "ok" or "error WHY"."""
import os
import re

import qmp

# On the command's PATH in the guest, each by its own name.
TOOL = b"""#!/run/vm/busybox sh
. /run/vm/port.sh
ask "${0##*/vm-} $*"
"""

PORT = b"""# The port has room for one at a time.
ask()
{
	exec 9>/run/vm/port.lock
	/usr/bin/flock 9
	for p in /sys/class/virtio-ports/*; do
		read -r name <"$p/name"
		[ "$name" != host ] || exec 3<>"/dev/${p##*/}"
	done
	echo "$1" >&3
	read -r word why <&3
	[ "$word" = ok ] || { echo "vm: ${0##*/}: $why" >&2; exit 1; }
}
"""

KEYS = {"space": "spc", "enter": "ret", "return": "ret", "escape": "esc"}


def tools():
    return {"port.sh": PORT, "tools/vm-screen": TOOL, "tools/vm-key": TOOL}


class Host:
    def __init__(self, options):
        self.options = options
        self.line = b""
        self.qmp = None

    def answer(self, data, machine):
        *lines, self.line = (self.line + data).split(b"\n")
        said = b""
        for line in lines:
            word, *rest = line.decode(errors="replace").split()
            try:
                self.qmp = machine.qmp()
                getattr(self, "on_" + word)(*rest)
                said += b"ok\n"
            except (qmp.Error, OSError, ValueError, TypeError) as e:
                said += f"error {e}".replace("\n", " ").encode() + b"\n"
        return said

    def on_screen(self, name="screen"):
        if self.options.display == "none":
            raise ValueError("no screen: start vm/run with --display gpu")
        if not self.options.screens:
            raise ValueError("no folder: start vm/run with --screens DIR")
        if not re.fullmatch(r"[\w.+-]+", name):
            raise ValueError("a name of letters, digits and ._+- is wanted")
        path = os.path.join(self.options.screens, f"{name}.png")
        self.qmp.ask("screendump", filename=path, format="png")

    def on_key(self, *keys):
        """Each word is a key or several at once, as in ctrl-c, by QEMU's names."""
        if not keys:
            raise ValueError("which key?")
        for word in keys:
            self.qmp.press([KEYS.get(k, k) for k in word.split("-")])
