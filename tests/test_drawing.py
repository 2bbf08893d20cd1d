from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from article_archive.sharing import drawing
from article_archive.sharing.drawing import ACCENT, INK, LINE, PAPER, SOFT, drawn
from article_archive.sharing.share_cards import SIGNS, ShareCard, Sign, Words
from article_archive.sharing.typefaces import Typeface, source_serif, typeface

from .fonts import of_text

OURS = (source_serif(),)
CSS = (Path(drawing.__file__).parent.parent / "assets" / "archive.css").read_text(encoding="utf-8")
# What Source Serif 4 can draw, as a title may have it: words, marks that stack, no line breaks.
LETTERS = st.sampled_from([c for c in sorted(source_serif().letters) if c.isprintable()])
TITLES = st.text(LETTERS, min_size=1, max_size=300).map(lambda text: " ".join(text.split())).filter(bool)


def card(title: str, below: str = "", sign: Sign | None = None, above: str = "Attribute") -> ShareCard:
    return ShareCard(
        Words(title), Words("A small archive"), Words(above) if above else None, Words(below) if below else None, sign
    )


def picture(of: ShareCard, typefaces: tuple[Typeface, ...] = OURS) -> Image.Image:
    data = drawn(of, typefaces)
    assert len(data) < 60_000
    image = Image.open(io.BytesIO(data))
    assert (image.format, image.size, image.mode) == ("PNG", (1200, 630), "P")
    return image.convert("RGB")


def box(image: Image.Image, *colours: str) -> tuple[int, int, int, int] | None:
    """Where a picture has other colours than paper: left, top, right, bottom; of these colours alone, where some are named."""
    paper = tuple(bytes.fromhex(PAPER[1:]))
    wanted = {tuple(bytes.fromhex(colour[1:])) for colour in colours}
    raw = image.tobytes()
    pixels = [tuple(raw[n : n + 3]) for n in range(0, len(raw), 3)]
    mask = bytes(255 * (pixel in wanted if wanted else pixel != paper) for pixel in pixels)
    return Image.frombytes("L", image.size, mask).getbbox()


@settings(max_examples=300, deadline=None)
@given(TITLES, st.one_of(st.just(""), TITLES), st.sampled_from([None, *SIGNS.values()]))
def test_every_title_gives_a_light_picture_with_an_empty_margin(title: str, below: str, sign: Sign | None) -> None:
    image = picture(card(title, below, sign))
    for edge in ((0, 20, 40, 630), (1160, 20, 1200, 630), (0, 590, 1200, 630)):
        assert image.crop(edge).getcolors() == [(edge_area(edge), tuple(bytes.fromhex(PAPER[1:])))]


def edge_area(edge: tuple[int, int, int, int]) -> int:
    return (edge[2] - edge[0]) * (edge[3] - edge[1])


@pytest.mark.parametrize(
    "title", ["A", "W" * 300, "word " * 60, "Donaudampfschifffahrtsgesellschaftskapitän", "a/b-c " * 50, "Ǻ̈" * 150]
)
@pytest.mark.parametrize("sign", [None, SIGNS["voice"]])
def test_a_title_stays_between_the_edges_and_above_the_line(title: str, sign: Sign | None) -> None:
    image = picture(card(title, "By Writer One and Writer Two" * 20, sign))
    text = box(image, INK, SOFT)
    assert text is not None
    left, top, right, bottom = text
    assert left >= 70
    assert right <= (860 if sign else 1130)
    assert top >= 84
    assert bottom <= 570  # the foot of the archive's name


def test_a_picture_is_the_same_bytes_each_time() -> None:
    assert drawn(card("A title", "By Writer One", SIGNS["voice"]), OURS) == drawn(
        card("A title", "By Writer One", SIGNS["voice"]), OURS
    )


@pytest.mark.parametrize("term", SIGNS)
def test_an_attribute_has_the_hue_and_the_shape_of_its_pages(term: str) -> None:
    assert re.search(rf"--a-{term}: (#\w+);", CSS)[1] == SIGNS[term].hue  # type: ignore[index]
    rule = re.search(rf'^\[data-term="{term}"\] \{{(.*?)\}}', CSS, re.MULTILINE | re.DOTALL)
    assert rule is not None
    corners = re.search(r"polygon\((.*?)\)", rule[1])
    if corners:
        written = [
            tuple(float(step.strip("%")) / 100 if "%" in step else 0.0 for step in c.split()) for c in corners[1].split(",")
        ]
        assert [*drawing._POLYGONS[SIGNS[term].shape]] == written
    else:
        assert "--a-corners: 50% 50% 50% 0" in rule[1]
        assert SIGNS[term].shape == "balloon"
    image = picture(card("A title", sign=SIGNS[term], above=""))
    left, top, right, bottom = box(image, SIGNS[term].hue) or (0, 0, 0, 0)
    assert (left > 880, right <= 1116, top >= 84, bottom <= 316) == (True, True, True, True)


@pytest.mark.parametrize(("name", "colour"), [("paper", PAPER), ("ink", INK), ("soft", SOFT), ("line", LINE), ("accent", ACCENT)])
def test_the_colours_are_those_of_the_site_on_paper(name: str, colour: str) -> None:
    assert re.search(rf"--a-{name}: (#\w+);", CSS)[1] == colour  # type: ignore[index]


def test_what_does_not_fit_ends_in_a_sign_that_there_is_more() -> None:
    image, longer = picture(card("word " * 200)), picture(card("word " * 400))
    assert image.tobytes() == longer.tobytes()


def test_a_short_title_is_set_larger_than_a_long_one() -> None:
    def height(title: str) -> int:
        with_title, without = box(picture(card(title, above="")), INK), 0
        assert with_title is not None
        return with_title[1] + without

    # Larger letters of the first line begin lower below the word above it by their own room.
    sizes = [drawing._block(Words(t), OURS, drawing._TITLE, 1032, 9, 330).size for t in ("A", "A title " * 8, "A title " * 30)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > sizes[-1]
    assert height("A") > 0


def test_a_text_from_the_right_stands_at_the_right_and_its_sign_at_the_left() -> None:
    face = typeface(of_text("אבגדה שלום"))
    words = Words("שלום אבגדה", is_rtl=True)
    image = picture(ShareCard(words, Words("A small archive", 1), sign=SIGNS["voice"]), (face, source_serif()))
    sign, text = box(image, SIGNS["voice"].hue), box(image, INK)
    assert sign is not None
    assert text is not None
    assert sign[2] < 330
    assert text[0] > 370
    assert text[2] > 1080


def test_chinese_letters_end_a_line_anywhere_but_before_a_stop() -> None:
    text = "作者，" * 40
    lines = drawing._block(Words(text), (typeface(of_text(text)),), drawing._TITLE, 1032, 9, 330).lines
    assert len(lines) > 1
    assert not [line for line in lines if line.startswith("，")]


@given(st.text(max_size=60))
def test_a_word_is_parted_without_losing_a_letter(text: str) -> None:
    assert "".join(drawing._parts(text)) == text
    assert "".join(drawing._clusters(text)) == text
