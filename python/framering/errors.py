# SPDX-License-Identifier: MIT
"""What goes wrong, in the library's words: what it is, and what to do about it."""
import errno


class Error(OSError):
    """Any failure of a ring or a role: errno, strerror with the library's words, filename with the ring's file."""


class NotFoundError(Error, FileNotFoundError):
    """There is no such device, or no such consumer (ENOENT)."""


class DeniedError(Error, PermissionError):
    """This user may not do that (EACCES, EPERM)."""


class BusyError(Error):
    """There is another producer; or slots are reserved, and have to be submitted first (EBUSY)."""


class NotConfiguredError(Error):
    """The ring has no format yet: no producer has been there (ENODATA)."""


class TimedOutError(Error, TimeoutError):
    """Nothing came in time (ETIMEDOUT)."""


class EndedError(Error, EOFError):
    """The stream has ended; another one may follow (EPIPE)."""


class HeldError(Error):
    """As many frames are held as may be: release one first, and let go of its views (ENOBUFS)."""


class OverwrittenError(Error):
    """The producer overwrote the frame: what was read of it may be of two frames (EBADMSG)."""


class StaleError(Error):
    """The ring was configured anew: attach anew (ESTALE)."""


class EvictedError(StaleError):
    """The role's memory was taken away, and shows zeros now: attach anew (ESTALE)."""


class GoneError(Error):
    """The device is gone; memory of it that is still viewed shows zeros (ENODEV)."""


BY_ERRNO = {
    errno.ENOENT: NotFoundError,
    errno.EACCES: DeniedError,
    errno.EPERM: DeniedError,
    errno.EBUSY: BusyError,
    errno.ENODATA: NotConfiguredError,
    errno.ETIMEDOUT: TimedOutError,
    errno.EPIPE: EndedError,
    errno.ENOBUFS: HeldError,
    errno.EBADMSG: OverwrittenError,
    errno.ESTALE: StaleError,
    errno.ENODEV: GoneError,
}
