#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""every_format.py BUILD WxH...: pictures in every format that ffmpeg and framering know go through the real driver.

Every byte arrives, and the viewer's picture has the colours that ffmpeg gives it: in whatever matrix and range are told."""
import os
import subprocess
import sys
import tempfile
import zlib

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from harness import Tap  # noqa: E402
import pipeline  # noqa: E402

TOLERANCE = 2  # of 255
SHADES = ["-f", "rawvideo", "-pix_fmt", "yuv444p"]
# In turn: framering's word and ffmpeg's are the same.
COLOURS = [(matrix, colours) for matrix in ("bt601", "bt709", "smpte240m", "fcc", "bt2020") for colours in ("tv", "pc")]
# What ffmpeg writes as yuv4mpeg.
# At odd widths ffmpeg cuts the last sample of chroma in two where it has two bytes, and cannot read its own file then.
Y4M = (["gray", "gray9le", "gray10le", "gray12le", "gray16le", "yuv411p", "yuv420p", "yuv422p", "yuv444p", "yuva444p"] +
       [f"yuv{planes}p{bits}le" for planes in (420, 422, 444) for bits in (9, 10, 12, 14, 16)])


def formats(build):
    """Those that have a name of ffmpeg's, by which it can write and read them."""
    help_text = subprocess.run([build.produce, "--help", "formats"], stdout=subprocess.PIPE, text=True, check=True).stdout
    listed = subprocess.run(["ffmpeg", "-v", "error", "-pix_fmts"], stdout=subprocess.PIPE, text=True, check=True).stdout
    known = {words[1] for line in listed.splitlines() if len(words := line.split()) > 2 and words[0].startswith("IO")}
    words = [word.strip(",").lower() for line in help_text.splitlines() for word in line.split()]
    # yuvj420p and its like are names for a range as well, which is told otherwise here.
    return [word for word in dict.fromkeys(words) if word in known and not word.startswith("yuvj")]


def shades(width, height):
    """Luma and chroma of one colour in many shades: where chroma lies does not matter, which swscale gets wrong at odd
    sizes. tests/viewer/colours.c has others."""
    luma = bytes(60 + (x * 7 + y * 13) % 100 for y in range(height) for x in range(width))
    return luma + bytes([140] * width * height) + bytes([100] * width * height)


def ffmpeg(arguments, folder, text=None):
    subprocess.run(["ffmpeg", "-v", "error", "-nostdin" if text is None else "-y", *arguments], cwd=folder, input=text,
                   check=True, timeout=600)


def write(folder, size, names):
    width, height = size
    outputs = [word for name in names for word in ("-pix_fmt", name, "-f", "rawvideo", f"{name}.raw")]
    ffmpeg([*SHADES, "-s", f"{width}x{height}", "-i", "-", *outputs], folder, shades(width, height))


def told(name, number):
    """What is told of a format's colours: its matrix and range, or nothing."""
    return COLOURS[number % len(COLOURS)] if name.startswith(("yuv", "nv", "p0", "p2", "y2", "uyv", "yvy")) else None


def view(folder, size, names):
    """ffmpeg's own view of the same bytes."""
    arguments = []
    for name in names:
        arguments += ["-f", "rawvideo", "-pix_fmt", name, "-s", "%dx%d" % size, "-i", f"{name}.raw"]
    for number, name in enumerate(names):
        colours = told(name, number)
        scale = "scale=flags=accurate_rnd+full_chroma_int+full_chroma_inp+bilinear"
        scale += ":in_color_matrix=%s:in_range=%s" % colours if colours else ""
        arguments += ["-map", f"{number}:v", "-vf", f"{scale},format=rgb24", "-f", "rawvideo", f"{name}.want"]
    ffmpeg(arguments, folder)


def ring(build, folder, arguments, view_arguments):
    """One frame through the ring: the line that the viewer prints of it, and what went wrong."""
    with pipeline.Program([build.view, "--headless", "--checksum", "--timeout", "60", "--once", *view_arguments],
                          cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          text=True) as viewer:
        made = subprocess.run([build.produce, "--wait-consumers", "1", "-q", *arguments], cwd=folder,
                              stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False, timeout=120)
        out, said = viewer.communicate(timeout=120)
    problems = [f"produce ended with {made.returncode}: {made.stderr}"] if made.returncode else []
    problems += [f"view ended with {viewer.returncode}: {said}"] if viewer.returncode else []
    return out.split(), problems


def compared(folder, name, size):
    """How far the picture is from ffmpeg's."""
    with open(f"{folder}/{name}.got", "rb") as f:
        got = f.read()
    with open(f"{folder}/{name}.want", "rb") as f:
        want = f.read()
    if len(got) != len(want):
        return [f"{len(got)} bytes, not {len(want)}"]
    width = size[0]
    worst, at = max((abs(a - b), i // 3) for i, (a, b) in enumerate(zip(got, want)))
    return [f"pixel {at % width},{at // width} is off by {worst}"] if worst > TOLERANCE else []


def raw_frames(tap, build, folder, size, names):
    shown = []
    for number, name in enumerate(names):
        colours = told(name, number)
        arguments = ["-i", f"{name}.raw", "-f", name, "-s", "%dx%d" % size]
        arguments += ["--matrix", colours[0], "--range", colours[1]] if colours else []
        with open(f"{folder}/{name}.raw", "rb") as f:
            want = f"{zlib.crc32(f.read()):08x}"
        line, problems = ring(build, folder, arguments, ["--snapshot", f"{name}.png"])
        if not problems and line[1:] != [want]:
            problems.append(f"{line}, not {want}")
        shown += [] if problems else [name]
        tap.check("every_byte_of_%s_of_%dx%d_arrives_ok" % (name, *size), problems)
    inputs = [word for name in shown for word in ("-i", f"{name}.png")]
    outputs = [word for i, name in enumerate(shown)
               for word in ("-map", f"{i}:v", "-pix_fmt", "rgb24", "-f", "rawvideo", f"{name}.got")]
    ffmpeg(inputs + outputs, folder)
    for name in shown:
        tap.check("picture_of_%s_of_%dx%d_is_ffmpegs_ok" % (name, *size), compared(folder, name, size))


def y4m_frames(tap, build, folder, size):
    """What ffmpeg writes as yuv4mpeg in each of its formats."""
    width, height = size
    names = [name for name in Y4M if width % 2 == 0 or not name.endswith("le") or name.startswith(("gray", "yuv444"))]
    outputs = [word for name in names
               for word in ("-pix_fmt", name, "-strict", "-1", "-f", "yuv4mpegpipe", f"{name}.y4m")]
    ffmpeg([*SHADES, "-s", f"{width}x{height}", "-i", "-", *outputs], folder, shades(width, height))
    for name in names:
        with open(f"{folder}/{name}.y4m", "rb") as f:
            frame = f.read().partition(b"FRAME\n")[2]
        want = f"{zlib.crc32(frame):08x}"
        line, problems = ring(build, folder, [f"{name}.y4m"], [])
        if not problems and line[1:] != [want]:
            problems.append(f"{line}, not {want}")
        tap.check(f"yuv4mpeg_of_{name}_of_{width}x{height}_arrives_ok", problems)


def packets(folder, container):
    """CRC-32 of each frame of a stream. Where one ends, ffmpeg may count a zero of the next start code as its own."""
    told = subprocess.run(["ffprobe", "-v", "error", "-f", container, "-show_entries", "packet=size", "-of", "csv=p=0",
                           f"stream.{container}"], cwd=folder, stdout=subprocess.PIPE, text=True, check=True).stdout
    with open(f"{folder}/stream.{container}", "rb") as f:
        data = f.read()
    sums, start, end = [], 0, 0
    for size in told.split():
        end += int(size)
        stop = end - 1 if end < len(data) and container != "mjpeg" and data[end - 1] == 0 else end
        sums.append(f"{zlib.crc32(data[start:stop]):08x}")
        start = stop
    return sums


def compressed_frames(tap, build, folder):
    """Streams whose frames are of all sizes; the viewer says what it cannot show."""
    for container, coder in (("mjpeg", ["mjpeg", "-q:v", "3"]), ("h264", ["libx264", "-g", "7"]),
                             ("hevc", ["libx265", "-x265-params", "log-level=none"])):
        ffmpeg(["-f", "lavfi", "-i", "testsrc2=s=160x120:r=25", "-frames:v", "20", "-pix_fmt", "yuv420p", "-c:v", *coder,
                "-f", container, f"stream.{container}"], folder)
        want = [f"{i} {crc}" for i, crc in enumerate(packets(folder, container))]
        line, problems = ring(build, folder, ["-f", container, "-s", "160x120", f"stream.{container}"],
                              ["--policy", "lossless"])
        got = [" ".join(line[i:i + 2]) for i in range(0, len(line), 2)]
        if not problems and got != want:
            problems.append(f"{len(got)} frames, of {len(want)}: {got}, not {want}")
        tap.check(f"every_frame_of_{container}_arrives_ok", problems)
    done = subprocess.run([build.view, "--headless", "--snapshot", "no.png", "-n", "1"], cwd=folder, stderr=subprocess.PIPE,
                          stdin=subprocess.DEVNULL, text=True, check=False, timeout=60)
    told = done.returncode == 1 and "frames are compressed (HEVC)" in done.stderr
    tap.check("picture_of_a_compressed_frame_fails", [] if told else [f"{done.returncode}: {done.stderr}"])


def main():
    build, tap = pipeline.Build(os.path.abspath(sys.argv[1])), Tap()
    names = formats(build)
    tap.check("ffmpeg_knows_half_of_the_formats_ok", [] if len(names) > 40 else [f"only {names}"])
    for text in sys.argv[2:]:
        width, height = map(int, text.split("x"))
        with tempfile.TemporaryDirectory() as folder:
            write(folder, (width, height), names)
            view(folder, (width, height), names)
            raw_frames(tap, build, folder, (width, height), names)
            y4m_frames(tap, build, folder, (width, height))
    with tempfile.TemporaryDirectory() as folder:
        compressed_frames(tap, build, folder)
    pipeline.idle(tap, "nothing_is_left_of_the_programs_ok")
    tap.finish()


main()
