# SPDX-License-Identifier: MIT
"""A ring with bars of colour, for programs that show what a node of V4L2 has."""
import contextlib
import os
import signal
import subprocess

import pipeline

WIDTH, HEIGHT = 640, 480
# Studio Y, Cb, Cr of each bar, left to right: greys, and colours on all sides of them.
BARS = [(16, 128, 128), (235, 128, 128), (126, 128, 128), (81, 90, 240), (145, 54, 34), (41, 240, 110), (170, 166, 16),
        (106, 202, 222)]
BAR = WIDTH // len(BARS)


def rgb(luma, blue, red):
    """What BT.601 in limited range means."""
    y, b, r = (luma - 16) * 255 / 219, (blue - 128) * 255 / 224, (red - 128) * 255 / 224
    return [min(255, max(0, round(v))) for v in (y + 1.402 * r, y - 0.344136 * b - 0.714136 * r, y + 1.772 * b)]


def clip(folder, fourcc, bars):
    """One frame of bars, each of its own colour."""
    path = os.path.join(folder, f"{fourcc}.raw")
    luma = b"".join(bytes([y]) * BAR for y, _, _ in bars)
    both = b"".join(bytes([cb, cr]) * (BAR // 2) for _, cb, cr in bars)
    frame = {
        "YUYV": lambda: b"".join(bytes([y, cb, y, cr]) * (BAR // 2) for y, cb, cr in bars) * HEIGHT,
        "NV12": lambda: luma * HEIGHT + both * (HEIGHT // 2),
        "YU12": lambda: luma * HEIGHT + both[::2] * (HEIGHT // 2) + both[1::2] * (HEIGHT // 2),
    }[fourcc]()
    with open(path, "wb") as file:
        file.write(frame)
    return path


@contextlib.contextmanager
def produced(build, folder, fourcc, bars):
    """These bars in the ring."""
    with pipeline.Program([build.produce, "--quiet", "-f", fourcc, "-s", f"{WIDTH}x{HEIGHT}", "--fps", "10", "--loop",
                           "--matrix", "bt601", "--range", "limited", clip(folder, fourcc, bars)],
                          stdin=subprocess.DEVNULL) as producer:
        pipeline.until_configured(fourcc)
        yield
        producer.send_signal(signal.SIGINT)
        producer.wait(timeout=60)
