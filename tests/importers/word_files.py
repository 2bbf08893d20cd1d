"""Small Word files, made here: a body in WordprocessingML (ECMA-376), and whatever lies beside it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_P = "http://schemas.openxmlformats.org/package/2006"
_A = "http://schemas.openxmlformats.org/drawingml/2006"
NAMES = f'xmlns:w="{_W}" xmlns:r="{_R}" xmlns:a="{_A}/main" xmlns:wp="{_A}/wordprocessingDrawing" xmlns:pic="{_A}/picture"'
STYLES = ("Title", "Heading 1", "Heading 2", "Heading 3", "Quote", "Lesson plan")
TYPES = f"""<Types xmlns="{_P}/content-types"><Default Extension="xml" ContentType="application/xml"/>
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="png" ContentType="image/png"/><Default Extension="emf" ContentType="image/x-emf"/></Types>"""


def paragraph(words: str, style: str = "", *, inside: str = "") -> str:
    """A paragraph of these words; `inside` is put behind them as it is."""
    styled = f'<w:pPr><w:pStyle w:val="{style.replace(" ", "")}"/></w:pPr>' if style else ""
    return f"<w:p>{styled}{run(words) if words else ''}{inside}</w:p>"


def run(words: str, properties: str = "") -> str:
    marks = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{marks}<w:t xml:space="preserve">{escape(words)}</w:t></w:r>'


def bold(words: str) -> str:
    return run(words, "<w:b/>")


def item(words: str, level: int = 0) -> str:
    """An item of a bulleted list."""
    return f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr>{run(words)}</w:p>'


def picture(relation: str, alt: str = "") -> str:
    blip = f'<pic:pic><pic:blipFill><a:blip r:embed="{relation}"/></pic:blipFill></pic:pic>'
    graphic = f"<a:graphic><a:graphicData>{blip}</a:graphicData></a:graphic>"
    return f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="P" descr="{escape(alt)}"/>{graphic}</wp:inline></w:drawing></w:r>'


def linked_picture(relation: str) -> str:
    return picture(relation).replace("r:embed", "r:link")


def link(relation: str, words: str) -> str:
    return f'<w:hyperlink r:id="{relation}">{run(words)}</w:hyperlink>'


def table(*rows: tuple[str, ...]) -> str:
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def note(number: int) -> str:
    return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'


def parts(
    body: str,
    relations: Mapping[str, tuple[str, str]] | None = None,
    notes: Mapping[int, str] | None = None,
    beside: Mapping[str, bytes] | None = None,
) -> dict[str, bytes]:
    """The pieces of a Word file. `relations` are kinds and targets by their names; one with a scheme lies outside."""
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/></w:style>' for name in STYLES
    )
    levels = "".join(f'<w:lvl w:ilvl="{n}"><w:numFmt w:val="bullet"/></w:lvl>' for n in range(3))
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    footnotes = "".join(f'<w:footnote w:id="{n}">{paragraph(words)}</w:footnote>' for n, words in (notes or {}).items())
    own = {"s": ("styles", "styles.xml"), "n": ("numbering", "numbering.xml"), "f": ("footnotes", "footnotes.xml")}
    made = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": _relations({"d": ("officeDocument", "word/document.xml")}),
        "word/_rels/document.xml.rels": _relations({**own, **(relations or {})}),
        "word/document.xml": f"<w:document {NAMES}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {NAMES}>{styles}</w:styles>",
        "word/numbering.xml": f"<w:numbering {NAMES}>{numbering}</w:numbering>",
        "word/footnotes.xml": f"<w:footnotes {NAMES}>{footnotes}</w:footnotes>",
    }
    return {**{name: text.encode() for name, text in made.items()}, **(beside or {})}


def _relations(named: Mapping[str, tuple[str, str]]) -> str:
    rows = (
        f'<Relationship Id="{name}" Type="{_R}/{kind}" Target="{escape(target)}"{_outside(target)}/>'
        for name, (kind, target) in named.items()
    )
    return f'<Relationships xmlns="{_P}/relationships">{"".join(rows)}</Relationships>'


def _outside(target: str) -> str:
    return ' TargetMode="External"' if ":" in target else ""


def packed(pieces: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The pieces as one file."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compression) as archive:
        for name, data in pieces.items():
            archive.writestr(name, data)
    return made.getvalue()


def word(body: str, **more: Mapping[str, tuple[str, str]] | Mapping[int, str] | Mapping[str, bytes]) -> bytes:
    """A Word file with this body."""
    return packed(parts(body, **more))  # type: ignore[arg-type]
