"""At how many points a build is killed: 30, or as many as ARCHIVE_KILLS says."""

from __future__ import annotations

import os

KILLS = int(os.environ.get("ARCHIVE_KILLS", "30"))
