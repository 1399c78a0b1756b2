# SPDX-License-Identifier: MIT
"""What programs tell each other through the ring: of the picture, to those who come late, and of the end."""
import signal
import subprocess
import zlib

import pipeline

SIZE = 64 * 48 * 3 // 2
HEADER = b"YUV4MPEG2 W64 H48 F30000:1001 Ib A64:45 C420mpeg2 XCOLORRANGE=FULL\n"
# As the header has it.
WORDS = ["pixel aspect 64:45, interlaced, bottom field first, 29.97 frames/s, time base 1001/30000, chroma left",
         "matrix smpte170m (guessed), range full"]


def frame(number):
    return bytes([number]) * SIZE


def clip(frames):
    return HEADER + b"".join(b"FRAME\n" + frame(number) for number in range(frames))


def view(build, *options, **more):
    return subprocess.Popen([build.view, "--headless", *options], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, text=True, **more)


def produce(build, data, *options):
    return subprocess.run([build.produce, "--quiet", *options], input=data, check=True, timeout=120)


def picture_is_told(build):
    """The producer waits for the viewer, which waits for the ring to be of this clip."""
    with pipeline.Program([build.produce, "--quiet", "--wait-consumers", "1"], stdin=subprocess.PIPE) as producer:
        producer.stdin.write(clip(2))
        producer.stdin.close()
        pipeline.until(lambda: pipeline.attribute("producer") == "1" and pipeline.attribute("size") == "64x48", "a producer")
        with view(build, "-v", "--once") as viewer:
            _, said = viewer.communicate(timeout=120)
    told = all(words in said for words in WORDS)
    return [] if told and not viewer.returncode else [f"status {viewer.returncode}: {said}"]


def still_picture_is_seen(build):
    """Its producer has gone."""
    produce(build, clip(3))
    with view(build, "--checksum", "-n", "1", "--timeout", "60") as viewer:
        seen, said = viewer.communicate(timeout=120)
    # The last of three, whatever the ring carried before.
    sums, want = [crc for _, crc in pipeline.checksums(seen)], [f"{zlib.crc32(frame(2)):08x}"]
    return [] if sums == want else [f"{sums}, not {want}: {said}"]


def killed_producer_is_no_end(build):
    with pipeline.Program([build.produce, "--pattern", "--quiet"], stdin=subprocess.DEVNULL) as producer:
        pipeline.until(lambda: pipeline.attribute("producer") == "1", "a producer")
        with view(build, "--once") as viewer:
            pipeline.until(lambda: pipeline.attribute("consumers") == "1", "a viewer")
            producer.send_signal(signal.SIGKILL)
            producer.wait()
            _, said = viewer.communicate(timeout=120)
    if viewer.returncode == 1 and "the producer went before the end of the stream" in said:
        return []
    return [f"status {viewer.returncode}: {said}"]


def producer_that_never_comes(build):
    with view(build, "--once", "--timeout", "0.5") as viewer:
        _, said = viewer.communicate(timeout=120)
    return [] if viewer.returncode == 1 and "no frame for 0.5 s" in said else [f"status {viewer.returncode}: {said}"]


CASES = {
    "viewer_is_told_of_the_picture_ok": picture_is_told,
    "late_viewer_sees_the_still_picture_ok": still_picture_is_seen,
    "killed_producer_is_no_end_of_a_stream_fails": killed_producer_is_no_end,
    "producer_that_never_comes_fails": producer_that_never_comes,
}
