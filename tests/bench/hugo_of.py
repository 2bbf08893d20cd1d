"""Turn an archive in our format into a Hugo site with the same pages: `python -m tests.bench.hugo_of ARCHIVE FOLDER`.

One page for each article; lists of ten for all articles, each author, each term and each year; indexes; the home page; and
feeds of the newest 20, as our authors and terms have them. Hugo makes a few more, for the years; our site has others instead.
"""

from __future__ import annotations

import sys
from pathlib import Path

FRAME = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title><meta name="description" content="{{ .Params.summary }}">
<link rel="canonical" href="{{ .Permalink }}">{{ range .AlternativeOutputFormats }}
<link rel="{{ .Rel }}" type="{{ .MediaType.Type }}" href="{{ .Permalink }}">{{ end }}</head>
<body><nav><a href="/">Home</a> <a href="/articles/">Articles</a>
<a href="/attributes/">Attributes</a> <a href="/authors/">Authors</a> <a href="/years/">Years</a></nav>
<main>{{ block "main" . }}{{ end }}</main></body></html>"""
ARTICLE = """{{ define "main" }}<article><h1>{{ .Title }}</h1><p>{{ .Params.summary }}</p>
<p>{{ range .Params.authors }}<a href="/authors/{{ . | urlize }}/">{{ . }}</a> {{ end }}
{{ .Date.Format "2 January 2006" }}, {{ .ReadingTime }} min</p>
{{ .TableOfContents }}{{ .Content }}<ul>
{{ range .Params.attributes }}<li><a href="/attributes/{{ . | urlize }}/">{{ . }}</a></li>{{ end }}
{{ range .Params.categories }}<li><a href="/categories/{{ . | urlize }}/">{{ . }}</a></li>{{ end }}</ul></article>{{ end }}"""
LIST = """{{ define "main" }}<h1>{{ .Title }}</h1>{{ range .Paginator.Pages }}<article>
<h2><a href="{{ .RelPermalink }}">{{ .Title }}</a></h2>
<p>{{ range .Params.authors }}<a href="/authors/{{ . | urlize }}/">{{ . }}</a> {{ end }}{{ .Date.Format "2 January 2006" }}</p>
<p>{{ .Params.summary }}</p><ul>
{{ range .Params.attributes }}<li><a href="/attributes/{{ . | urlize }}/">{{ . }}</a></li>{{ end }}</ul>
</article>{{ end }}{{ template "_internal/pagination.html" . }}{{ end }}"""
TERMS = """{{ define "main" }}<h1>{{ .Title }}</h1>{{ range .Data.Terms.Alphabetical }}<a href="{{ .Page.RelPermalink }}">
{{ .Page.Title }}</a> {{ .Count }}{{ end }}{{ end }}"""
HOME = """{{ define "main" }}<h1>Home</h1>
{{ range first 10 .Site.RegularPages }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}{{ end }}"""
SETTINGS = """baseURL = "https://example.org/"
title = "Bench"
[pagination]
pagerSize = 10
[services.rss]
limit = 20
[outputs]
taxonomy = ["html"]
[taxonomies]
author = "authors"
attribute = "attributes"
category = "categories"
year = "years"
"""


def main(archive: Path, folder: Path) -> None:
    """Copy the articles with a `years` field, and write the templates."""
    templates = {
        "_default/baseof": FRAME,
        "_default/single": ARTICLE,
        "_default/list": LIST,
        "_default/terms": TERMS,
        "index": HOME,
    }
    for name, text in templates.items():
        put(folder / f"layouts/{name}.html", text)
    put(folder / "hugo.toml", SETTINGS)
    for path in sorted((archive / "docs/articles").rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        put(folder / "content/articles" / path.name, text.replace("---\n", f"---\nyears: ['{path.parent.name}']\n", 1))


def put(path: Path, text: str) -> None:
    """Write one file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
