#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Plays a capture card: writes a clip into the memory of the virtual machine's PCI card, slot by slot.

usage: card.py KERNEL MODULES BUILD         on the host: starts the machine, is the card, compares
       card.py --guest BUILD FOURCC CACHE   in the guest: card_play and the viewer

The card's memory is a file that QEMU shows to the guest as BAR 2 of an ivshmem device. The guest's card_play tells
over the second serial line where the next frame belongs; this test writes it there, from outside. In the guest no
program copies it: the interposer counts what they move.
"""
import os
import socket
import subprocess
import sys
import tempfile
import threading
import tty

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, ".."))
from harness import Tap  # noqa: E402
import pipeline  # noqa: E402

FRAMES = 12
MEGABYTES = 64
RING = "/dev/framering1"
CASES = [("XR24", "write-combined"), ("XR24", "cached"), ("NV12", "uncached")]


def guest(folder, fourcc, cache):
    """Prints the viewer's lines, then what each program moved."""
    build = pipeline.Build(folder)
    with tempfile.NamedTemporaryFile("r") as report, open("/dev/ttyS1", "r+b", buffering=0) as line:
        tty.setraw(line)
        env = os.environ | {"LD_PRELOAD": build.copycount, "COPYCOUNT": report.name}
        play = [os.path.join(folder, "tests", "vm", "card_play"), RING, fourcc, str(pipeline.WIDTH),
                str(pipeline.HEIGHT), cache]
        with subprocess.Popen(play, stdin=line, stdout=line, env=env) as card:
            view = [build.view, "--device", RING, "--headless", "--once", "--checksum", "--policy", "lossless"]
            viewer = subprocess.run(view, env=env, check=False)
            card.wait()
        print(report.read(), end="", flush=True)
    sys.exit(card.returncode or viewer.returncode)


def decode(fourcc):
    size = pipeline.FORMATS[fourcc][1]
    raw = subprocess.run(pipeline.ffmpeg(fourcc, FRAMES), stdout=subprocess.PIPE, stdin=subprocess.DEVNULL,
                         check=True).stdout
    return [raw[i:i + size] for i in range(0, len(raw), size)]


def be_the_card(line, memory, frames, told):
    """Answers the guest until the frames are out; @told gets every offset."""
    with line.accept()[0] as end, end.makefile("rw", newline="\n") as talk, open(memory, "r+b") as card:
        for words in (text.split() for text in talk):
            if len(words) != 4 or words[0] != "frame":
                continue
            offset, size = int(words[2]), int(words[3])
            told.append(offset)
            frame = frames.pop(0) if frames else b""
            if frame:
                assert size == len(frame), f"{size} bytes, not {len(frame)}"
                card.seek(offset)
                card.write(frame)
                card.flush()
            talk.write("done\n" if frame else "last\n")
            talk.flush()


def play(kernel, modules, build, fourcc, cache):
    """Problems of one run."""
    frames, told = decode(fourcc), []
    size = pipeline.FORMATS[fourcc][1]
    with tempfile.TemporaryDirectory() as scratch:
        memory, path = os.path.join(scratch, "memory"), os.path.join(scratch, "line")
        with open(memory, "wb") as file:
            file.truncate(MEGABYTES << 20)
        line = socket.socket(socket.AF_UNIX)
        line.bind(path)
        line.listen(1)
        card = threading.Thread(target=be_the_card, args=(line, memory, frames, told), daemon=True)
        card.start()
        done = subprocess.run(
            [os.path.join(HERE, "in-vm.sh"), kernel, modules, "--ivshmem", f"{memory}:{MEGABYTES}M", "--serial", path,
             "--", sys.executable, os.path.abspath(__file__), "--guest", build, fourcc, cache],
            stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True, check=False)
    problems = [] if done.returncode == 0 else [f"exit status {done.returncode}: {done.stdout}"]
    want = [(str(i), crc) for i, crc in enumerate(pipeline.reference(fourcc, FRAMES))]
    got = pipeline.checksums(done.stdout)
    if got != want:
        problems.append(f"{got}, not {want}")
    if len(set(told)) < 2 or any(offset % 4096 or offset + size > MEGABYTES << 20 for offset in told):
        problems.append(f"slots at {told}")
    moved = {text.split()[0]: pipeline.stats(text) for text in done.stdout.splitlines() if " copied=" in text}
    for program in ("card_play", "framering-view"):
        found = [v for k, v in moved.items() if k.startswith(program)]
        print(f"# {program} {fourcc} {cache}: {found}")
        if not found or int(found[0]["copied"]) >= size or int(found[0]["read"]) >= size:
            problems.append(f"{program} moved {found} in {moved}")
    return problems


def main():
    if sys.argv[1] == "--guest":
        guest(*sys.argv[2:])
    kernel, modules, build = sys.argv[1:4]
    tap = Tap()
    for fourcc, cache in CASES if kernel == "6.1" else CASES[:1]:
        tap.check(f"frames_written_by_the_card_{fourcc}_{cache}_are_ffmpegs_ok",
                  play(kernel, modules, build, fourcc, cache))
    tap.finish()


main()
