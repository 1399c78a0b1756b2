# SPDX-License-Identifier: MIT
"""What tests of framering-send and framering-receive do with both of them."""
import bisect
import os
import queue
import re
import signal
import subprocess
import threading
import time

SECONDS = 30
# Times travel in microseconds at the least, and two clocks are read one after the other on each side.
NEAR_NS = 10_000_000


class Program:
    """One side, and its lines as they come."""

    def __init__(self, words, environment=None):
        self.lines = queue.Queue()
        self.all = []
        self.process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                        stderr=subprocess.STDOUT, text=True, env=os.environ | (environment or {}))
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        for line in self.process.stdout:
            self.all.append(line)
            self.lines.put(line)
        self.lines.put(None)

    def until(self, wanted, count=1, seconds=SECONDS):
        """So many more lines that match."""
        end = time.monotonic() + seconds
        while count:
            try:
                line = self.lines.get(timeout=max(end - time.monotonic(), 0))
            except queue.Empty:
                raise TimeoutError(f"{self.process.args}: no {wanted} in {''.join(self.all[-8:])}") from None
            if line is None:
                raise EOFError(f"{self.process.args}: ended: {''.join(self.all[-5:])}")
            count -= bool(re.search(wanted, line))

    def end(self, how=signal.SIGINT, wanted=None):
        """What is wrong with the way in which it ends by a signal; @wanted: its status, if it does not die of that."""
        self.process.send_signal(how)
        status = self.process.wait(timeout=SECONDS)
        self.reader.join(timeout=SECONDS)
        if status == (-how if wanted is None else wanted):
            return []
        return [f"{self.process.args}: status {status}: {''.join(self.all[-5:])}"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def frames(self, word):
        """(time, sum, size) of each."""
        lines = [line.split() for line in self.all if line.startswith(word + " ")]
        return [(int(words[1]), words[2], words[3]) for words in lines]

    def total(self):
        """What it counted, when it has ended."""
        return re.findall(r"^total (.*)$", "".join(self.all), re.M)[-1]


def nearest(times, moment):
    """Which one of @times, in their order, is nearest."""
    near = min(bisect.bisect(times, moment), len(times) - 1)
    return min((near - 1, near), key=lambda n: abs(times[n] - moment))


def compare(put, got, whole):
    """Each frame that came is one that was sent, by its time; with @whole by its bytes, too; and in order."""
    times = [frame[0] for frame in put]
    problems, before = [], -1
    for moment, total, size in got:
        at = nearest(times, moment)
        if abs(times[at] - moment) > NEAR_NS:
            problems.append(f"time {moment} is of no frame; the nearest is {times[at]}")
        elif at <= before:
            problems.append(f"frame {at} after {before}")
        elif size != put[at][2]:
            problems.append(f"frame {at}: size {size}, not {put[at][2]}")
        elif whole and total != put[at][1]:
            problems.append(f"frame {at}: other bytes")
        before = at
    return problems[:5]
