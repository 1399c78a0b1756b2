#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What framering-ctl export and record write. usage: record.py FAKE PROGRAM"""
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from harness import Tap  # noqa: E402
from ctl_run import Fake, line, parsed  # noqa: E402
import schemas  # noqa: E402

FAILED = 1
# 64x48 of 12 bits; their lines have padding in the slots.
FRAMES = [bytes([n]) * (64 * 48 * 3 // 2) for n in (1, 2, 3)]
Y4M = b"YUV4MPEG2 W64 H48 F25:1 Ip A0:0 C420jpeg\n"


def read(path):
    with open(path, "rb") as file:
        return file.read()


def differ(data, want):
    """Problems: how they are not the same."""
    return [] if data == want else [f"{len(data)} bytes, not the {len(want)} wanted: {data[:60]}"]


def check_files(tap, fake, folder):
    raw, y4m = os.path.join(folder, "a.raw"), os.path.join(folder, "a.y4m")
    problems, told = parsed(fake.run("nv12-stream", "export", "framering", raw, "--json"), schemas.RECORD)
    tap.check("json_of_export_ok", problems)
    tap.check("export_ends_with_the_stream_ok",
              [] if told and (told["ended"], told["frames"], told["dropped"]) == ("stream", 3, 0) else [told])
    tap.check("raw_frames_have_no_padding_ok", differ(read(raw), b"".join(FRAMES)))
    got = fake.run("yu12-stream", "export", "framering", y4m)
    tap.check("summary_is_told_ok", line(got, 0, "3 frames in ", ", 0 dropped"))
    tap.check("y4m_ok", differ(read(y4m), Y4M + b"".join(b"FRAME\n" + frame for frame in FRAMES)))
    tap.check("file_that_is_there_fails", line(fake.run("yu12-stream", "export", "framering", y4m), FAILED, "--force"))
    got = fake.run("yu12-stream", "record", "framering", y4m, "--frames", "1", "--force")
    tap.check("record_stops_after_frames_ok",
              line(got, 0, "1 frames") + differ(read(y4m), Y4M + b"FRAME\n" + FRAMES[0]))
    tap.check("y4m_of_other_formats_fails",
              line(fake.run("nv12-stream", "export", "framering", os.path.join(folder, "b.y4m")), FAILED, "planar YUV"))
    tap.check("folder_that_is_not_there_fails",
              line(fake.run("nv12-stream", "export", "framering", "/nowhere/a.raw"), FAILED, "a.raw: No such file"))
    tap.check("ring_without_format_fails", line(fake.run("", "export", "framering", "c.y4m"), FAILED, "no format yet"))


def check_part(tap, fake, folder):
    """A frame of which 32x20 pixels from 4, 6 on are to be shown; its bytes say where they are from."""
    file = os.path.join(folder, "part.y4m")
    got = fake.run("part-stream", "export", "framering", file)
    planes = [(4, 6, 32, 20), (2, 3, 16, 10), (2, 3, 16, 10)]
    want = bytes((x + y + 64 * i) & 255 for i, (left, top, width, height) in enumerate(planes)
                 for y in range(top, top + height) for x in range(left, left + width))
    tap.check("only_what_is_to_be_shown_is_written_ok", line(got, 0, "1 frames") + differ(
        read(file), b"YUV4MPEG2 W32 H20 F25:1 Ip A0:0 C420jpeg\nFRAME\n" + want))


def check_pipes(tap, fake):
    env = os.environ | {"FRAMERING_FAKE": "yu12-stream", "FRAMERING_FAKE_FOLDER": fake.folder}
    done = subprocess.run([fake.program, "export", "framering"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, env=env, timeout=60, check=False)
    tap.check("pipe_has_y4m_ok", differ(done.stdout, Y4M + b"".join(b"FRAME\n" + frame for frame in FRAMES)))
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run([fake.program, "export", "framering"], stdin=subprocess.DEVNULL, stdout=writer,
                          stderr=subprocess.PIPE, text=True, env=env, timeout=60, check=False)
    os.close(writer)
    tap.check("reader_that_has_gone_fails",
              [] if done.returncode == FAILED and "Broken pipe" in done.stderr else [done])


def stub(folder, name, script):
    os.makedirs(os.path.join(folder, "bin"), exist_ok=True)
    path = os.path.join(folder, "bin", name)
    with open(path, "w", encoding="utf-8") as file:
        file.write(f"#!/bin/sh\n{script}\n")
    os.chmod(path, 0o755)


def check_ffmpeg(tap, fake, folder):
    """By a stand-in that tells its arguments and keeps its input: the real one is tried in the virtual machine."""
    path = {"PATH": f"{folder}/bin:{os.environ['PATH']}"}
    stub(folder, "ffmpeg", f'echo "$@" >{folder}/arguments; cat >{folder}/input')
    got = fake.run("nv12-stream", "record", "framering", f"{folder}/a.mkv", "--ffmpeg", "-c:v  ffv1", **path)
    tap.check("ffmpeg_is_told_ok", line(got, 0, "3 frames") + differ(
        read(f"{folder}/arguments").decode().split(),
        ["-nostdin", "-hide_banner", "-v", "error", "-n", "-f", "rawvideo", "-pixel_format", "nv12",
         "-video_size", "64x48", "-framerate", "25/1", "-i", "-", "-c:v", "ffv1", f"{folder}/a.mkv"]))
    tap.check("ffmpeg_gets_the_frames_ok", differ(read(f"{folder}/input"), b"".join(FRAMES)))
    stub(folder, "ffmpeg", "cat >/dev/null; exit 3")
    got = fake.run("nv12-stream", "record", "framering", f"{folder}/b.mkv", **path)
    tap.check("ffmpeg_that_fails_fails", [] if got[0] == FAILED and "b.mkv: ffmpeg failed" in got[2] else list(got))
    os.unlink(f"{folder}/bin/ffmpeg")
    got = fake.run("nv12-stream", "record", "framering", f"{folder}/c.mkv", PATH=f"{folder}/bin")
    tap.check("missing_ffmpeg_fails", line(got, FAILED, "ffmpeg: No such file", "install it"))


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        fake = Fake(sys.argv[1], os.path.join(folder, "fake"))
        check_files(tap, fake, folder)
        check_part(tap, fake, folder)
        check_pipes(tap, fake)
        check_ffmpeg(tap, fake, folder)
    tap.finish()


if __name__ == "__main__":
    main()
