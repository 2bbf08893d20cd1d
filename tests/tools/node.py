"""The tools that come from npm, installed beside this file at their exact versions: `npm ci`."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"


def program(name: str, remedy: str) -> str:
    """The path of a program; without it the run ends with what to install."""
    found = shutil.which(name)
    if found is None:
        sys.exit(f"This needs {name}, and there is none: {remedy}")
    return found


def tool(path: str) -> Path:
    """A file of a tool, which is installed first where its lock file is newer."""
    lock, mark = HERE / "package-lock.json", MODULES / ".package-lock.json"
    if not (MODULES / path).exists() or mark.stat().st_mtime < lock.stat().st_mtime:
        npm = program("npm", "install Node.js 18 or later, such as Debian's packages nodejs and npm.")
        # No script of a package runs: vnu would fetch a Java of its own.
        subprocess.run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], cwd=HERE, check=True)
        mark.touch()
    return MODULES / path
