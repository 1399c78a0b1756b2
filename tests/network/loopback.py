#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""framering-send and framering-receive, from one fake ring to another over this machine's loopback.

usage: loopback.py FAKE"""
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from harness import Tap  # noqa: E402
from sides import Program, compare  # noqa: E402

FAKE = os.path.abspath(sys.argv[1])
FRAMES = 40
# Seconds; more than a frame may be old for a receiver that believes its clock.
STOPPED = 12
SIZE = ("320", "240", "20")


class Relay:
    """Passes packets on from one port to another, but for each so many-th."""

    def __init__(self, port, target, lost_each):
        self.inner = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.inner.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
        self.inner.bind(("127.0.0.1", port))
        self.inner.settimeout(0.2)
        self.target = ("127.0.0.1", target)
        self.lost_each = lost_each
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.run)

    def run(self):
        count = 0
        while not self.over.is_set():
            try:
                packet = self.inner.recv(65536)
            except TimeoutError:
                continue
            count += 1
            if count % self.lost_each:
                self.inner.sendto(packet, self.target)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()
        self.inner.close()


def send(*words, environment=None):
    return Program([FAKE, "send", *SIZE, "-d", "/dev/null", "--stats", *words], environment)


def receive(*words, environment=None):
    return Program([FAKE, "receive", "-d", "/dev/null", "--stats", *words], environment)


def free_port():
    """An even one; the one after it is as good as surely free, too."""
    while True:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
            one.bind(("127.0.0.1", 0))
            port = one.getsockname()[1]
        if port % 2 == 0:
            return port


def description(folder):
    """Of raw frames as the sender sends them."""
    return os.path.join(folder, "session.sdp")


def write_description(port, path):
    """A sender writes it as soon as its ring has a format."""
    with send("--sdp", path, "raw", f"127.0.0.1:{port}") as sender:
        sender.until("second frames=[1-9]")
        return sender.end()


def carried(sending, receiving, whole=False, environment=None):
    with receive(*receiving, environment=environment) as far, send(*sending, environment=environment) as near:
        far.until("got ", FRAMES)
        # Frames of a stream that has ended would be seen again.
        got = far.frames("got")
        problems = near.end() + far.end()
        return problems + compare(near.frames("put"), got, whole)


def transport(name, folder):
    """Arguments of both sides."""
    port = free_port()
    if name == "raw":
        problems = write_description(port, description(folder))
        sdp = ["--sdp", description(folder)]
        return [*sdp, "raw", f"127.0.0.1:{port}"], [*sdp, "raw", f":{port}"], problems
    if name == "srt":
        return ["srt", f":{port}"], ["srt", f"127.0.0.1:{port}"], []
    return [name, f"127.0.0.1:{port}"], [name, f":{port}"], []


def carries(name, folder):
    sending, receiving, problems = transport(name, folder)
    return problems + carried(sending, receiving, name == "raw")


def sender_dies(name, folder):
    """By the receiver's own count: the fake ring has no kernel that tells the next producer where the last one ended."""
    sending, receiving, problems = transport(name, folder)
    with receive(*receiving) as far:
        for _ in range(3):
            with send(*sending) as near:
                far.until(r"second frames=[1-9]", 2)
                problems += near.end(signal.SIGKILL)
            far.until(r"second frames=0 ")
        return problems + far.end()


def receiver_stops(name, folder):
    """Frames that waited in the receiver's socket have their times, however old they are when it goes on."""
    sending, receiving, problems = transport(name, folder)
    with receive(*receiving) as far, send(*sending) as near:
        far.until("got ", FRAMES)
        far.process.send_signal(signal.SIGSTOP)
        near.until("second frames=", STOPPED)
        far.process.send_signal(signal.SIGCONT)
        far.until("got ", FRAMES)
        got = far.frames("got")
        problems += near.end() + far.end()
        problems += [line for line in far.all if "clock" in line]
        return problems + compare(near.frames("put"), got, False)


def encrypted(folder):
    path = os.path.join(folder, "secret")
    with open(path, "w", encoding="ascii") as file:
        file.write("correct horse battery\n")
    port = free_port()
    secret = {"FRAMERING_PASSPHRASE": "correct horse battery"}
    with receive("--passphrase-file", path, "srt", f"127.0.0.1:{port}") as far, \
            send("srt", f":{port}", environment=secret) as near:
        far.until("got ", FRAMES)
        return near.end() + far.end()


def wrong_passphrase(_):
    port = free_port()
    with send("srt", f":{port}", environment={"FRAMERING_PASSPHRASE": "correct horse battery"}) as near, \
            receive("srt", f"127.0.0.1:{port}", environment={"FRAMERING_PASSPHRASE": "another horse"}) as far:
        near.until("second frames=", 2)
        far.until("second frames=", 4)
        got = far.frames("got")
        return near.end() + far.end() + ([f"{len(got)} frames"] if got else [])


def two_receivers(_):
    one, two = free_port(), free_port()
    with receive("jpeg", f":{one}") as first, receive("jpeg", f":{two}") as second, \
            send("jpeg", f"127.0.0.1:{one}", f"127.0.0.1:{two}") as near:
        for far in (first, second):
            far.until("got ", FRAMES // 2)
        return near.end() + first.end() + second.end()


def lossy(folder, *words):
    """(frames, sums that were sent, how many the receiver calls damaged) where each 150th packet of raw frames is lost."""
    sending, receiving, problems = transport("raw", folder)
    port, middle = receiving[-1][1:], free_port()
    sending[-1] = f"127.0.0.1:{middle}"
    with receive(*words, *receiving) as far, Relay(middle, int(port), 150), send(*sending) as near:
        far.until("second frames=[1-9]", 4)
        got = far.frames("got")
        problems += near.end() + far.end()
        damaged = sum(int(n) for n in re.findall(r"^second .*damaged=(\d+)", "".join(far.all), re.M))
        return problems, near.frames("put"), got, damaged


def damaged_left_out(folder):
    problems, put, got, damaged = lossy(folder)
    if not damaged:
        problems.append("no frame was damaged")
    return problems + compare(put, got, True)


def damaged_taken(folder):
    problems, put, got, damaged = lossy(folder, "--damaged")
    sums = {frame[1] for frame in put}
    other = [frame for frame in got if frame[1] not in sums]
    if not damaged or not other:
        problems.append(f"{damaged} damaged frames, {len(other)} of them in the ring")
    return problems + compare(put, got, False)


def attempt(tap, name, what):
    with tempfile.TemporaryDirectory() as folder:
        try:
            tap.check(name, what(folder))
        except (EOFError, TimeoutError, subprocess.TimeoutExpired) as problem:
            tap.check(name, [repr(problem)])


def main():
    tap = Tap()
    for name in ("raw", "jpeg", "srt", "rist"):
        attempt(tap, f"{name}_carries_frames_and_their_times_ok", lambda folder, name=name: carries(name, folder))
    for name in ("jpeg", "srt", "rist"):
        attempt(tap, f"{name}_receiver_outlives_kill_9_of_senders_ok",
                lambda folder, name=name: sender_dies(name, folder))
    for name in ("jpeg", "rist"):
        attempt(tap, f"{name}_receiver_that_was_stopped_tells_times_ok",
                lambda folder, name=name: receiver_stops(name, folder))
    attempt(tap, "encrypted_frames_arrive_ok", encrypted)
    attempt(tap, "frames_with_another_passphrase_fail", wrong_passphrase)
    attempt(tap, "damaged_frames_are_left_out_ok", damaged_left_out)
    attempt(tap, "damaged_frames_are_taken_if_wanted_ok", damaged_taken)
    attempt(tap, "two_receivers_of_one_sender_ok", two_receivers)
    tap.finish()


main()
