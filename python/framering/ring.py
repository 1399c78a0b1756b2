# SPDX-License-Identifier: MIT
"""Rings: files that are configured and attached to."""
from __future__ import annotations

import errno
import math
import os
import select
import time
from typing import Any, Optional, Self, Sequence

from . import _ext
from .description import ConsumerInfo, Demand, Picture, RingInfo
from .roles import Consumer, Producer

MEMORIES = {_ext.memory_name(number): number for number in range(1, _ext.MEMORIES)}
CACHES = {_ext.cache_name(number): number for number in range(1, _ext.CACHE_UC + 1)}


def _number(what: str, names: dict[str, int], name: Optional[str]) -> int:
    if name is None:
        return 0
    if name in names and name != "unknown":
        return names[name]
    known = ", ".join(sorted(set(names) - {"unknown"}))
    raise ValueError(f"{what} {name} is not known; it is one of {known}")


class Ring(_ext.Ring):
    """A ring's file. In a with block it is closed at the end; roles that were attached through it live on.

    Args: path: its file. writable: to configure it, and to be its producer or a lossless consumer.
    Raises: NotFoundError: the driver is not loaded; DeniedError; Error: it is no ring."""

    def __new__(cls, path: str | os.PathLike[str] = _ext.DEFAULT_PATH, *, writable: bool = False) -> Self:
        return super().__new__(cls, path, os.O_RDWR if writable else os.O_RDONLY)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<framering.Ring {self.path!r}{', closed' if self.closed else ''}>"

    def query(self) -> RingInfo:
        """What the ring is now."""
        return RingInfo._from(super().query())

    def configure(self, format: str, width: int, height: int, *, slots: int = 0, memory: Optional[str] = None,
                  cache: Optional[str] = None, max_held: int = 0, stall_ms: int = 0, stride_align: int = 0,
                  meta_bytes: int = 0, picture: Optional[Picture] = None, plane_bytes: Sequence[int] = (),
                  lossless_for_all: bool = False, export_for_all: bool = False) -> RingInfo:
        """Give the ring a new format. Roles of the one before go on, and are told by StaleError to attach anew.

        Args: format: a name, as "XR24", "NV12" or ffmpeg's "bgr0". width, height: pixels. slots: a power of two from 2
        to 32. memory: "pages", "vmalloc", "coherent", "bar". cache: "write-combined", "cached", "uncached". max_held:
        frames that a live consumer may hold. stall_ms: what a reader may cost a producer that waits. stride_align:
        lines are a multiple of so many bytes. meta_bytes: room beside each frame. picture: what the pixels mean.
        plane_bytes: of a compressed format, or of one that has no lines: the most bytes that each plane may have.
        lossless_for_all, export_for_all: those who may only read may be lossless consumers, and export slots. 0 and
        None stand for defaults.
        Returns: what the ring is now.
        Raises: Error, which says which of these cannot be; BusyError: there is a producer."""
        flags = (_ext.LOSSLESS_FOR_ALL if lossless_for_all else 0) | (_ext.EXPORT_FOR_ALL if export_for_all else 0)
        values: dict[str, Any] = {
            "fourcc": _ext.format_code(format), "width": width, "height": height, "slots": slots, "max_held": max_held,
            "stall_ms": stall_ms, "stride_align": stride_align, "meta_bytes": meta_bytes,
            "memory": _number("memory kind", MEMORIES, memory), "cache": _number("cache mode", CACHES, cache),
        }
        if picture is not None:
            values["picture"] = picture._numbers()
        if plane_bytes:
            flags |= _ext.LAYOUT
            offsets = [sum(plane_bytes[:i]) for i in range(len(plane_bytes))]
            values["geometry"] = {"planes": len(plane_bytes), "plane_bytes": plane_bytes, "offset": offsets}
        super().configure(dict(values, flags=flags))
        return self.query()

    def pattern(self, rate: float, frames: int = 0) -> None:
        """Start the driver's own producer, which draws colour bars.

        Args: rate: frames per second, 1 to 240; 0 stops it. frames: stop after so many; 0 for no end."""
        super().pattern(round(rate * 1000), frames)

    def producer(self) -> Producer:
        """Become the ring's producer. Raises: BusyError: there is one; NotConfiguredError; Error."""
        return Producer(self)

    def consumer(self, policy: str = "live", *, newest: bool = False, unended: bool = False) -> Consumer:
        """Become one of the ring's consumers.

        Args: policy: "live" takes frames in order, and misses those that were overwritten; "latest" takes the newest
        only; the producer waits for a "lossless" one, which needs a writable ring. newest: begin with the newest frame
        that is there; unended: but not with one of a stream that has ended.
        Raises: NotConfiguredError; DeniedError; Error: too many consumers."""
        return Consumer(self, policy, newest=newest, unended=unended)

    def demand(self, serial: int = 0, timeout: Optional[float] = 0) -> Demand:
        """Which consumers are attached, and what they wish.

        Args: serial: as an earlier call told it, to sleep until that has changed; 0 does not sleep. timeout: seconds;
        None waits for ever.
        Raises: TimedOutError: the serial is still the same; GoneError."""
        end = math.inf if timeout is None else time.monotonic() + timeout
        poll = select.poll()
        poll.register(self.fileno(), select.POLLPRI)
        while True:
            demand = Demand._from(super().demand())
            left = end - time.monotonic()
            if not serial or demand.serial != serial:
                return demand
            if left <= 0:
                _ext.raise_error(errno.ETIMEDOUT, self.path)
            poll.poll(None if left == math.inf else math.ceil(left * 1000))

    def consumer_info(self, index: int) -> ConsumerInfo:
        """What the driver knows of a consumer, by its number in demand(). For the ring's owner.

        Raises: NotFoundError: there is none."""
        return ConsumerInfo._from(super().consumer_info(index))
