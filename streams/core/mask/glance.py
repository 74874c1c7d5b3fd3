"""A text in plainer shapes, made in a microsecond, by which most of the masks need not be tried."""

import re

_ASCII = range(128)
_KINDS = bytes(
    ord("0") if chr(code).isdigit() else ord("A") if chr(code).isupper() else ord("a") for code in _ASCII
).ljust(256)
_BETWEEN = bytes(code for code in _ASCII if not chr(code).isalnum())
_LETTERS = bytes(
    ord(chr(code).lower()) if chr(code).isalpha() else ord("0") if chr(code).isdigit() else ord(" ")
    for code in _ASCII
).ljust(256)
_NUMERAL = re.compile(r"\d")


def kinds(text: str) -> str:
    """`a` for each small letter, `A` for each capital, `0` for each digit, nothing for what lies between.

    `Jl. Mawar 12, B 1234` is `AaAaaaa00A0000`. Letters beyond ASCII are left out.
    """
    if not text.isascii():
        text = _NUMERAL.sub("0", text)
    return text.encode("ascii", "replace").translate(_KINDS, _BETWEEN).decode("ascii")


def letters(text: str) -> bytes:
    """The text in small letters, `0` for each digit, a space in front and for each other character."""
    return b" " + text.encode("ascii", "replace").translate(_LETTERS)
