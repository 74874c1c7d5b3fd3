"""Personal data out of a text, before anyone but the operators reads it."""

import re
from collections.abc import Callable
from typing import NamedTuple

from streams.core.mask.glance import kinds
from streams.core.mask.names import mask_names
from streams.core.mask.numbers import (
    fold_numerals,
    mask_accounts,
    mask_births,
    mask_nik,
    mask_phones,
    may_hold_birth,
)
from streams.core.mask.plates import mask_plates, mask_said_plates, may_hold_plate, may_say_plate

_AT = r"(?:@|\s?[(\[]\s?at\s?[)\]]\s?)"
_DOT = r"(?:\.|\s?[(\[]\s?dot\s?[)\]]\s?)"
# The look-behind keeps a long word without an @ from being tried at each of its letters.
_EMAIL = re.compile(rf"(?<![\w.+-])[\w.+-]+{_AT}[\w-]+(?:{_DOT}[\w-]+)+", re.IGNORECASE)


class Step(NamedTuple):
    """One kind of personal data. Where `digits` or `may_hold` say no, `change` would change nothing."""

    digits: str
    """So many on end, whatever punctuation lies between them, are in a text that holds any."""

    may_hold: Callable[[str, str], bool]
    """By the text and its kinds."""

    change: Callable[[str], str]
    """The mask."""


def _always(_: str, __: str) -> bool:
    return True


def _may_hold_email(text: str, _: str) -> bool:
    return "@" in text or (("(" in text or "[" in text) and "at" in text.lower())


STEPS = (
    Step("", lambda text, _: not text.isascii(), fold_numerals),
    Step("", _may_hold_email, lambda text: _EMAIL.sub("<email>", text)),
    Step("0000", may_hold_birth, mask_births),
    Step("000", may_say_plate, mask_said_plates),
    Step("0", may_hold_plate, mask_plates),
    Step("0" * 16, _always, mask_nik),
    Step("0" * 7, _always, mask_phones),
    Step("0" * 8, _always, mask_accounts),
    Step("", _always, mask_names),
)
_SOME_DIGITS = "000"
_FEW_DIGITS_STEPS = tuple(step for step in STEPS if len(step.digits) < len(_SOME_DIGITS))
"""For two texts of three: to ask each step in turn costs as much as to look for names."""


def mask(text: str) -> str:
    """The text with personal data replaced by what it is.

    `<email>`, `<nik>` (also the number of a family card), `<telepon>`, `<bpjs>`, `<rekening>`, `<plat>`,
    `<lahir>` (a date of birth) and `<nama>`. Places, amounts, days and times stay: agencies need them.
    """
    if not text:
        return text
    seen = kinds(text)  # What a step puts in holds nothing that a later one would look for.
    for digits, may_hold, change in STEPS if _SOME_DIGITS in seen else _FEW_DIGITS_STEPS:
        if digits in seen and may_hold(text, seen):
            text = change(text)
    return text
