"""Files opened before they are needed: the disk brings the next few while one is worked on."""

from __future__ import annotations

import contextlib
import os
from collections import deque
from collections.abc import Generator, Iterable

# So many are on their way, each with so many bytes: most files have fewer.
FEW, BYTES = 32, 64 * 1024


def opened(paths: Iterable[str], flags: int) -> Generator[int | OSError, None, None]:
    """A descriptor of each file in turn, or why there is none; whoever gets one closes it."""
    waiting: deque[int | OSError] = deque()
    try:
        for path in paths:
            waiting.append(_begun(path, flags))
            if len(waiting) > FEW:
                yield waiting.popleft()
        while waiting:
            yield waiting.popleft()
    finally:
        for descriptor in waiting:
            if isinstance(descriptor, int):
                os.close(descriptor)


def _begun(path: str, flags: int) -> int | OSError:
    try:
        descriptor = os.open(path, flags)
    except OSError as reason:
        return reason
    if hasattr(os, "posix_fadvise"):
        with contextlib.suppress(OSError):  # a pipe has nothing to bring
            os.posix_fadvise(descriptor, 0, BYTES, os.POSIX_FADV_WILLNEED)
    return descriptor
