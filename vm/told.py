# SPDX-License-Identifier: MIT
"""The results of a test that a machine's command has told (TAP), so that a second machine does not tell them again."""
import re

RESULT = re.compile(rb"(not )?ok\b")
ONCE = re.compile(rb"1\.\.\d+|TAP version")


class Told:
    """Passes on all that the first machine's command says; of the second's, which runs anew, the rest."""

    def __init__(self):
        self.line = b""
        self.results = 0
        self.once = set()
        self.again = False
        self.skip = 0

    def restart(self):
        """What ends the first machine's last line, if that one was cut."""
        end = self.feed(b"\n") if self.line else b""
        self.again, self.skip = True, self.results
        return end

    def feed(self, data):
        *lines, self.line = (self.line + data).split(b"\n")
        fresh = [line for line in lines if self.count(line)]
        if not self.again:
            return data
        return b"".join(line + b"\n" for line in fresh)

    def rest(self):
        """The last line, when it has no end."""
        return self.line if self.again else b""

    def count(self, line):
        if ONCE.match(line):
            new = line not in self.once
            self.once.add(line)
            return new
        if not RESULT.match(line):
            return True
        if self.skip:
            self.skip -= 1
            return False
        self.results += 1
        return True
