"""Files that MkDocs is told of: content as targets of links, and the pages that become frames."""

from __future__ import annotations

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, InclusionLevel

from ... import addresses, frames
from ...rendering import depth
from ...settings import Settings

FRAME = "-frame"  # no content file can be called so


class _ContentFile(File):
    """A content file: links lead to its page, and MkDocs neither renders nor copies it."""

    def is_documentation_page(self) -> bool:
        return False

    def copy_file(self, dirty: bool = False) -> None:
        pass


def content_file(src: str, address: str, config: MkDocsConfig) -> File:
    file = _ContentFile(src, None, config.site_dir, True, dest_uri=addresses.file_of(address), inclusion=InclusionLevel.INCLUDED)
    file.abs_src_path = None
    return file


def frames_needed(settings: Settings) -> list[tuple[str, int]]:
    """Sections, and the depths of their pages: an index, its items, and the numbered pages of each."""
    article = depth(settings.permalink)
    shelves = [(section, deep) for section in ("authors", "archive", "clips", *settings.facets) for deep in (1, 2, 4)]
    return sorted(
        {
            ("home", 0),
            ("browse", 1),
            ("search", 1),
            ("messages", 1),
            ("messages", 2),
            ("articles", 1),
            ("articles", 3),
            ("articles", article),
            *shelves,
        }
    )


def frame_file(section: str, deep: int, config: MkDocsConfig) -> File:
    path = "index.md" if section == "home" else "/".join([f"{FRAME}-{section}", *(["x"] * (deep - 1))]) + ".md"
    fields = f"---\ntemplate: archive_frame.html\nhide: [navigation, toc]\ntitle: {frames.mark('title')}\n---\n"
    file = File.generated(config, path, content=fields, inclusion=InclusionLevel.NOT_IN_NAV)
    file.use_directory_urls = True  # a frame's depth must not hang on the site's choice for its prose pages
    return file


def frame_of(file: File) -> tuple[str, int] | None:
    if not file.src_uri.startswith(f"{FRAME}-"):
        return None
    return file.src_uri.removesuffix(".md").split("/")[0].removeprefix(f"{FRAME}-"), file.url.count("/")


def is_home(file: File) -> bool:
    return file.url in (".", "./", "index.html")
