# SPDX-License-Identifier: MIT
"""Rings of video frames, with no copies.

    import framering, numpy

    with framering.Ring() as ring, ring.consumer() as consumer:
        for frame in consumer:
            print(frame.number, numpy.asarray(frame.plane()).mean())

A frame's way: producer.reserve -> fill -> frame.submit; consumer.acquire -> use -> frame.release."""
from . import _ext
from ._ext import DEFAULT_PATH, Frame, formats
from .description import (Clock, ConsumerInfo, Demand, FrameFlag, FrameInfo, Geometry, Moment, Picture, Rectangle,
                          RingInfo, Stream, Wish)
from .errors import (BusyError, DeniedError, EndedError, Error, EvictedError, GoneError, HeldError, NotConfiguredError,
                     NotFoundError, OverwrittenError, StaleError, TimedOutError)
from .ring import Ring
from .roles import Consumer, Producer

__all__ = [
    "BusyError", "Clock", "Consumer", "ConsumerInfo", "DEFAULT_PATH", "Demand", "DeniedError", "EndedError", "Error",
    "EvictedError", "Frame", "FrameFlag", "FrameInfo", "Geometry", "GoneError", "HeldError", "Moment",
    "NotConfiguredError", "NotFoundError", "OverwrittenError", "Picture", "Producer", "Rectangle", "Ring", "RingInfo",
    "StaleError", "Stream", "TimedOutError", "Wish", "formats",
]
