"""SIGTERM -> the end of this process as by `sys.exit`: what is half made is cleared away."""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

# As shells count: 128 and the number of SIGTERM.
TOLD = 143
_MOMENT = 0.01  # seconds


def end_when_told() -> None:
    """From now on SIGTERM raises SystemExit in the main thread; signals after it are left alone.

    Python drops what is raised while something is freed, and would go on: a moment later it is raised again.
    """
    signal.signal(signal.SIGTERM, _end)
    sys.unraisablehook = _dropped


def _end(*_: object) -> NoReturn:
    # A second signal amid the clearing away would leave the preview's thread running for ever.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.exit(TOLD)


def _dropped(found: UnraisableHookArgs) -> None:
    if isinstance(found.exc_value, SystemExit) and found.exc_value.code == TOLD and hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, _end)
        signal.setitimer(signal.ITIMER_REAL, _MOMENT)
    else:
        sys.__unraisablehook__(found)
