from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageDraw, PngImagePlugin

from article_archive.checks import PICTURES
from article_archive.model import Place
from article_archive.pictures import KINDS, Pictured, Sized, pictured
from article_archive.problems import SEVERITY, Trouble
from article_archive.store import Store

NOWHERE = Store(None)
SECRET = b"a place in the world"
RED, GREEN, BLUE, WHITE = (220, 30, 30), (30, 160, 60), (40, 60, 200), (255, 255, 255)


def drawn(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """Red above and left, green above and right, blue below; with a soft shade, as a photograph has."""
    image = Image.new("RGB", (width, height), BLUE)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, width // 2 - 1, height // 2 - 1), fill=RED)
    pen.rectangle((width // 2, 0, width, height // 2 - 1), fill=GREEN)
    return image.convert(mode)


def noisy(width: int, height: int) -> Image.Image:
    return Image.effect_noise((width, height), 60).convert("RGB")


def soft(width: int, height: int) -> Image.Image:
    """As a photograph is: no two pixels alike, none far from its neighbours."""
    blurred = Image.effect_noise((width // 8, height // 8), 60).resize((width, height), Image.Resampling.BICUBIC)
    return Image.blend(blurred.convert("RGB"), noisy(width, height), 0.04)


def file(image: Image.Image, kind: str, **choices: Any) -> bytes:
    written = io.BytesIO()
    image.save(written, kind, **choices)
    return written.getvalue()


def shown(data: bytes, name: str = "desk.jpg", *, square: bool = False) -> Pictured:
    picture, troubles = pictured(data, name, NOWHERE, square=square)
    assert picture is not None, troubles
    return picture


def codes(data: bytes, name: str = "desk.jpg") -> list[str]:
    picture, troubles = pictured(data, name, NOWHERE)
    assert picture is not None or troubles
    return [trouble.code for trouble in troubles]


def hidden(data: bytes, name: str = "desk.png") -> str:
    """The code of the one trouble for which nothing is shown."""
    picture, (trouble,) = pictured(data, name, NOWHERE)
    assert picture is None
    return trouble.code


def every(picture: Pictured) -> tuple[Sized, ...]:
    return (*picture.smaller, picture.fallback)


def opened(size: Sized) -> Image.Image:
    image = Image.open(io.BytesIO(size.data))
    image.load()
    return image


def corners(size: Sized) -> list[tuple[int, ...]]:
    """The colours near the four corners, in reading order."""
    image = opened(size).convert("RGB")
    xs, ys = (image.width // 10, image.width * 9 // 10), (image.height // 10, image.height * 9 // 10)
    colours = [image.getpixel((x, y)) for y in ys for x in xs]
    return [colour for colour in colours if isinstance(colour, tuple)]


def is_near(found: tuple[int, ...], wanted: tuple[int, ...], within: int = 12) -> bool:
    return all(abs(a - b) <= within for a, b in zip(found, wanted, strict=True))


# What is shown


def test_a_photograph_is_shown_in_three_widths_and_as_a_jpeg() -> None:
    picture = shown(file(drawn(2400, 1600), "JPEG"))
    assert (picture.width, picture.height) == (2400, 1600)
    assert [(s.width, s.height, s.ending) for s in picture.smaller] == [
        (480, 320, "webp"),
        (960, 640, "webp"),
        (1600, 1067, "webp"),
    ]
    assert (picture.fallback.width, picture.fallback.height, picture.fallback.ending) == (1600, 1067, "jpg")


def test_each_file_is_what_its_ending_and_size_say() -> None:
    for data in (file(drawn(1200, 700), "JPEG"), file(drawn(1200, 700), "PNG"), file(drawn(1200, 700, "RGBA"), "WEBP")):
        for size in every(shown(data)):
            image = opened(size)
            assert (image.format, image.size) == (
                {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}[size.ending],
                (size.width, size.height),
            )


def test_no_file_is_wider_than_the_original() -> None:
    assert {size.width for size in every(shown(file(soft(300, 200), "JPEG", quality=95)))} == {300}


def test_a_width_a_little_below_the_originals_is_left_out() -> None:
    assert [size.width for size in shown(file(soft(1000, 500), "JPEG")).smaller] == [480, 1000]


def test_each_smaller_file_has_fewer_bytes_than_the_next_and_the_fallback() -> None:
    for image in (drawn(1600, 900), soft(1600, 900), noisy(500, 300), Image.new("RGB", (1600, 900), RED), drawn(9, 9)):
        for kind in ("PNG", "JPEG"):
            weights = [len(size.data) for size in every(shown(file(image, kind)))]
            assert weights == sorted(set(weights))


def test_a_picture_of_one_pixel_is_shown() -> None:
    assert shown(file(Image.new("RGB", (1, 1)), "PNG")).fallback.width == 1


def test_a_picture_longer_than_webp_knows_is_shown() -> None:
    picture = shown(file(Image.new("L", (40, 30_000), 200), "PNG"))
    assert (picture.height, picture.fallback.height) == (30_000, 16_000)


def test_a_picture_that_is_a_line_is_shown() -> None:
    assert shown(file(Image.new("L", (60_000, 1), 200), "PNG")).fallback.height == 1


def test_a_drawing_of_few_colours_stays_exactly_as_it_is() -> None:
    image = drawn(700, 500)
    picture = shown(file(image, "PNG"))
    assert picture.fallback.ending == "png"
    assert opened(picture.fallback).convert("RGB").tobytes() == image.tobytes()


def test_a_photograph_kept_as_png_falls_back_to_jpeg() -> None:
    assert shown(file(soft(600, 400), "PNG"), "desk.png").fallback.ending == "jpg"


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF"])
def test_what_is_transparent_stays_so(kind: str) -> None:
    image = drawn(600, 400, "RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 300, 200))
    picture = shown(file(image, kind))
    assert picture.fallback.ending == "png"
    for size in every(picture):
        alpha = opened(size).convert("RGBA").getchannel("A")
        assert (alpha.getpixel((10, 10)), alpha.getpixel((size.width - 10, 10))) == (0, 255)


def test_transparency_of_a_palette_stays() -> None:
    image = Image.new("P", (60, 40), 0)
    image.putpalette([*RED, *BLUE])
    image.paste(1, (30, 0, 60, 40))
    for data in (file(image, "GIF", transparency=0), file(image, "PNG", transparency=0)):
        alpha = opened(shown(data).fallback).convert("RGBA").getchannel("A")
        assert (alpha.getpixel((10, 10)), alpha.getpixel((50, 10))) == (0, 255)


def test_transparency_that_nobody_sees_is_dropped() -> None:
    assert opened(shown(file(drawn(60, 40, "RGBA"), "PNG")).fallback).mode in ("RGB", "P")


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "YCbCr"])
def test_every_mode_is_shown_in_colours_that_look_the_same(mode: str) -> None:
    image = drawn(600, 400).quantize(4) if mode == "P" else drawn(600, 400, mode)
    kind = {"CMYK": "JPEG", "YCbCr": "JPEG"}.get(mode, "PNG")
    expected = image.convert("RGBA").convert("RGB")
    for size in every(shown(file(image, kind))):
        colour = expected.getpixel((60, 40))
        assert isinstance(colour, tuple)
        assert is_near(corners(size)[0], colour)


def test_sixteen_bits_are_shown_in_eight() -> None:
    image = Image.new("I;16", (400, 200), 0x8000)
    image.paste(0xFFFF, (200, 0, 400, 200))
    first, second, *_ = corners(shown(file(image, "PNG")).fallback)
    assert is_near(first, (128, 128, 128))
    assert is_near(second, (255, 255, 255))


def test_colours_of_another_space_become_srgb() -> None:
    # A profile that says nothing but that the values are linear: the middle of it is far brighter in sRGB.
    profile = linear_grey()
    lit = Image.new("L", (400, 200), 55)
    for size in every(shown(file(lit, "PNG", icc_profile=profile))):
        assert is_near(corners(size)[0], (128, 128, 128))


def linear_grey() -> bytes:
    """The smallest ICC profile (version 2.1) of a grey device with a gamma of 1."""
    curve = b"curv" + bytes(8)
    white = b"XYZ " + bytes(4) + struct.pack(">3i", 63190, 65536, 54061)
    words = b"desc" + bytes(4) + struct.pack(">I", 7) + b"linear\0" + bytes(78)
    words += bytes(-len(words) % 4)
    parts, at, table, body = ((b"desc", words), (b"wtpt", white), (b"kTRC", curve)), 128 + 4 + 36, b"", b""
    for name, part in parts:
        table += name + struct.pack(">II", at + len(body), len(part))
        body += part
    size = at + len(body)
    head = struct.pack(">I4sI4s4s4s", size, bytes(4), 0x02100000, b"mntr", b"GRAY", b"XYZ ") + bytes(12) + b"acsp" + bytes(28)
    head += struct.pack(">3i", 63190, 65536, 54061)
    return head + bytes(128 - len(head)) + struct.pack(">I", len(parts)) + table + body


@pytest.mark.parametrize("profile", [b"", b"no profile", ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()])
def test_a_profile_that_does_not_fit_changes_nothing(profile: bytes) -> None:
    assert is_near(corners(shown(file(drawn(400, 200), "JPEG", icc_profile=profile)).fallback)[0], RED)


@pytest.mark.parametrize(
    ("turn", "seen"),
    [
        (1, [RED, GREEN, BLUE, BLUE]),
        (2, [GREEN, RED, BLUE, BLUE]),
        (3, [BLUE, BLUE, GREEN, RED]),
        (4, [BLUE, BLUE, RED, GREEN]),
        (5, [RED, BLUE, GREEN, BLUE]),
        (6, [BLUE, RED, BLUE, GREEN]),
        (7, [BLUE, GREEN, BLUE, RED]),
        (8, [GREEN, BLUE, RED, BLUE]),
        (9, [RED, GREEN, BLUE, BLUE]),
    ],
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_stands_as_the_camera_was_held(kind: str, turn: int, seen: list[tuple[int, int, int]]) -> None:
    exif = Image.Exif()
    exif[0x0112] = turn
    picture = shown(file(drawn(600, 400), kind, exif=exif))
    assert (picture.width, picture.height) == ((400, 600) if 5 <= turn <= 8 else (600, 400))
    for size in every(picture):
        assert (size.width < size.height) == (5 <= turn <= 8)
        assert all(map(is_near, corners(size), seen))


def test_a_turned_large_picture_keeps_its_width() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = shown(file(Image.new("RGB", (5000, 4000), RED), "JPEG", exif=exif))
    assert (picture.width, picture.height, picture.fallback.width, picture.fallback.height) == (4000, 5000, 1600, 2000)


# What the camera noted


def noted() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    exif.get_ifd(0x8825)[29] = SECRET.decode()
    return exif


def with_notes(kind: str) -> bytes:
    """A picture that tells a secret in every way that its kind knows."""
    image, profile = noisy(700, 500), ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    choices: dict[str, Any] = {"exif": noted(), "icc_profile": profile}
    if kind in ("JPEG", "WEBP", "AVIF"):
        choices["xmp"] = b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>"
    if kind == "PNG":
        words = PngImagePlugin.PngInfo()
        words.add_text("Comment", SECRET.decode())
        words.add_itxt("XML:com.adobe.xmp", SECRET.decode())
        choices["pnginfo"] = words
    if kind in ("JPEG", "GIF"):
        choices["comment"] = SECRET
    return file(image, kind, **choices) + SECRET


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
@pytest.mark.parametrize("square", [False, True])
def test_nothing_that_the_camera_noted_is_published(kind: str, square: bool) -> None:
    data = with_notes(kind)
    assert data.count(SECRET) >= 2
    for size in every(shown(data, square=square)):
        assert SECRET not in size.data
        image = opened(size)
        assert not image.getexif()
        assert not {"exif", "xmp", "icc_profile", "comment", "XML:com.adobe.xmp", "Comment"} & set(image.info)


def test_a_png_holds_its_pixels_and_nothing_else() -> None:
    data, at, names = shown(with_notes("PNG").replace(SECRET, SECRET), "x.png", square=True).fallback.data, 8, set()
    if data.startswith(b"\xff\xd8"):
        data = shown(file(drawn(50, 50), "PNG", exif=noted()), "x.png").fallback.data
    while at < len(data):
        length, name = struct.unpack(">I4s", data[at : at + 8])
        names.add(name)
        at += 12 + length
    assert names <= {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}


def test_broken_notes_spoil_nothing() -> None:
    data = file(drawn(60, 40), "JPEG", exif=noted())
    at = data.index(b"Exif\0\0") + 14
    for broken in (b"\xff" * 12, b"\0" * 12):
        assert codes(data[:at] + broken + data[at + 12 :]) == []


# Portraits


@pytest.mark.parametrize("size", [(900, 1200), (1200, 900), (700, 700)])
def test_a_portrait_is_a_square(size: tuple[int, int]) -> None:
    picture = shown(file(soft(*size), "JPEG"), square=True)
    assert [(s.width, s.height, s.ending) for s in every(picture)] == [(320, 320, "webp"), (320, 320, "jpg")]


def test_a_portrait_is_cut_from_the_upper_middle() -> None:
    image = Image.new("RGB", (400, 800), WHITE)
    image.paste(RED, (0, 100, 400, 500))
    assert all(is_near(colour, RED) for colour in corners(shown(file(image, "PNG"), square=True).fallback))
    image = Image.new("RGB", (800, 400), WHITE)
    image.paste(RED, (200, 0, 600, 400))
    assert all(is_near(colour, RED) for colour in corners(shown(file(image, "PNG"), square=True).fallback))


def test_a_small_portrait_is_not_made_larger() -> None:
    assert shown(file(noisy(120, 90), "JPEG"), square=True).fallback.width == 90


def test_a_portrait_out_of_a_long_picture_is_sharp() -> None:
    assert shown(file(noisy(9000, 400), "JPEG"), square=True).fallback.width == 320


# What is wrong


def test_a_sound_picture_has_no_problem() -> None:
    for kind, ending in (
        ("JPEG", "jpg"),
        ("JPEG", "jpeg"),
        ("JPEG", "JPG"),
        ("PNG", "png"),
        ("GIF", "gif"),
        ("WEBP", "webp"),
        ("AVIF", "avif"),
    ):
        assert codes(file(drawn(60, 40), kind), f"desk.{ending}") == []


def test_the_endings_are_those_of_pictures() -> None:
    assert {ending for endings in KINDS.values() for ending in endings} == PICTURES


def test_a_picture_named_as_another_kind_is_shown_and_told() -> None:
    _, (trouble,) = pictured(file(drawn(60, 40), "JPEG"), "desk.png", NOWHERE)
    assert trouble == Trouble("misnamed-picture", "`desk.png` is a picture of another kind (JPEG).", "Call it `desk.jpg`.")


def test_a_picture_without_an_ending_is_misnamed() -> None:
    assert codes(file(drawn(60, 40), "PNG"), "desk") == ["misnamed-picture"]


def test_a_wide_picture_is_shown_smaller_and_told() -> None:
    data = file(Image.new("RGB", (6400, 100), RED), "JPEG")
    picture, (trouble,) = pictured(data, "desk.jpg", NOWHERE)
    assert picture is not None
    assert (picture.width, picture.fallback.width) == (6400, 1600)
    assert trouble.code == "large-picture"
    assert trouble.message == "This picture is 6,400 pixels wide and takes 0.0 MB; it is shown 1,600 wide."


def test_a_heavy_picture_is_told() -> None:
    assert codes(file(drawn(1700, 1700), "PNG", compress_level=0), "desk.png") == ["large-picture"]


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "AVIF"])
def test_of_a_moving_picture_the_first_image_is_shown(kind: str) -> None:
    first, second = Image.new("RGB", (64, 64), RED), Image.new("RGB", (64, 64), BLUE)
    data = file(first, kind, save_all=True, append_images=[second], duration=100)
    assert codes(data, f"desk.{kind.lower()}") == ["moving-picture"]
    for size in every(shown(data)):
        assert getattr(opened(size), "n_frames", 1) == 1
        assert is_near(corners(size)[0], RED)


def test_a_second_picture_that_a_camera_put_behind_the_first_does_not_move() -> None:
    data = file(drawn(600, 400), "MPO", save_all=True, append_images=[drawn(60, 40)])
    assert codes(data) == []
    assert shown(data).width == 600


def test_a_truncated_picture_is_broken() -> None:
    for kind in ("JPEG", "PNG", "WEBP", "AVIF"):
        data = file(noisy(300, 200), kind)
        assert hidden(data[: len(data) // 2]) == "broken-picture"


def test_an_empty_file_is_broken() -> None:
    assert hidden(b"") == "broken-picture"


def test_noise_is_broken() -> None:
    assert hidden(bytes(range(256)) * 4) == "broken-picture"


def png(width: int, height: int, *, mode: int = 0, bits: int = 1) -> bytes:
    """A PNG of zeros, which are few bytes however many they are."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    packer, row = zlib.compressobj(9), bytes(1 + (width * bits + 7) // 8)
    packed = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, bits, mode, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(20_000, 20_000), (12_000, 9_000), (10_001, 10_000)])
def test_a_picture_of_too_many_pixels_is_not_opened(size: tuple[int, int]) -> None:
    assert hidden(png(*size)) == "huge-picture"


def test_a_picture_that_only_claims_to_be_huge_is_not_opened() -> None:
    data = bytearray(png(10, 10))
    data[16:24] = struct.pack(">II", 2**31 - 1, 2**31 - 1)
    data[29:33] = struct.pack(">I", zlib.crc32(bytes(data[12:29])))
    assert hidden(bytes(data)) == "huge-picture"


def test_a_jpeg_of_a_thousand_scans_is_not_opened() -> None:
    data = file(noisy(64, 64), "JPEG", progressive=True)
    at = data.rindex(b"\xff\xda")
    assert hidden(data[:at] + data[at:-2] * 1000 + data[-2:], "desk.jpg") == "huge-picture"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"<!doctype html><script>alert(1)</script>", "a web page"),
        (b"\xef\xbb\xbf\n <html>", "a web page"),
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "a drawing in SVG, which could hold a program"),
        ("Une image à venir".encode() * 200, "text"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n", "text"),
        (b"%PDF-1.7\n\0\xff", "a PDF document"),
        (b"PK\x03\x04\0\0", "a folder or a document (ZIP)"),
        (b"MZ\x90\0", "a program"),
        (b"\x7fELF\x02", "a program"),
    ],
)
def test_what_is_no_picture_at_all_is_refused(data: bytes, what: str) -> None:
    picture, (trouble,) = pictured(data, "desk.png", NOWHERE)
    assert picture is None
    assert (trouble.code, trouble.message) == ("no-picture", f"This file is no picture; it holds {what}.")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC"),
        (file(drawn(60, 40), "TIFF"), "TIFF"),
        (file(drawn(60, 40), "BMP"), "BMP"),
        (b"8BPS\0\x01", "Photoshop"),
    ],
)
def test_a_picture_that_browsers_do_not_show_is_told_by_its_kind(data: bytes, kind: str) -> None:
    picture, (trouble,) = pictured(data, "desk.png", NOWHERE)
    assert picture is None
    assert trouble == Trouble(
        "unusual-picture", f"Browsers don't show pictures of this kind ({kind}).", "Save it as JPEG or PNG."
    )


def test_a_page_hidden_in_a_picture_is_not_published() -> None:
    page = b"<script>alert(1)</script>"
    for kind in ("JPEG", "GIF"):
        for size in every(shown(file(drawn(60, 40), kind, comment=page) + page)):
            assert b"<script" not in size.data


def test_a_trouble_becomes_a_problem_at_its_place() -> None:
    problem = Trouble("broken-picture", "It is broken.", "Mend it.").at(Place("a.md", 3))
    assert (problem.severity, problem.place.line, problem.message, problem.suggestion) == (
        "warning",
        3,
        "It is broken.",
        "Mend it.",
    )


# Laws


def kinds() -> list[bytes]:
    exif = noted()
    moving = file(drawn(40, 30), "GIF", save_all=True, append_images=[Image.new("RGB", (40, 30), RED)])
    return [
        file(drawn(40, 30), "JPEG", exif=exif, comment=SECRET),
        file(noisy(40, 30), "JPEG", progressive=True),
        file(drawn(40, 30, "CMYK"), "JPEG", icc_profile=linear_grey()),
        file(drawn(40, 30, "P"), "PNG", exif=exif),
        file(drawn(40, 30, "RGBA"), "PNG", icc_profile=linear_grey()),
        file(drawn(40, 30, "RGBA"), "WEBP", exif=exif),
        file(drawn(40, 30), "AVIF", exif=exif),
        moving,
    ]


SOUND = kinds()


def holds(data: bytes) -> None:
    picture, troubles = pictured(data, "desk.jpg", NOWHERE)
    assert picture is not None or len(troubles) == 1
    assert all(trouble.code in SEVERITY and trouble.message and trouble.suggestion for trouble in troubles)


@given(st.binary(max_size=300))
def test_no_bytes_stop_a_build(data: bytes) -> None:
    holds(data)


@given(st.sampled_from(SOUND), st.data())
@settings(max_examples=400)
def test_no_damage_to_a_picture_stops_a_build(sound: bytes, data: st.DataObject) -> None:
    broken = bytearray(sound)
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(broken) - 1))
        broken[at : at + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=4))
    holds(bytes(broken))


@given(st.sampled_from(SOUND), st.floats(0, 1))
def test_no_half_of_a_picture_stops_a_build(sound: bytes, part: float) -> None:
    holds(sound[: int(len(sound) * part)])


@pytest.mark.parametrize("data", SOUND)
@pytest.mark.parametrize("square", [False, True])
def test_the_same_picture_gives_the_same_bytes(data: bytes, square: bool, tmp_path: Path) -> None:
    def once(store: Store) -> object:
        return pictured(data, "desk.jpg", store, square=square)

    assert once(NOWHERE) == once(NOWHERE) == once(Store(tmp_path)) == once(Store(tmp_path))


def test_a_picture_that_is_kept_is_not_opened_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = file(drawn(600, 400), "JPEG")
    first = pictured(data, "desk.jpg", Store(tmp_path))
    stopped: Callable[..., None] = lambda *_, **__: pytest.fail("opened again")  # noqa: E731
    monkeypatch.setattr(Image, "open", stopped)
    assert pictured(data, "desk.jpg", Store(tmp_path)) == first
    assert [t.code for t in pictured(data, "desk.png", Store(tmp_path))[1]] == ["misnamed-picture"]
