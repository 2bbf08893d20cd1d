"""A picture's bytes -> the sizes that a page shows, without what the camera noted."""

from __future__ import annotations

import codecs
import hashlib
import io
import posixpath
import warnings
from collections.abc import Iterable, Iterator

import msgspec
from msgspec import Struct
from PIL import AvifImagePlugin, Image, ImageCms, WebPImagePlugin
from PIL import __version__ as pillow

from .crew import Excess, guarded
from .problems import TROUBLES, Trouble
from .store import Store

# Unless these two are named, a first AVIF makes Pillow load all of its readers.
_READERS = (AvifImagePlugin, WebPImagePlugin)

# To be raised with every change to what is made of a picture.
VERSION = 1
# What Pillow calls a kind -> the endings that its files may have, the usual one first.
KINDS = {"AVIF": ("avif",), "GIF": ("gif",), "JPEG": ("jpg", "jpeg"), "PNG": ("png",), "WEBP": ("webp",)}
WIDTHS = (480, 960, 1600)
PORTRAIT = 320
MOST_PIXELS = 100_000_000
WIDEST, HEAVIEST = 6000, 8_000_000
# A progressive JPEG has about ten scans; one with thousands is small and takes minutes.
MOST_SCANS = 100
# WebP knows no longer side than 16,383.
_LONGEST = 16_000


class Sized(Struct, frozen=True):
    """A picture's file at one size, in pixels; the ending has no dot."""

    width: int
    height: int
    ending: str
    data: bytes


class Pictured(Struct, frozen=True):
    """A picture as pages show it.

    `width` and `height` are its own, in pixels, turned as it is to be seen. `fallback` is for every browser, at most 1,600
    wide; `smaller` are WebP, narrowest first, each of fewer bytes than the next, the last of fewer than the fallback.
    """

    width: int
    height: int
    fallback: Sized
    smaller: tuple[Sized, ...]


class _Opened(Struct, frozen=True):
    """A picture's kind, its own size in pixels, and what is seen of it, which may be smaller."""

    kind: str
    width: int
    height: int
    is_moving: bool
    image: Image.Image


class _Judged(Struct, frozen=True):
    kind: str
    picture: Pictured | None
    troubles: tuple[Trouble, ...]


def pictured(data: bytes, name: str, store: Store, *, square: bool = False) -> tuple[Pictured | None, tuple[Trouble, ...]]:
    """What a page shows of a picture file, and what is wrong with it; None where nothing of it can be shown.

    The name is the file's, with its ending. With `square` it is a portrait: its upper middle, 320 pixels wide.
    """
    key = f"picture {VERSION} pillow {pillow} {'square' if square else 'whole'} {hashlib.sha256(data).hexdigest()}"
    try:
        judged = msgspec.msgpack.decode(store.kept(key, lambda: _judged_apart(data, square)), type=_Judged)
    except _TooMuch as reason:
        return None, (TROUBLES[reason.excess],)
    return judged.picture, (*_misnamed(judged.kind, name), *judged.troubles)


class _TooMuch(Exception):
    """A picture takes too long, or too much room."""

    def __init__(self, excess: Excess) -> None:
        super().__init__(excess)
        self.excess = excess


def _judged_apart(data: bytes, square: bool) -> bytes:
    made = guarded(lambda: msgspec.msgpack.encode(_judge(data, square)), bytes)
    if isinstance(made, str):
        raise _TooMuch(made)
    return made


def webp(image: Image.Image, *, is_drawn: bool = False) -> Sized:
    """The picture as a WebP file; one that is drawn has large plain areas, and is kept exactly if that takes fewer bytes."""
    data = _file(image, "WEBP", quality=80, method=4)
    if is_drawn:
        data = min(data, _file(image, "WEBP", lossless=True, method=4), key=len)
    return Sized(image.width, image.height, "webp", data)


def _judge(data: bytes, square: bool) -> _Judged:
    if (other := _other_than_picture(data)) is not None:
        return _Judged("", None, (other,))
    opened = _opened(data, square)
    if isinstance(opened, Trouble):
        return _Judged("", None, (opened,))
    is_drawn = opened.kind in ("GIF", "PNG")
    files = _portrait(opened.image, is_drawn) if square else _sizes(opened.image, is_drawn)
    remarks = tuple(_remarks(opened.width, len(data), opened.is_moving))
    return _Judged(opened.kind, Pictured(opened.width, opened.height, *files), remarks)


def _opened(data: bytes, square: bool) -> _Opened | Trouble:
    # A stranger's bytes: the decoders raise whatever they like, and warn of much that a reader never sees.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(data), formats=tuple(KINDS)) as image:
                return _decoded(image, data, square)
        except Image.DecompressionBombError:
            return _HUGE
        except Exception:
            return _unopened(data)


def _decoded(image: Image.Image, data: bytes, square: bool) -> _Opened | Trouble:
    # Many cameras put a small picture behind the large one and call both MPO.
    kind = "JPEG" if image.format == "MPO" else str(image.format)
    if image.width * image.height > MOST_PIXELS or (kind == "JPEG" and data.count(b"\xff\xda") > MOST_SCANS):
        return _HUGE
    turn, is_moving = _turn(image), image.format != "MPO" and getattr(image, "is_animated", False)
    width, height = image.size if turn < 5 else image.size[::-1]
    if kind == "JPEG":
        image.draft(None, _decoded_at_least(turn, square))
    return _Opened(kind, width, height, is_moving, _upright(image, turn))


def _turn(image: Image.Image) -> int:
    """How the camera was held, as EXIF counts it: 1 to 8."""
    try:
        turn = image.getexif().get(0x0112, 1)
    except Exception:  # a broken note of the camera's spoils nothing else
        return 1
    return turn if turn in _TURNS else 1


def _decoded_at_least(turn: int, square: bool) -> tuple[int, int]:
    """A JPEG larger than this is decoded at half or a quarter of its size, which is quick; twice what is shown is sharp."""
    if square:
        return 2 * PORTRAIT, 2 * PORTRAIT
    return (2 * WIDTHS[-1], 1) if turn < 5 else (1, 2 * WIDTHS[-1])


def _upright(image: Image.Image, turn: int) -> Image.Image:
    """The first frame as it is to be seen, in RGB, RGBA or L and in sRGB, with nothing noted beside its pixels."""
    image.load()
    plain = _in_srgb(_in_eight_bits(image), image.info.get("icc_profile"))
    if plain.mode == "RGBA" and plain.getchannel("A").getextrema() == (255, 255):
        plain = plain.convert("RGB")
    if turn in _TURNS:
        plain = plain.transpose(_TURNS[turn])
    # The writers take a comment, a profile and more from here.
    plain.info = {}
    return plain


def _in_eight_bits(image: Image.Image) -> Image.Image:
    """The picture in L, RGB, RGBA or CMYK."""
    if image.mode.startswith("I"):
        # Pillow would cut 16 bits off at 255.
        return image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    if "transparency" in image.info or image.mode in ("LA", "La", "PA", "RGBa"):
        return image.convert("RGBA")
    if image.mode in ("L", "1"):
        return image.convert("L")
    return image.copy() if image.mode in ("RGB", "RGBA", "CMYK") else image.convert("RGB")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    if profile:
        try:
            found = ImageCms.profileToProfile(image, io.BytesIO(profile), _SRGB, outputMode=mode)
        except Exception:  # a broken profile, or one for other colours than these
            found = None
        if found is not None:
            return found
    return image.convert(mode) if image.mode == "CMYK" else image


def _sizes(image: Image.Image, is_drawn: bool) -> tuple[Sized, tuple[Sized, ...]]:
    largest = _fitted(image, WIDTHS[-1])
    fallback = _fallback(largest, is_drawn)
    # A width a little below the largest one saves nothing.
    narrower = [_fitted(largest, width) for width in WIDTHS if width * 1.2 < largest.width]
    return fallback, _worthwhile([*narrower, largest], fallback, is_drawn)


def _portrait(image: Image.Image, is_drawn: bool) -> tuple[Sized, tuple[Sized, ...]]:
    side = min(image.size)
    left, top = (image.width - side) // 2, (image.height - side) // 4
    square = _fitted(image.crop((left, top, left + side, top + side)), PORTRAIT)
    fallback = _fallback(square, is_drawn)
    return fallback, _worthwhile([square], fallback, is_drawn)


def _worthwhile(images: Iterable[Image.Image], fallback: Sized, is_drawn: bool) -> tuple[Sized, ...]:
    """Their WebP files, narrowest first, without those that weigh as much as a wider one."""
    kept = [fallback]
    for image in sorted(images, key=lambda image: image.width, reverse=True):
        if len((size := webp(image, is_drawn=is_drawn)).data) < len(kept[-1].data):
            kept.append(size)
        elif len(kept) == 1:  # browsers take these before the fallback: without the widest, a wide screen would show a blur
            break
    return tuple(reversed(kept[1:]))


def _fitted(image: Image.Image, width: int) -> Image.Image:
    scale = min(width / image.width, _LONGEST / image.height)
    if scale >= 1:
        return image
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _fallback(image: Image.Image, is_drawn: bool) -> Sized:
    """The picture for every browser: JPEG, or PNG where it has transparency or is drawn."""
    if image.mode == "RGBA":
        return Sized(image.width, image.height, "png", _png(image))
    jpeg = _file(image, "JPEG", quality=82, progressive=True, optimize=True)
    # A photograph kept as PNG is many times as heavy.
    if is_drawn and len(exact := _png(image)) < 3 * len(jpeg):
        return Sized(image.width, image.height, "png", exact)
    return Sized(image.width, image.height, "jpg", jpeg)


def _png(image: Image.Image) -> bytes:
    if image.mode != "L" and image.getcolors(256) is not None:
        few = image.quantize(method=Image.Quantize.FASTOCTREE if image.mode == "RGBA" else Image.Quantize.MEDIANCUT)
        if few.convert(image.mode).tobytes() == image.tobytes():
            image = few
    return _file(image, "PNG")


def _file(image: Image.Image, kind: str, **choices: object) -> bytes:
    written = io.BytesIO()
    image.save(written, kind, **choices)
    return written.getvalue()


def _remarks(width: int, weight: int, is_moving: bool) -> Iterator[Trouble]:
    if width > WIDEST or weight > HEAVIEST:
        message = f"This picture is {width:,} pixels wide and takes {weight / 1e6:,.1f} MB; it is shown {WIDTHS[-1]:,} wide."
        yield Trouble("large-picture", message, f"Save it {2 * WIDTHS[-1]:,} pixels wide.")
    if is_moving:
        message = "This picture moves; its first image is shown, since nothing here moves by itself."
        yield Trouble("moving-picture", message, "Save one image of it, or link to a film.")


def _misnamed(kind: str, name: str) -> Iterator[Trouble]:
    stem, ending = posixpath.splitext(name)
    if kind and ending.lower().removeprefix(".") not in KINDS[kind]:
        yield Trouble(
            "misnamed-picture", f"`{name}` is a picture of another kind ({kind}).", f"Call it `{stem}.{KINDS[kind][0]}`."
        )


def _other_than_picture(data: bytes) -> Trouble | None:
    what = next((what for start, what in _OTHERS.items() if data.startswith(start)), "") or _kind_of_text(data[:1000])
    return Trouble("no-picture", f"This file is no picture; it holds {what}.", _REMEDY) if what else None


def _kind_of_text(start: bytes) -> str:
    """In words; "" for what is no text."""
    if not start.strip() or start.startswith(b"GIF8") or not _CONTROLS.isdisjoint(start):
        return ""
    try:
        text = codecs.getincrementaldecoder("utf-8-sig")().decode(start).lstrip().lower()
    except UnicodeDecodeError:
        return ""
    if "<svg" in text:
        return "a drawing in SVG, which could hold a program"
    return "a web page" if text.startswith("<") else "text"


def _unopened(data: bytes) -> Trouble:
    if kind := _UNUSUAL.get(data[4:12]) or next((kind for start, kind in _STARTS.items() if data.startswith(start)), ""):
        return Trouble("unusual-picture", f"Browsers don't show pictures of this kind ({kind}).", "Save it as JPEG or PNG.")
    if not data:
        return Trouble("broken-picture", "This file is empty.", _REMEDY)
    return Trouble("broken-picture", "This picture is broken, or was not copied to its end.", "Save it again from the original.")


_REMEDY = "Put a JPEG, PNG, WebP or AVIF file here."
_HUGE = Trouble(
    "huge-picture",
    f"This picture has more than {MOST_PIXELS // 1_000_000} million pixels, or takes too long to open; it is not shown.",
    f"Save it {2 * WIDTHS[-1]:,} pixels wide.",
)
_SRGB = ImageCms.createProfile("sRGB")
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_CONTROLS = frozenset(range(32)) - set(b"\t\n\f\r")
# How files begin that someone might call a picture.
_OTHERS = {
    b"%PDF-": "a PDF document",
    b"PK\x03\x04": "a folder or a document (ZIP)",
    b"MZ": "a program",
    b"\x7fELF": "a program",
}
_STARTS = {b"II*\0": "TIFF", b"MM\0*": "TIFF", b"BM": "BMP", b"8BPS": "Photoshop", b"\0\0\0\x0cjP  ": "JPEG 2000"}
_UNUSUAL = {b"ftyp" + brand: "HEIC" for brand in (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1")}
