#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""programs.py BUILD: the real programs, killed at random moments; the others go on."""
import os
import random
import re
import signal
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from harness import Tap  # noqa: E402
import demand  # noqa: E402
import pipeline  # noqa: E402
import plain_tools  # noqa: E402
import told  # noqa: E402

KILLS = 5
# May open what the device's rights let others open, but also read a checkout in a home directory that other users cannot enter.
MERE_READER = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=+dac_read_search",
               "--ambient-caps=+dac_read_search"]
PATTERN = ["--pattern", "-s", "160x120", "--fps", "60", "--quiet"]


class Lines:
    """What a viewer has said so far; its output goes to a file that only grows."""

    def __init__(self, build):
        self.file = tempfile.NamedTemporaryFile("w+")
        self.viewer = subprocess.Popen([build.view, "--headless", "--checksum", "--policy", "live"],
                                       stdout=self.file, stdin=subprocess.DEVNULL)

    def all(self):
        with open(self.file.name, encoding="ascii") as file:
            return [line.split() for line in file if line.endswith("\n") and line[0].isdigit()]

    def more(self, count=5, seconds=60):
        """Waits for so many more frames."""
        before = len(self.all())
        pipeline.until(lambda: len(self.all()) >= before + count, f"{count} more frames", seconds)


def produce(build):
    return subprocess.Popen([build.produce, *PATTERN], stdin=subprocess.DEVNULL)


def kill(process):
    process.send_signal(signal.SIGKILL)
    process.wait()
    return [] if process.returncode == -signal.SIGKILL else [f"ended by itself with {process.returncode}"]


def attempt(tap, name, what):
    try:
        tap.check(name, what())
    except (TimeoutError, subprocess.TimeoutExpired) as problem:
        tap.check(name, [problem])


def producer_dies(build, chance):
    viewer, problems = Lines(build), []
    for _ in range(KILLS):
        producer = produce(build)
        viewer.more(1 + chance.randrange(8))
        problems += kill(producer)
    last = produce(build)
    viewer.more()
    numbers = [int(n) for n, _ in viewer.all()]
    if numbers != sorted(set(numbers)):
        problems.append(f"frame numbers do not rise: {numbers}")
    return problems + kill(viewer.viewer) + kill(last)


def viewer_dies(build, chance):
    producer, problems = produce(build), []
    other = Lines(build)
    for _ in range(KILLS):
        viewer = Lines(build)
        viewer.more(1 + chance.randrange(8))
        problems += kill(viewer.viewer)
        other.more(2)
    return problems + kill(other.viewer) + kill(producer)


def both_die(build, chance):
    problems = []
    for _ in range(KILLS):
        viewer, producer = Lines(build), produce(build)
        viewer.more(1 + chance.randrange(8))
        problems += kill(producer) + kill(viewer.viewer)
    return problems


def format_changes(build, _):
    """A viewer stays; each producer brings another size."""
    viewer, problems = Lines(build), []
    sums = set()
    for size in ("160x120", "320x200", "64x64"):
        producer = subprocess.Popen([build.produce, "--pattern", "-s", size, "--fps", "60", "--quiet"],
                                    stdin=subprocess.DEVNULL)
        pipeline.until(lambda s=size: pipeline.attribute("size") == s, f"size {size}")
        viewer.more()
        sums.add(viewer.all()[-1][1])
        problems += kill(producer)
    if len(sums) != 3:
        problems.append("the pictures do not differ")
    return problems + kill(viewer.viewer)


def interrupt(build, _):
    """Ctrl-C ends both in order: the producer with its summary, the viewer with its counters."""
    problems = []
    viewer = subprocess.Popen([build.view, "--headless", "--stats"], stdout=subprocess.PIPE,
                              stdin=subprocess.DEVNULL, text=True)
    producer = subprocess.Popen([build.produce, "--pattern", "-s", "160x120"], stderr=subprocess.PIPE,
                                stdin=subprocess.DEVNULL, text=True)
    # Only then does either of them answer a signal.
    pipeline.until(lambda: pipeline.attribute("producer") == "1", "the producer")
    pipeline.until(lambda: pipeline.attribute("consumers") == "1", "the viewer")
    for process, pattern in ((producer, r"produced \d+ frames"), (viewer, r"shown=\d+")):
        process.send_signal(signal.SIGINT)
        said = "".join(text or "" for text in process.communicate(timeout=60))
        if not re.search(pattern, said):
            problems.append(f"{process.args[0]}: {process.returncode}: {said}")
        # The shell's way: clean up, say the summary, then die of the same signal; or just end.
        if process.returncode not in (0, -signal.SIGINT):
            problems.append(f"{process.args[0]} ended with {process.returncode}")
    return problems


def full_ring_fails(build, _):
    """--on-full fail: one line and exit status 3."""
    viewer = subprocess.Popen([build.view, "--headless", "--policy", "lossless", "--slow", "3000"],
                              stdin=subprocess.DEVNULL)
    done = subprocess.run([build.produce, "--pattern", "-s", "160x120", "--fps", "0", "--on-full", "fail",
                           "--wait-consumers", "1"], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                          check=False)
    problems = kill(viewer)
    lines = [line for line in done.stderr.splitlines() if "produced" not in line]
    if done.returncode != 3 or len(lines) != 1:
        problems.append(f"exit status {done.returncode}: {done.stderr}")
    return problems


def lossless_reader(build, *producer):
    """A user who may only read the device asks for --policy lossless: exit status, and what it says on both outputs."""
    with pipeline.Program([build.produce, "--pattern", "-s", "160x120", "-n", "20", "--quiet", "--wait-consumers", "1",
                           *producer], stdin=subprocess.DEVNULL) as process:
        pipeline.until(lambda: pipeline.attribute("producer") == "1", "a producer")
        os.chmod("/dev/framering", 0o664)
        done = subprocess.run([*MERE_READER, build.view, "--headless", "--policy", "lossless", "--once", "--stats"],
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                              check=False)
        os.chmod("/dev/framering", 0o660)
        process.send_signal(signal.SIGINT)
    return done.returncode, done.stdout, done.stderr


def reader_is_lossless(build, _):
    status, said, _ = lossless_reader(build, "--lossless-for-all")
    return [] if status == 0 and "shown=20" in said and "dropped=0" in said else [f"exit status {status}: {said}"]


def reader_may_not_be_lossless(build, _):
    status, _, said = lossless_reader(build)
    lines = [line for line in said.splitlines() if not line.startswith("path:")]
    return [] if status == 1 and len(lines) == 1 and "--lossless-for-all" in lines[0] else [
        f"exit status {status}: {said}"]


def no_device(build, _):
    """One line that says what to do."""
    problems = []
    for program, more in ((build.produce, ["--pattern"]), (build.view, ["--headless"])):
        done = subprocess.run([program, *more, "-d", "/dev/nothing"], stdin=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, text=True, check=False)
        if done.returncode != 1 or done.stderr.count("\n") != 1 or "modprobe framering" not in done.stderr:
            problems.append(f"exit status {done.returncode}: {done.stderr}")
    return problems


def main():
    build = pipeline.Build(sys.argv[1])
    chance = random.Random(1)
    tap = Tap()
    attempt(tap, "programs_without_a_device_fails", lambda: no_device(build, chance))
    attempt(tap, "viewer_outlives_kill_9_of_the_producer_ok", lambda: producer_dies(build, chance))
    attempt(tap, "producer_and_viewer_outlive_kill_9_of_a_viewer_ok", lambda: viewer_dies(build, chance))
    attempt(tap, "ring_outlives_kill_9_of_both_ok", lambda: both_die(build, chance))
    attempt(tap, "viewer_follows_a_change_of_format_ok", lambda: format_changes(build, chance))
    attempt(tap, "interrupt_ends_both_in_order_ok", lambda: interrupt(build, chance))
    attempt(tap, "full_ring_with_on_full_fail_fails", lambda: full_ring_fails(build, chance))
    attempt(tap, "lossless_for_all_lets_a_mere_reader_be_ok", lambda: reader_is_lossless(build, chance))
    attempt(tap, "lossless_for_a_mere_reader_fails", lambda: reader_may_not_be_lossless(build, chance))
    for name, case in (demand.CASES | plain_tools.CASES | told.CASES).items():
        attempt(tap, name, lambda case=case: case(build))
    pipeline.idle(tap, "nothing_is_left_of_the_programs_ok")
    tap.finish()


main()
