"""What was asked for on the command line."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime

from msgspec import Struct

from .checking.reports import Format
from .saying import Stopped


class Options(Struct, frozen=True, kw_only=True):
    """The options of `archive build` and `archive check`."""

    strict: bool = False
    leave_out: bool = False
    delete_foreign: bool = False
    search: bool = True
    cards: bool = True
    only_check: bool = False
    profile: bool = False
    form: Format = "text"


def moment() -> datetime:
    """The moment for which the site is built; SOURCE_DATE_EPOCH (reproducible-builds.org) goes before the clock."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return datetime.now(UTC)
    if not re.fullmatch(r"[0-9]{1,11}", epoch):
        raise Stopped("SOURCE_DATE_EPOCH must be a number of whole seconds since 1970.")
    return datetime.fromtimestamp(int(epoch), UTC)
