#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""cases.py BUILD FOLDER: streams of yuv4mpeg with odd headers, and padded raw frames, go through the real driver.

Their frames are those that ffmpeg decodes from the same file."""
import os
import subprocess
import sys
import tempfile
import zlib

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from harness import Tap  # noqa: E402
import pipeline  # noqa: E402

# What -v tells of a picture where the header does, and what the viewer must not be told.
TOLD = {
    "a_10_11": "pixel aspect 10:11", "a_128_117": "pixel aspect 128:117", "a_4_3": "pixel aspect 4:3",
    "sar2": "pixel aspect 2:1", "i_t": "interlaced, top field first", "f_29.97": "29.97 frames/s",
    "f_29.97_1": "29.97 frames/s", "ramp_full": "range full",
}
NOT_TOLD = {"a_0_0": "pixel aspect", "a_0_1": "pixel aspect"}
# ffmpeg reads neither mixed frames nor what follows a second header. These have the frames of others.
SAME_AS = {"i_m": "i_t", "cat_same": "a_4_3"}
# Luma and chroma as GStreamer pads them, and as they are.
PADDED, PLAIN = [(50, 68, 66)] + 2 * [(25, 36, 33)], "66x50"


def decoded(folder, name):
    """ffmpeg's CRC-32 of each frame."""
    done = subprocess.run(["ffmpeg", "-v", "error", "-nostdin", "-i", f"{folder}/{name}.y4m", "-f", "framehash", "-hash",
                           "crc32", "-"], stdout=subprocess.PIPE, text=True, check=True, timeout=60)
    return [line.split(",")[-1].strip() for line in done.stdout.splitlines() if not line.startswith("#")]


def ring(build, arguments, *options):
    """All frames through the ring: their CRC-32, and what the viewer said of the picture."""
    with pipeline.Program([build.view, "--headless", "--checksum", "-v", "--once", "--policy", "lossless", "--timeout",
                           "60", *options],
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as viewer:
        made = subprocess.run([build.produce, "--wait-consumers", "1", "-q", *arguments], stdin=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, text=True, check=False, timeout=120)
        out, said = viewer.communicate(timeout=120)
    problems = [f"produce ended with {made.returncode}: {made.stderr}"] if made.returncode else []
    problems += [f"view ended with {viewer.returncode}: {said}"] if viewer.returncode else []
    return [crc for _, crc in pipeline.checksums(out)], said, problems


def yuv4mpeg(build, folder, name):
    want = decoded(folder, SAME_AS.get(name, name))
    sums, said, problems = ring(build, [f"{folder}/{name}.y4m"])
    if sums != want:
        problems.append(f"{sums}, not {want}")
    if TOLD.get(name, "") not in said or (name in NOT_TOLD and NOT_TOLD[name] in said):
        problems.append(f"told: {said}")
    return problems


def plain(frame):
    """The bytes of a padded frame without those behind its lines."""
    lines, at = [], 0
    for height, stride, width in PADDED:
        for _ in range(height):
            lines.append(frame[at:at + width])
            at += stride
    return b"".join(lines)


def padded(build, path):
    with open(path, "rb") as f:
        data = f.read()
    size = sum(height * stride for height, stride, _ in PADDED)
    want = [f"{zlib.crc32(plain(data[at:at + size])):08x}" for at in range(0, len(data), size)]
    sums, _, problems = ring(build, ["-s", PLAIN, "-f", "I420", "--input-stride", "68,36", path])
    return problems + ([] if sums == want else [f"{sums}, not {want}"])


def ramp(build, path):
    """Shades of grey in full range come out as they went in."""
    with open(path, "rb") as f:
        luma = f.read().partition(b"FRAME\n")[2][:64]
    with tempfile.TemporaryDirectory() as folder:
        _, _, problems = ring(build, [path], "--snapshot", f"{folder}/ramp.png")
        grey = b"" if problems else subprocess.run(
            ["ffmpeg", "-v", "error", "-nostdin", "-i", f"{folder}/ramp.png", "-pix_fmt", "rgb24", "-f", "rawvideo", "-"],
            stdout=subprocess.PIPE, check=True, timeout=60).stdout[:192]
    worst = max((abs(a - b) for i, b in enumerate(luma) for a in grey[i * 3:i * 3 + 3]), default=255)
    return problems + ([f"off by {worst}: {list(grey)}"] if worst > 1 else [])


def converted(build, folder, fourcc):
    """A picture of all colours that --convert brings into another format is the same to the eye."""
    width, height = 64, 48
    frame = b"".join(bytes((x * 4, y * 5, 255 - x * 4, 0)) for y in range(height) for x in range(width))
    with open(f"{folder}/colours.raw", "wb") as f:
        f.write(frame)
    sums, said, problems = ring(build, ["-s", f"{width}x{height}", "-f", "XR24", "--convert", fourcc, f"{folder}/colours.raw"],
                                "--snapshot", f"{folder}/{fourcc}.png")
    if problems or len(sums) != 1 or f"{width}x{height} {fourcc}" not in said:
        return problems + [f"{sums}: {said}"]
    seen = subprocess.run(["ffmpeg", "-v", "error", "-nostdin", "-i", f"{folder}/{fourcc}.png", "-pix_fmt", "bgr0", "-f",
                           "rawvideo", "-"], stdout=subprocess.PIPE, check=True, timeout=60).stdout
    error = sum(abs(a - b) for i, (a, b) in enumerate(zip(seen, frame)) if i % 4 < 3) / (width * height * 3)
    print(f"# {fourcc}: mean error {error:.2f} of 255")
    return [] if len(seen) == len(frame) and error < 3 else [f"off by {error:.2f}"]


def main():
    build, tap, folder = pipeline.Build(os.path.abspath(sys.argv[1])), Tap(), os.path.abspath(sys.argv[2])
    names = sorted(name.removesuffix(".y4m") for name in os.listdir(folder) if name.endswith(".y4m"))
    tap.check("there_are_cases_ok", [] if len(names) > 15 else [f"only {names}"])
    for name in names:
        tap.check(f"yuv4mpeg_like_{name}_arrives_ok", yuv4mpeg(build, folder, name))
    tap.check("padded_lines_arrive_ok", padded(build, f"{folder}/gst_66x50.i420"))
    tap.check("ramp_in_full_range_is_itself_ok", ramp(build, f"{folder}/ramp_full.y4m"))
    with tempfile.TemporaryDirectory() as own:
        for fourcc in ("YU12", "NV12", "YUYV", "RG24"):
            tap.check(f"frames_converted_to_{fourcc}_look_the_same_ok", converted(build, own, fourcc))
    pipeline.idle(tap, "nothing_is_left_of_the_programs_ok")
    tap.finish()


main()
