"""At how many points a build is killed, and at how many it fails to write: 30 and 8, or as many as the environment says."""

from __future__ import annotations

import os

KILLS = int(os.environ.get("ARCHIVE_KILLS", "30"))
# In each process of a build, and for each kind of failure.
FAULTS = int(os.environ.get("ARCHIVE_FAULTS", "8"))
