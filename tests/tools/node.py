"""What comes from npm, installed beside its lock file at the exact versions: `npm ci`."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def program(name: str, remedy: str) -> str:
    """The path of a program; without it the run ends with what to install."""
    found = shutil.which(name)
    if found is None:
        sys.exit(f"This needs {name}, and there is none: {remedy}")
    return found


def tool(path: str, folder: Path = HERE) -> Path:
    """A file of a package of the lock file in `folder`, which is installed first where that file is newer."""
    modules = folder / "node_modules"
    lock, mark = folder / "package-lock.json", modules / ".package-lock.json"
    if not (modules / path).exists() or mark.stat().st_mtime < lock.stat().st_mtime:
        npm = program("npm", "install Node.js 18 or later, such as Debian's packages nodejs and npm.")
        # No script of a package runs: vnu would fetch a Java of its own.
        subprocess.run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], cwd=folder, check=True)
        mark.touch()
    return modules / path
