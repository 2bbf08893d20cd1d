"""CBOR (RFC 8949) -> lists, words and whole numbers from 0, and back: as much of it as Pagefind writes."""

from __future__ import annotations

from typing import Any

_NUMBER, _WORDS, _LIST = 0, 3, 4
_BREAK = b"\xff"
_OPEN = 31


def decoded(data: bytes) -> Any:
    """The one value that stands in the data; raises ValueError where it is none of the three kinds, or not whole."""
    try:
        value, end = _value(data, 0)
    except (IndexError, UnicodeDecodeError) as reason:
        raise ValueError(f"no sound CBOR: {reason}") from None
    if end != len(data):
        raise ValueError("no sound CBOR: more than one value")
    return value


def encoded(value: Any) -> bytes:
    """The value in the shortest form."""
    match value:
        case int():
            return _head(_NUMBER, value)
        case str():
            words = value.encode()
            return _head(_WORDS, len(words)) + words
        case _:
            return _head(_LIST, len(value)) + b"".join(map(encoded, value))


def _value(data: bytes, at: int) -> tuple[Any, int]:
    kind, short = data[at] >> 5, data[at] & 31
    if kind == _LIST and short == _OPEN:
        return _open_list(data, at + 1)
    number, at = _argument(data, at + 1, short)
    if kind == _NUMBER:
        return number, at
    if kind == _WORDS:
        return _whole(data, at, number).decode(), at + number
    if kind == _LIST:
        return _list(data, at, number)
    raise ValueError(f"no sound CBOR: kind {kind}")


def _argument(data: bytes, at: int, short: int) -> tuple[int, int]:
    if short < 24:
        return short, at
    if short > 27:
        raise ValueError("no sound CBOR: a length of another kind")
    width = 1 << (short - 24)
    return int.from_bytes(_whole(data, at, width)), at + width


def _list(data: bytes, at: int, count: int) -> tuple[list[Any], int]:
    found = []
    for _ in range(count):
        value, at = _value(data, at)
        found.append(value)
    return found, at


def _open_list(data: bytes, at: int) -> tuple[list[Any], int]:
    found = []
    while data[at : at + 1] != _BREAK:
        value, at = _value(data, at)
        found.append(value)
    return found, at + 1


def _whole(data: bytes, at: int, length: int) -> bytes:
    found = data[at : at + length]
    if len(found) < length:
        raise ValueError("no sound CBOR: cut off")
    return found


def _head(kind: int, number: int) -> bytes:
    if number < 24:
        return bytes((kind << 5 | number,))
    power = next(power for power in range(4) if number < 1 << (8 << power))
    return bytes((kind << 5 | 24 + power,)) + number.to_bytes(1 << power)
