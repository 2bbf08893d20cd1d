"""What mkdocs.yml names under `hooks:`; the work is done in article_archive/engines/mkdocs/."""

from article_archive.engines.mkdocs import on_config as on_config
