# SPDX-License-Identifier: MIT
"""QEMU's machine protocol, as little of it as needed: one command, one answer."""
import json
import time

HOLD = 0.05  # seconds


class Error(Exception):
    pass


class Qmp:
    def __init__(self, sock):
        sock.settimeout(30)
        self.file = sock.makefile("rw", encoding="utf-8")
        self.reason = None  # why QEMU ends
        self.answer()  # the greeting
        self.ask("qmp_capabilities")

    def answer(self):
        """The next line that is no event."""
        while True:
            line = self.file.readline()
            if not line:
                raise Error("QEMU is gone")
            message = json.loads(line)
            if "event" not in message:
                return message
            if message["event"] == "SHUTDOWN":
                self.reason = message["data"]["reason"]

    def rest(self):
        """All that it said until its end."""
        try:
            while True:
                self.answer()
        except (Error, OSError, ValueError):
            pass

    def ask(self, command, **arguments):
        self.file.write(json.dumps({"execute": command, "arguments": arguments}) + "\n")
        self.file.flush()
        message = self.answer()
        if "error" in message:
            raise Error(message["error"]["desc"])
        return message["return"]

    def press(self, keys):
        """These keys at once, by QEMU's names; they are released before this returns."""
        self.ask("send-key", keys=[{"type": "qcode", "data": k} for k in keys], **{"hold-time": int(HOLD * 1000)})
        time.sleep(2 * HOLD)
