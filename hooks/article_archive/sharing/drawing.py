"""A share card's words and sign -> its picture: a PNG of 1,200 by 630 pixels, under 60 KB."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache

from msgspec import Struct
from PIL import Image, ImageColor, ImageDraw, ImageFont

from .share_cards import HEIGHT, WIDTH, ShareCard, Sign, Words, needs_joining
from .typefaces import Typeface

# The colours of archive.css on paper.
PAPER, INK, SOFT, LINE, ACCENT = "#fcfbf8", "#1f1d1a", "#5c5750", "#d9d4ca", "#0b5a78"

# Pixels: the margin, where things stand from above, and how large they are.
_EDGE, _TOP, _TITLE_TOP, _RULE, _NAME_TOP = 84, 84, 142, 500, 528
_GAP, _ABOVE_RULE, _SIGN, _BESIDE, _BAR = 22, 34, 232, 56, (132, 12)
# Steps from the paper to a full colour: enough for smooth letters, few enough for a light file.
_STEPS = 15
# All lines are measured at this size, and a hair is added, since letters are fitted to whole pixels.
_MEASURED, _HAIR = 100, 1.01
_OTHERS_LEADING = 1.35
# Each level above takes twice the time and saves a twentieth.
_LEVEL = 7


class Style(Struct, frozen=True):
    """How a text is set: sizes in pixels to choose from, the axes of Source Serif 4, and the distance of lines in ems."""

    sizes: tuple[int, ...]
    weight: int
    optical: int
    leading: float


_TITLE = Style((116, 108, 100, 92, 84, 76, 70, 64, 58, 52, 46, 40, 36), 560, 60, 1.06)
_ABOVE = Style((32,), 600, 24, 1.2)
_BELOW = Style((34, 30), 400, 24, 1.3)
_NAME = Style((30, 24), 600, 20, 1.2)


class Block(Struct, frozen=True):
    """A text in lines, at a size in pixels; `leading` is the distance of its lines."""

    lines: tuple[str, ...]
    size: int
    leading: float
    style: Style
    face: Typeface
    is_rtl: bool

    @property
    def height(self) -> float:
        return self.leading * len(self.lines)


class _Piece(Struct, frozen=True):
    """What is never parted by the end of a line: its width in ems, and whether a space stands before it."""

    text: str
    width: float
    is_spaced: bool


def drawn(card: ShareCard, typefaces: Sequence[Typeface]) -> bytes:
    """The PNG of a card; the same bytes each time with one version of Pillow."""
    sheet = _Sheet(card.sign.hue if card.sign else ACCENT, is_mirrored=card.title.is_rtl)
    whole = WIDTH - 2 * _EDGE
    width = whole - _SIGN - _BESIDE if card.sign else whole
    if card.above:
        sheet.text(_block(card.above, typefaces, _ABOVE, width, 1), sheet.hue, _TOP)
    below = _block(card.below, typefaces, _BELOW, width, 3 if len(card.title.text) < 60 else 2) if card.below else None
    room = _RULE - _ABOVE_RULE - _TITLE_TOP - (below.height + _GAP if below else 0)
    title = _block(card.title, typefaces, _TITLE, width, 9, room)
    sheet.text(title, INK, _TITLE_TOP)
    if below:
        sheet.text(below, SOFT, _TITLE_TOP + title.height + _GAP)
    sheet.line(_RULE)
    sheet.text(_block(card.archive, typefaces, _NAME, whole, 1), INK, _NAME_TOP)
    sheet.sign(card.sign)
    return sheet.png()


class _Sheet:
    """Paper with a layer for each colour: a picture of few colours is light, and quickly written."""

    def __init__(self, hue: str, *, is_mirrored: bool) -> None:
        self.hue, self.is_mirrored = hue, is_mirrored
        self.layers = {colour: Image.new("L", (WIDTH, HEIGHT)) for colour in (INK, SOFT, LINE, hue)}

    def text(self, block: Block, colour: str, top: float) -> None:
        """Put a block below `top`, at the left edge; on a mirrored sheet at the right."""
        pen = ImageDraw.Draw(self.layers[colour])
        x, anchor = (WIDTH - _EDGE, "rs") if self.is_mirrored else (_EDGE, "ls")
        font = _font(block.face, block.size, block.style)
        for n, line in enumerate(block.lines):
            baseline = round(top + (n + 0.5) * block.leading + 0.31 * block.size)
            pen.text((x, baseline), line, fill=255, font=font, anchor=anchor, direction=_direction(line, block.is_rtl))

    def line(self, top: int) -> None:
        ImageDraw.Draw(self.layers[LINE]).rectangle((_EDGE, top, WIDTH - _EDGE - 1, top + 1), fill=255)

    def sign(self, sign: Sign | None) -> None:
        """The attribute's shape in the corner across from the title, or a short bar above it."""
        mark = _shape(sign.shape) if sign else Image.new("L", _BAR, 255)
        is_left = self.is_mirrored == (sign is not None)
        self.layers[self.hue].paste(mark, (_EDGE if is_left else WIDTH - _EDGE - mark.width, _TOP if sign else 0))

    def png(self) -> bytes:
        """The layers on paper, each in steps of a palette."""
        palette, pixels = [*ImageColor.getrgb(PAPER)], Image.new("P", (WIDTH, HEIGHT))
        for n, (colour, layer) in enumerate(self.layers.items()):
            steps = [round(value * _STEPS / 255) for value in range(256)]
            shown = layer.point([255 * (step > 0) for step in steps])
            pixels.paste(layer.point([step + n * _STEPS for step in steps]), mask=shown)
            palette += [value for step in range(1, _STEPS + 1) for value in _mixed(colour, step / _STEPS)]
        pixels.putpalette(palette)
        written = io.BytesIO()
        pixels.save(written, "PNG", compress_level=_LEVEL)
        return written.getvalue()


def _block(words: Words, typefaces: Sequence[Typeface], style: Style, width: int, most: int, room: float = HEIGHT) -> Block:
    """A text in the largest size in which it fits; what does not fit at the smallest is cut off."""
    face = typefaces[words.typeface]
    pieces = _pieces(words.text, face, style)
    for size in style.sizes:
        is_least = size == style.sizes[-1]
        leading = size * (style.leading if face.is_ours else max(style.leading, _OTHERS_LEADING))
        fitting = max(1, min(most, int(room / leading)))
        lines = _wrapped(_split(pieces, width / size, face, style) if is_least else pieces, width / size)
        if 0 < len(lines) <= fitting:
            return Block(_balanced(pieces, width / size, lines), size, leading, style, face, words.is_rtl)
    lines = _cut(lines[:fitting], width / size, face, style)
    return Block(tuple(lines), size, leading, style, face, words.is_rtl)


def _wrapped(pieces: Sequence[_Piece], width: float) -> list[str]:
    """Pieces in lines of at most this many ems; no line where a piece alone is wider."""
    lines: list[str] = []
    left = 0.0
    for piece in pieces:
        if piece.width > width:
            return []
        space = _SPACE if piece.is_spaced else 0.0
        if lines and piece.width + space <= left:
            lines[-1] += f"{' ' if piece.is_spaced else ''}{piece.text}"
            left -= piece.width + space
        else:
            lines.append(piece.text)
            left = width - piece.width
    return lines


def _balanced(pieces: Sequence[_Piece], width: float, lines: Sequence[str]) -> tuple[str, ...]:
    """The same number of lines, about equally long."""
    narrow, wide, best = 0.0, width, list(lines)
    for _ in range(7):
        middle = (narrow + wide) / 2
        found = _wrapped(pieces, middle)
        if 0 < len(found) <= len(lines):
            wide, best = middle, found
        else:
            narrow = middle
    return tuple(best)


def _cut(lines: Sequence[str], width: float, face: Typeface, style: Style) -> list[str]:
    """The lines, with a sign at the end of the last one that there would be more."""
    more = "…" if face.draws("…") else ""
    last = lines[-1].rstrip(" ,;:-–—")
    while last and _measure(last + more, face, style) > width:
        last = "".join(list(_clusters(last))[:-1]).rstrip()
    return [*lines[:-1], last + more]


def _pieces(text: str, face: Typeface, style: Style) -> list[_Piece]:
    found = []
    for number, word in enumerate(text.split(" ")):
        for n, part in enumerate(_parts(word)):
            found.append(_Piece(part, _measure(part, face, style), number > 0 and n == 0))
    return found


def _split(pieces: Sequence[_Piece], width: float, face: Typeface, style: Style) -> list[_Piece]:
    """The pieces, those wider than a line letter by letter."""
    found = []
    for piece in pieces:
        if piece.width <= width:
            found.append(piece)
            continue
        for n, cluster in enumerate(_clusters(piece.text)):
            found.append(_Piece(cluster, _measure(cluster, face, style), piece.is_spaced and n == 0))
    return found


def _parts(word: str) -> list[str]:
    """A word, parted where a line may end: after a hyphen or a dash, and between Chinese or Japanese letters."""
    parts = [""]
    for cluster in _clusters(word):
        before = parts[-1][-1:]
        is_end = before in _ENDS and len(parts[-1]) > 2
        is_between = (_is_wide(before) or _is_wide(cluster[0])) and cluster[0] not in _NO_START and before not in _NO_END
        if before and (is_end or is_between):
            parts.append("")
        parts[-1] += cluster
    return parts


def _clusters(text: str) -> Iterator[str]:
    """Letters, each with the marks that belong to it."""
    held = ""
    for letter in text:
        if held and not (unicodedata.category(letter).startswith("M") or letter in _JOINERS or held[-1] in _JOINERS):
            yield held
            held = ""
        held += letter
    if held:
        yield held


def _is_wide(letter: str) -> bool:
    return letter != "" and unicodedata.east_asian_width(letter) in "WF"


def _measure(text: str, face: Typeface, style: Style) -> float:
    """The width of a text in ems."""
    return _HAIR * _font(face, _MEASURED, style).getlength(text) / _MEASURED


def _direction(text: str, is_rtl: bool) -> str | None:
    # Pillow takes a direction only where Raqm is at hand, and other texts need none.
    return ("rtl" if is_rtl else "ltr") if is_rtl or needs_joining(text) else None


@cache
def _font(face: Typeface, size: int, style: Style) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(io.BytesIO(face.data), size)
    if face.is_ours:
        font.set_variation_by_axes([style.weight, style.optical])
    return font


@cache
def _shape(name: str) -> Image.Image:
    """An attribute's shape as a mask, smooth at its edges."""
    large = Image.new("L", (_SIGN * 4, _SIGN * 4))
    pen, side = ImageDraw.Draw(large), _SIGN * 4
    if name == "balloon":  # round, but for the corner below at the left
        pen.ellipse((0, 0, side - 1, side - 1), fill=255)
        pen.rectangle((0, side // 2, side // 2, side - 1), fill=255)
    else:
        pen.polygon([(x * side, y * side) for x, y in _POLYGONS[name]], fill=255)
    return large.reduce(4)


def _mixed(colour: str, share: float) -> Iterator[int]:
    """A share of a colour on the paper."""
    for paper, full in zip(ImageColor.getrgb(PAPER), ImageColor.getrgb(colour), strict=True):
        yield round(paper + (full - paper) * share)


_SPACE = 0.24
_POLYGONS = {
    "squares": ((0, 0), (0.68, 0), (0.68, 0.32), (1, 0.32), (1, 1), (0.32, 1), (0.32, 0.68), (0, 0.68)),
    "triangle": ((0.5, 0.04), (1, 0.96), (0, 0.96)),
    "diamond": ((0.5, 0), (1, 0.5), (0.5, 1), (0, 0.5)),
}
_JOINERS = frozenset("\u200c\u200d")
_ENDS = frozenset("-‐–—/")
# What begins or ends no line in Chinese and Japanese.
_NO_START = frozenset("、。，．！？；：）】」』〉》〕…‥ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ’”)]},.;:!?")
_NO_END = frozenset("（【「『〈《〔‘“([{")
