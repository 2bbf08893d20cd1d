"""Write the lock files anew: every package with its version and hashes, for every system (`make lock`)."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
COMPILE = (
    sys.executable,
    "-m",
    "uv",
    "pip",
    "compile",
    "--universal",
    "--python-version",
    "3.11",
    "--generate-hashes",
    "--quiet",
)
PLAIN = ("--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links")


def lock(name: str, *sources: str) -> None:
    """One lock file from pyproject.toml or a list of names; later files stay with the versions of earlier ones."""
    subprocess.run([*COMPILE, *PLAIN, "--upgrade", "-o", f"requirements/{name}.txt", *sources], cwd=HERE.parent, check=True)


def main() -> None:
    """Lock what builds packages, then what the site needs, then what the tests and the benchmark add."""
    lock("build", "requirements/build.in")
    lock("site", "pyproject.toml", "--extra", "site", "--constraint", "requirements/build.txt")
    for name in ("test", "bench"):
        extras = [word for extra in ("site", "test", name) for word in ("--extra", extra)]
        lock(name, "pyproject.toml", *extras, "--constraint", "requirements/site.txt")


if __name__ == "__main__":
    main()
