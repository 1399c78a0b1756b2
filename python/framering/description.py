# SPDX-License-Identifier: MIT
"""What rings, streams and frames are, as plain objects that stay valid when the ring has gone."""
from __future__ import annotations

import enum
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple, Optional, Self

from . import _ext


class Clock(enum.IntEnum):
    """Whose clock a frame's time is of."""

    MONOTONIC = _ext.CLOCK_MONOTONIC
    REALTIME = _ext.CLOCK_REALTIME
    TAI = _ext.CLOCK_TAI
    BOOTTIME = _ext.CLOCK_BOOTTIME
    DEVICE = _ext.CLOCK_DEVICE


class Moment(enum.IntEnum):
    """What a frame's time marks."""

    SUBMIT = _ext.MOMENT_SUBMIT
    EXPOSURE_START = _ext.MOMENT_EXPOSURE_START
    EXPOSURE_END = _ext.MOMENT_EXPOSURE_END
    RECEIVED = _ext.MOMENT_RECEIVED


class FrameFlag(enum.IntFlag):
    """What else a producer says of a frame."""

    KEY = _ext.KEY
    DISCONTINUITY = _ext.DISCONTINUITY
    ERROR = _ext.ERROR
    PTS = _ext.PTS
    DAMAGE = _ext.DAMAGE


class Rectangle(NamedTuple):
    """A part of a picture, in pixels."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class Geometry:
    """Where the bytes of a frame lie in a slot. Tuples have a number for each plane.

    format: the pixel format's name, None if it is not known; fourcc is its code. modifier: how it is tiled, 0 for
    lines. width, height: in pixels. stride: bytes from one line to the next. offset: of each plane from the slot's
    start. plane_bytes, frame_bytes, slot_bytes, meta_bytes: sizes; the last is the room beside each frame."""

    format: Optional[str]
    fourcc: int
    modifier: int
    width: int
    height: int
    stride: tuple[int, ...]
    offset: tuple[int, ...]
    plane_bytes: tuple[int, ...]
    frame_bytes: int
    slot_bytes: int
    meta_bytes: int

    @classmethod
    def _from(cls, values: dict[str, Any]) -> Geometry:
        values = dict(values)
        planes = values.pop("planes")
        for name in ("stride", "offset", "plane_bytes"):
            values[name] = values[name][:planes]
        return cls(format=_ext.format_name(values["fourcc"]), **values)


FRACTIONS = ("aspect", "rate", "time_base")
WORDS = ("primaries", "transfer", "matrix", "range", "siting", "field")


def _pair(value: Any) -> tuple[int, int]:
    fraction = Fraction(value).limit_denominator(0xffffffff)
    return fraction.numerator, fraction.denominator


@dataclass(frozen=True)
class Picture:
    """What the pixels of a stream mean. Without arguments: nothing is told.

    visible: what is to be shown, None for all. aspect: of a pixel. rate: frames per second. time_base: seconds of one
    tick of a frame's pts. primaries, transfer, matrix: numbers of ITU-T H.273, 0 not told; range: 1 limited, 2 full;
    siting: where chroma lies; field: V4L2's order of fields; ring.configure() takes words ("bt709", "full"), too.
    rotation: degrees clockwise that make the picture upright; flip: 1 horizontally, 2 vertically, before that."""

    visible: Optional[Rectangle] = None
    aspect: Optional[Fraction] = None
    rate: Optional[Fraction] = None
    time_base: Optional[Fraction] = None
    primaries: int | str = 0
    transfer: int | str = 0
    matrix: int | str = 0
    range: int | str = 0
    siting: int | str = 0
    field: int | str = 0
    rotation: int = 0
    flip: int = 0

    @classmethod
    def _from(cls, values: dict[str, Any]) -> Picture:
        values = dict(values)
        rectangle = Rectangle(*values["visible"])
        values["visible"] = rectangle if rectangle.width else None
        for name in FRACTIONS:
            above, below = values[name]
            values[name] = Fraction(above, below) if below else None
        return cls(**values)

    def _numbers(self) -> dict[str, Any]:
        values = {name: getattr(self, name) for name in ("rotation", "flip")}
        values["visible"] = self.visible or (0, 0, 0, 0)
        for name in FRACTIONS:
            value = getattr(self, name)
            values[name] = (0, 0) if value is None else _pair(value)
        for name in WORDS:
            value = getattr(self, name)
            values[name] = _ext.picture_number(name, value) if isinstance(value, str) else value
        return values


@dataclass(frozen=True)
class Stream:
    """A ring as it was configured.

    ring: its number. generation: which configuration, 0 before the first. memory, cache: kind and mode in use. slots:
    how many. max_held: how many a live consumer may hold. stall_ms: what a reader may cost a producer that waits.
    stale: it was configured anew since. has_producer: one is attached."""

    ring: int
    generation: int
    memory: str
    cache: str
    slots: int
    max_held: int
    stall_ms: int
    features: int
    stale: bool
    has_producer: bool
    geometry: Geometry
    picture: Picture

    @staticmethod
    def _values(values: dict[str, Any]) -> dict[str, Any]:
        values = dict(values)
        state = values.pop("state")
        del values["cache_asked"]
        values.update(memory=_ext.memory_name(values["memory"]), cache=_ext.cache_name(values.pop("cache_effective")),
                      stale=bool(state & _ext.STALE), has_producer=bool(state & _ext.PRODUCER),
                      geometry=Geometry._from(values["geometry"]), picture=Picture._from(values["picture"]))
        return values

    @classmethod
    def _from(cls, values: dict[str, Any]) -> Self:
        return cls(**cls._values(values))


@dataclass(frozen=True)
class RingInfo(Stream):
    """A ring as query() tells it: beside its present configuration name, consumers that are attached, how many may be,
    and the most bytes of frames in one configuration."""

    name: str
    consumers: int
    max_consumers: int
    max_bytes: int


@dataclass(frozen=True)
class FrameInfo:
    """What was told of a frame, for use when the frame is released: see Frame."""

    number: int
    slot: int
    time_ns: int
    clock: int
    moment: int
    flags: FrameFlag
    pts: Optional[int]
    damage: Optional[Rectangle]
    field: int
    bytes: int
    plane_bytes: tuple[int, int, int, int]
    meta_bytes: int
    user: tuple[int, int, int, int]

    @classmethod
    def of(cls, frame: _ext.Frame) -> FrameInfo:
        """What is told of a frame now."""
        values = {name: getattr(frame, name) for name in cls.__dataclass_fields__}
        values["flags"] = FrameFlag(values["flags"])
        values["damage"] = Rectangle(*values["damage"]) if values["damage"] else None
        return cls(**values)


@dataclass(frozen=True)
class Wish:
    """What a consumer would like; None and 0 where it does not matter. rate: frames per second."""

    format: Optional[str] = None
    width: int = 0
    height: int = 0
    rate: float = 0

    @classmethod
    def _from(cls, values: dict[str, Any]) -> Wish:
        return cls(_ext.format_name(values["fourcc"]), values["width"], values["height"], values["rate"] / 1000)

    def _numbers(self) -> dict[str, Any]:
        return {"fourcc": _ext.format_code(self.format) if self.format else 0, "width": self.width,
                "height": self.height, "rate": round(self.rate * 1000)}


@dataclass(frozen=True)
class Demand:
    """The consumers of a ring: serial changes with them. consumers, lossless, wishes: numbers of those that are
    attached, that the producer waits for, and that have a wish; wish is the latest."""

    serial: int
    generation: int
    consumers: frozenset[int]
    lossless: frozenset[int]
    wishes: frozenset[int]
    wish: Wish

    @classmethod
    def _from(cls, values: dict[str, Any]) -> Demand:
        values = dict(values, wish=Wish._from(values["wish"]))
        for name in ("consumers", "lossless", "wishes"):
            values[name] = frozenset(i for i in range(32) if values[name] >> i & 1)
        return cls(**values)


@dataclass(frozen=True)
class ConsumerInfo:
    """What the driver knows of a consumer. held: numbers of slots. Times are nanoseconds of CLOCK_MONOTONIC."""

    index: int
    pid: int
    id: int
    attached_ns: int
    uid: int
    lag: int
    held: frozenset[int]
    delivered: int
    dropped: int
    name: str
    wish: Wish
    unprotected_ns: int

    @classmethod
    def _from(cls, values: dict[str, Any]) -> ConsumerInfo:
        held = frozenset(i for i in range(32) if values["held"] >> i & 1)
        return cls(**dict(values, held=held, wish=Wish._from(values["wish"])))
