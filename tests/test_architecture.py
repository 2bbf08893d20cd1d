"""Promises of ARCHITECTURE.md: who may know whom, and that every room is on the page."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "hooks" / "article_archive"
MODULES = sorted(PACKAGE.rglob("*.py"))
ENGINES = {"mkdocs", "properdocs", "material", "mkdocs_blog"}


def imported(path: Path) -> set[str]:
    """The modules that a file imports; those of the package as `.reading`, `.pages.page`."""
    found: set[str] = set()
    inside = path.relative_to(PACKAGE).parent.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = (
                [*inside[: len(inside) - node.level + 1], *(node.module or "").split(".")] if node.level else [node.module or ""]
            )
            name = ".".join(part for part in base if part)
            found |= {f".{name}"} if node.level and node.module else set()
            found |= {f".{name}.{alias.name}".replace("..", ".") for alias in node.names} if node.level else {name}
    return found


def room(path: Path) -> str:
    """`pages/article.py` -> `pages.article`."""
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")


@pytest.mark.parametrize("path", MODULES, ids=room)
def test_only_the_engine_room_imports_an_engine(path: Path) -> None:
    tops = {name.split(".")[0] for name in imported(path)}
    assert room(path).startswith("engines") or not tops & ENGINES


@pytest.mark.parametrize("path", MODULES, ids=room)
def test_arrows_point_one_way(path: Path) -> None:
    known, name = imported(path), room(path)
    if name in ("model", "frames", "crew"):
        assert not {k for k in known if k.startswith(".")}
    if name in ("fields", "dates", "lines", "problems"):
        assert {k for k in known if k.startswith(".")} <= {".model", *(k for k in known if k.startswith(".model."))}
    if not name.startswith(("engines", "cli", "run", "preview")):
        assert not {k for k in known if k.startswith((".engines", ".cli", ".build"))}


def ordered() -> list[str]:
    """The rooms in the order of ARCHITECTURE.md's table."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    return re.findall(r"^\| `([a-z_]+)[a-z_/]*` \|", text, re.MULTILINE)


def test_every_import_points_to_a_room_that_stands_earlier_in_the_table() -> None:
    order = ordered()
    rank = {name: at for at, name in enumerate(order)}
    assert len(rank) == len(order)
    for path in MODULES:
        here = room(path).partition(".")[0]
        there = {name.split(".")[1] for name in imported(path) if name.startswith(".")} & rank.keys() - {here}
        assert [name for name in there if rank[name] > rank.get(here, -1)] == [], room(path)


def test_only_reading_and_publishing_open_files_of_content_and_site() -> None:
    # What `pagefind` opens is its own: what its program says. `program` opens what is packed with it, `importers.word` pictures
    # in a document in memory, and `starting.lists` asks how packages were installed. `ahead` opens what the two below hand to it.
    allowed = {
        *(
            "reading",
            "starting.archive",
            "starting.lists",
            "mending.writing",
            "writing.workbench",
            "importers.document",
            "importers.word",
        ),
        *("crew", "program", "seal", "ahead", "store", "search.pagefind"),
    }
    openers = {"open", "read_text", "read_bytes", "write_text", "write_bytes", "mkdir", "unlink", "rename", "rmtree"}
    for path in MODULES:
        calls = {
            node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call) and not is_of_bytes(node) and not is_of_the_program(node)
        }
        assert room(path).startswith(("engines", "publish")) or room(path) in allowed or not calls & openers, (
            room(path),
            calls & openers,
        )


def test_files_are_opened_ahead_for_those_alone_who_may_open_them() -> None:
    assert {room(path) for path in MODULES if ".ahead" in imported(path)} == {"reading", "store"}


def is_of_bytes(call: ast.Call) -> bool:
    """Whether a call opens bytes in memory, as Pillow's `Image.open(io.BytesIO(data))` does."""
    return any(isinstance(given, ast.Call) and ast.unparse(given.func) == "io.BytesIO" for given in call.args[:1])


def is_of_the_program(call: ast.Call) -> bool:
    """Whether a call reads the program's font."""
    return ast.unparse(call.func).startswith("files('fontpkg_source_serif_4').")


@pytest.mark.parametrize(
    ("code", "is_harmless"),
    [
        ("Image.open(io.BytesIO(data), formats=known)", True),
        ("Image.open(path)", False),
        ("open(path, 'rb')", False),
        ("path.open()", False),
        ("files('fontpkg_source_serif_4').joinpath(name).read_bytes()", True),
        ("(files(other) / name).read_bytes()", False),
    ],
)
def test_a_call_of_the_disk_is_told_from_one_of_memory(code: str, is_harmless: bool) -> None:
    call = ast.parse(code, mode="eval").body
    assert isinstance(call, ast.Call)
    assert (is_of_bytes(call) or is_of_the_program(call)) is is_harmless


def test_every_room_stands_in_architecture_md_and_the_page_is_one() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rooms = {room(path).split(".")[0] for path in MODULES} - {"", "__init__"}
    assert not {name for name in rooms if f"`{name}" not in text}
    assert len(text.splitlines()) <= 100


def test_functions_stay_short() -> None:
    lengths = [
        (node.end_lineno or 0) - node.lineno + 1
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    ]
    assert sorted(lengths)[len(lengths) * 9 // 10] <= 30
    assert max(lengths) <= 60
