#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""clip.py BUILD: a real clip through the real driver; every frame is ffmpeg's, and no program copies one."""
import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from harness import Tap  # noqa: E402
import pipeline  # noqa: E402
import plain_tools  # noqa: E402

FRAMES = 30


def frames_arrive(tap, build, fourcc, cache, want):
    produced, viewed, said, text = pipeline.play(
        build, fourcc, FRAMES, ["--cache", cache], ["--headless", "--checksum", "--policy", "lossless"])
    problems = [f"produce ended with {produced}: {said}"] if produced else []
    problems += [f"view ended with {viewed}"] if viewed else []
    got = pipeline.checksums(text)
    if [number for number, _ in got] != [str(i) for i in range(FRAMES)]:
        problems.append(f"frames {[number for number, _ in got]}")
    problems += [f"frame {n}: {crc}, not {want[int(n)]}" for n, crc in got if crc != want[int(n)]]
    if pipeline.attribute("cache") != cache:
        problems.append(f"the ring is {pipeline.attribute('cache')}")
    tap.check(f"every_frame_of_the_clip_{fourcc}_{cache}_is_ffmpegs_ok", problems)


def slow_pipe(tap, build, want):
    """A live reader and a pipe slow enough: nothing drops, although the producer does not wait."""
    _, _, _, text = pipeline.play(build, "NV12", FRAMES, ["--fps", "4", "--slots", "16"],
                                  ["--headless", "--checksum", "--policy", "live"])
    got = pipeline.checksums(text)
    problems = [] if got == list(enumerate_text(want)) else [f"{len(got)} of {FRAMES}: {got}"]
    if pipeline.stats(text)["dropped"] != "0":
        problems.append(text.splitlines()[-1])
    tap.check("live_reader_of_a_slow_pipe_gets_all_in_order_ok", problems)


def enumerate_text(sums):
    return ((str(i), crc) for i, crc in enumerate(sums))


def nobody_copies(tap, build, fourcc, cache):
    """Counts what the programs' own code moves, with a window's drawing pass on SDL's dummy screen."""
    with tempfile.NamedTemporaryFile("r") as report:
        environment = {"LD_PRELOAD": build.copycount, "COPYCOUNT": report.name, "SDL_VIDEODRIVER": "dummy"}
        produced, viewed, said, text = pipeline.play(build, fourcc, FRAMES, ["--cache", cache],
                                                     ["--software", "--policy", "lossless"], environment)
        lines = {line.split()[0]: pipeline.stats(line) for line in report}
    size = pipeline.FORMATS[fourcc][1]
    problems = [] if produced == viewed == 0 else [f"{produced} {viewed}: {said} {text}"]
    if pipeline.stats(text).get("shown") != str(FRAMES):
        problems.append(f"view: {text}")
    for program in ("framering-produc", "framering-view"):
        found = [v for k, v in lines.items() if k.startswith(program)]
        if not found:
            problems.append(f"{program} is not in {lines}")
            continue
        print(f"# {program} {fourcc} {cache}: {found[0]}")
        if int(found[0]["copied"]) >= size or int(found[0]["written"]) >= size:
            problems.append(f"{program} moved a frame: {found[0]}")
        if program == "framering-produc" and not 0 <= int(found[0]["read"]) - FRAMES * size < 65536:
            problems.append(f"{program} read {found[0]['read']} bytes, not {FRAMES} frames of {size}")
    tap.check(f"nobody_copies_a_frame_{fourcc}_{cache}_ok", problems)


def main():
    build = pipeline.Build(sys.argv[1])
    tap = Tap()
    wanted = {fourcc: pipeline.reference(fourcc, FRAMES) for fourcc in pipeline.FORMATS}
    tap.check("ffmpeg_decodes_the_clip_ok",
              [f"{f}: {len(w)} frames" for f, w in wanted.items() if len(set(w)) < FRAMES // 2 or len(w) != FRAMES])
    for fourcc, want in wanted.items():
        for cache in ("write-combined", "cached"):
            frames_arrive(tap, build, fourcc, cache, want)
    slow_pipe(tap, build, wanted["NV12"])
    for fourcc in ("XR24", "YU12"):
        for cache in ("write-combined", "cached"):
            nobody_copies(tap, build, fourcc, cache)
    tap.check("ffmpeg_reads_to_the_end_of_a_stream_ok", plain_tools.reads_to_the_end(build, plain_tools.FFMPEG))
    pipeline.idle(tap, "nothing_is_left_of_the_programs_ok")
    tap.finish()


main()
