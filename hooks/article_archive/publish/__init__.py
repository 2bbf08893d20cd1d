"""The only room that writes the site: all of it or nothing."""

from .releases import Published, Releases, Unwritable, addresses_at, opened, rollback
from .trees import Files

__all__ = ["Files", "Published", "Releases", "Unwritable", "addresses_at", "opened", "rollback"]
