"""A static site for an archive of articles by many authors: MkDocs makes the frame, this package hangs the pictures."""

__version__ = "0.1.0"
