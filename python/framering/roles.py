# SPDX-License-Identifier: MIT
"""Roles: the producer and the consumers of a ring."""
from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Optional, Self

from . import _ext
from .description import Geometry, Picture, Stream, Wish
from .errors import EndedError, Error, StaleError, TimedOutError

if TYPE_CHECKING:
    from .ring import Ring

POLICIES = {"live": 0, "latest": _ext.LATEST, "lossless": _ext.LOSSLESS}


class _Waiters:
    """Tasks that wait for a role's file: an event loop watches a file for one callback only."""

    def __init__(self, watch: str, unwatch: str) -> None:
        self.watch = watch
        self.unwatch = unwatch
        self.waiting: dict[asyncio.AbstractEventLoop, list[asyncio.Future[None]]] = {}

    async def sleep(self, fd: int) -> None:
        """Until the file is ready, or wake_all()."""
        loop = asyncio.get_running_loop()
        future = loop.create_future()
        others = self.waiting.setdefault(loop, [])
        others.append(future)
        if len(others) == 1:
            getattr(loop, self.watch)(fd, self._ready, loop, fd)
        try:
            await future
        finally:
            if future in others:
                others.remove(future)
            if not others and self.waiting.get(loop) is others:
                self._forget(loop, fd)

    def _forget(self, loop: asyncio.AbstractEventLoop, fd: int) -> None:
        del self.waiting[loop]
        getattr(loop, self.unwatch)(fd)

    def _ready(self, loop: asyncio.AbstractEventLoop, fd: int) -> None:
        futures = self.waiting[loop]
        self._forget(loop, fd)
        for future in futures:
            if not future.done():
                future.set_result(None)

    def wake_all(self, fd: int) -> None:
        """The role is about to be closed: nobody watches its file any more."""
        for loop in list(self.waiting):
            if loop.is_closed():
                continue
            try:
                own = asyncio.get_running_loop() is loop
            except RuntimeError:
                own = not loop.is_running()
            if own:
                self._ready(loop, fd)
            else:
                loop.call_soon_threadsafe(self._woken, loop, fd)

    def _woken(self, loop: asyncio.AbstractEventLoop, fd: int) -> None:
        if loop in self.waiting:
            self._ready(loop, fd)


class _Described:
    """What a role's stream is: the same as long as the role is there, so it is read once."""

    _stream: Stream

    def status(self) -> Stream:
        """The configuration that the role belongs to, as it is now.

        Raises: EvictedError, GoneError."""
        return Stream._from(super().status())  # type: ignore[misc]

    @property
    def geometry(self) -> Geometry:
        """Where the pixels lie; also when the role has ended."""
        return self._stream.geometry

    @property
    def picture(self) -> Picture:
        """What the pixels mean; also when the role has ended."""
        return self._stream.picture

    @property
    def generation(self) -> int:
        """Number of the configuration that the role belongs to."""
        return self._stream.generation

    def __repr__(self) -> str:
        name = type(self).__name__
        return f"<framering.{name} {self.path!r}{', closed' if self.closed else ''}>"  # type: ignore[attr-defined]


class Producer(_Described, _ext.Producer):
    """The role that fills slots. In a with block its stream is ended and the role closed at the end; if the block
    raises, the role is closed only, and consumers find the stream cut.

    with ring.producer() as producer:
        with producer.reserve() as frame:
            numpy.asarray(frame.plane())[:] = picture"""

    _waiters: _Waiters

    def __new__(cls, ring: Ring) -> Self:
        self = super().__new__(cls, ring)
        self._stream = self.status()
        self._waiters = _Waiters("add_writer", "remove_writer")
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: Any, *exception: object) -> None:
        if kind is None and not self.closed:
            try:
                self.end()
            except StaleError:
                pass  # The stream goes on in the ring's next configuration.
            except Error:
                self.close()
                raise
        self.close()

    def close(self) -> None:
        if not self.closed:
            self._waiters.wake_all(self.fileno())
        super().close()

    close.__doc__ = _ext.Producer.close.__doc__

    async def reserve_async(self) -> _ext.Frame:
        """As reserve(), for a coroutine: it waits without blocking the event loop."""
        while True:
            try:
                return self.reserve(0)
            except TimedOutError:
                await self._waiters.sleep(self.fileno())


class Consumer(_Described, _ext.Consumer):
    """The role that reads slots. In a with block it is closed at the end.

    for frame in consumer:
        image = numpy.asarray(frame.plane())

    gives each frame until the stream ends, and releases the one before. `async for` does the same without blocking the
    event loop. Both raise StaleError, or EvictedError, when the role is of no more use: attach anew."""

    _waiters: _Waiters
    _given: Optional[_ext.Frame]

    def __new__(cls, ring: Ring, policy: str = "live", *, newest: bool = False, unended: bool = False) -> Self:
        if policy not in POLICIES:
            raise ValueError(f"policy {policy} is not known; it is one of {', '.join(POLICIES)}")
        flags = POLICIES[policy] | (_ext.NEWEST if newest else 0) | (_ext.UNENDED if unended else 0)
        self = super().__new__(cls, ring, flags)
        self._stream = self.status()
        self._waiters = _Waiters("add_reader", "remove_reader")
        self._given = None
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        self._given = None
        if not self.closed:
            self._waiters.wake_all(self.fileno())
        super().close()

    close.__doc__ = _ext.Consumer.close.__doc__

    def wish(self, format: Optional[str] = None, width: int = 0, height: int = 0, rate: float = 0) -> None:
        """Ask the producer for a format, a size, a rate in frames per second; it may then configure the ring anew.

        Raises: Error: no frame can be so large; StaleError; GoneError."""
        super().wish(Wish(format, width, height, rate)._numbers())

    async def acquire_async(self) -> _ext.Frame:
        """As acquire(), for a coroutine: it waits without blocking the event loop."""
        while True:
            try:
                return self.acquire(0)
            except TimedOutError:
                await self._waiters.sleep(self.fileno())

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> _ext.Frame:
        given, self._given = self._given, None
        if given is not None:
            given.release()
        try:
            self._given = await self.acquire_async()
        except EndedError:
            raise StopAsyncIteration from None
        return self._given
