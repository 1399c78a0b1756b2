# SPDX-License-Identifier: MIT
"""The test picture as a window shows it, by arithmetic of our own, and pictures that SDL's dummy screen has saved."""
import collections
import functools
import struct

# The bars' colours, black and white; and how bright they are in grey.
COLOURS = [(191, 191, 191), (191, 191, 0), (0, 191, 191), (0, 191, 0), (191, 0, 191), (191, 0, 0), (0, 0, 191),
           (0, 0, 0), (255, 255, 255)]
GREYS = [191, 169, 134, 112, 79, 57, 22, 0, 255]
BLACK, WHITE = 7, 8
FONT = ["111101101101111", "010110010010111", "111001111100111", "111001111001111", "101101111001001",
        "111100111001111", "111100111101111", "111001001001001", "111101111101111", "111101111001111"]
# An RGB picture is what was drawn; 16 bits and YUV are rounded, and the colours of YUV have half the resolution.
LIMITS = dict.fromkeys(("RG16", "YUYV", "UYVY", "NV12", "NV21", "YU12", "YV12"), 2.0)


class Format:
    """A ring's format, and its picture in a window that is a whole number of times as wide, or as high."""

    def __init__(self, fourcc, width, height, window):
        self.fourcc, self.width, self.height, self.window = fourcc, width, height, window
        self.size = f"{width}x{height}"
        self.scale = min(window[0] // width, window[1] // height)
        self.limit = LIMITS.get(fourcc, 0.5)
        # Two pixels that share their bytes are drawn as one.
        self.step = 2 if fourcc in ("YUYV", "UYVY") else 1

    def pixel(self, colour):
        if self.fourcc == "R8":
            return bytes([GREYS[colour]] * 3)
        return bytes(COLOURS[colour])

    def line(self, y):
        """What a line shows: the digits' (0 to 4), their edge, the mark, or bars alone."""
        row = y // (min(self.width, self.height) // 96 + 1)
        if row <= 6:
            return "edge" if row in (0, 6) else row - 1
        return "mark" if y >= self.height - self.height // 8 else "bars"

    def colour(self, frame, line, x):
        column = x // (min(self.width, self.height) // 96 + 1)
        if line == "mark":
            start = frame * (self.width // 64 + 1) % self.width
            return WHITE if (x - start) % self.width < self.width // 16 + 1 else BLACK
        if line == "bars" or column > 32:
            return x * 8 // self.width
        if line == "edge" or column % 4 == 0:
            return BLACK
        digit = f"{frame:08}"[(column - 1) // 4]
        return WHITE if FONT[int(digit)][line * 3 + (column - 1) % 4] == "1" else BLACK

    @functools.lru_cache(None)
    def row(self, frame, line):
        """A row of the window that shows this line."""
        drawn = b"".join(self.pixel(self.colour(frame, line, x - x % self.step)) * self.scale
                         for x in range(self.width))
        side = bytes((self.window[0] - self.width * self.scale) // 2 * 3)
        return side + drawn + side

    def rows(self, frame):
        """The rows of the whole window."""
        empty = bytes(self.window[0] * 3)
        above = [empty] * ((self.window[1] - self.height * self.scale) // 2)
        drawn = [self.row(frame, self.line(y)) for y in range(self.height) for _ in range(self.scale)]
        return above + drawn + above

    def error(self, frame, rows):
        """Mean absolute error of a colour value of the window, of 255."""
        want = self.rows(frame)
        if len(rows) != len(want) or len(rows[0]) != len(want[0]):
            return 255.0
        # Most of a picture's rows are the same.
        pairs = collections.Counter(zip(rows, want))
        return sum(difference(*pair) * count for pair, count in pairs.items()) / len(want)


@functools.lru_cache(None)
def difference(a, b):
    """Of two rows."""
    return 0.0 if a == b else sum(abs(x - y) for x, y in zip(a, b)) / len(a)


def read_bmp(path):
    """Rows of red, green and blue, the topmost first."""
    with open(path, "rb") as file:
        data = file.read()
    start, = struct.unpack_from("<I", data, 10)
    width, height, _, bits = struct.unpack_from("<iiHH", data, 18)
    stride = (width * bits // 8 + 3) // 4 * 4
    rows = []
    for y in range(abs(height)):
        row = data[start + y * stride:][:width * bits // 8]
        rgb = bytearray(width * 3)
        for i in range(3):
            rgb[i::3] = row[2 - i::bits // 8]
        rows.append(bytes(rgb))
    return rows[::-1] if height > 0 else rows
