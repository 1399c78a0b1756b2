# SPDX-License-Identifier: MIT
"""Pictures of the guest's screen, taken from outside, and pictures to compare them with."""
import itertools
import os
import subprocess

SCREENS = os.path.join("tests", "vm")
SHOTS = itertools.count(1)


def pixels(arguments, data=None):
    """What ffmpeg makes of something, as RGB bytes."""
    source = {"input": data} if data is not None else {"stdin": subprocess.DEVNULL}
    return subprocess.run(["ffmpeg", "-v", "error", *arguments, "-frames:v", "1", "-pix_fmt", "rgb24",
                           "-f", "rawvideo", "-"], stdout=subprocess.PIPE, check=True, **source).stdout


def error(a, b):
    """Mean absolute error of a colour value, of 255."""
    if len(a) != len(b):
        return 255.0
    return sum(abs(x - y) for x, y in zip(a, b)) / len(a)


def shoot(build, name):
    """A screen picture, in a file of its own: this kernel keeps what it has read of the host's files."""
    name = f"{name}-{next(SHOTS)}"
    subprocess.run(["vm-screen", name], check=True, stdin=subprocess.DEVNULL)
    return pixels(["-i", os.path.join(build, SCREENS, name + ".png")])
