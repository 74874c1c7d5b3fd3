"""Vehicle plates: letters of an area, a number, a series (`B 1234 XYZ`)."""

import re

from streams.core.mask.words import NO_NAME, word_set

_AREA = r"(?P<area>A[ABDEG]?|B[ABDEGHKLMNP]?|D[ABCDEGHKLMNPRTW]?|E[ABD]?|K[BHTU]|P[ABGSTY]?|[FGHKLMNRSTWZ])"
"""As in Peraturan Polri 7/2021, and those of the provinces founded since."""

_GAP = r"[ .-]{0,3}"
_NUMBER = r"(?P<number>[1-9][0-9]{0,3})"
_SERIES = rf"(?P<series>(?P<gap>{_GAP})[A-Za-z]{{1,3}})(?![^\W_])"

# It begins with a digit, which few positions of a text are; the area before it is looked for then.
_REST = re.compile(rf"{_NUMBER}{_SERIES}")
_AREA_BEFORE = re.compile(rf"(?<![\w/-]){_AREA}(?P<space>{_GAP})\Z", re.IGNORECASE | re.ASCII)
_AREA_LENGTH = 5

# Said to be a plate, so that it may lack its area or its series.
_SAID = re.compile(
    r"(?P<said>\b(?:pelat|plat|nopol|no\.? ?pol|(?:nomor|nomer|no\.?) polisi)(?:nya)?"
    r"(?: (?:nomor|nomer|no|nopol|mobil|motor)\b)?[ .:]{0,3})"
    rf"(?:(?:{_AREA}{_GAP})?(?P<number>[1-9][0-9]{{2,3}})(?:{_SERIES}|(?![^\W_])))",
    re.IGNORECASE | re.ASCII,
)
_SAID_AND_NUMBER = re.compile(r"(?:plat|pelat|nopol|no\.? ?pol|polisi)[^0-9]{0,20}[0-9]")

_APART = frozenset(" -")

_UNITS = word_set("rt rw no kel kec jl gg km cm mm kg ml va kva kv kwh kw wib rb jt di")

_ROOM = re.compile(
    r"(?:blok|blk|unit|tower|kamar|lantai|lt|kav|kavling|gang|gg|no|nomor|jl|jln|jalan|rumah|apartemen|cluster|gedung"
    r"|jalur|koridor|pintu|gate|gerbang|peron|ruko|kios)[\s.:/-]*\Z",
    re.IGNORECASE,
)
_ROOM_LENGTH = 16


def may_hold_plate(_: str, kinds: str) -> bool:
    """Whether `mask_plates` could change the text: by digits between letters."""
    if "A0AAA" in kinds or "A00AAA" in kinds:
        return True
    if "000" not in kinds:
        return False
    small = kinds.lower()
    return "a000a" in small or "a0000a" in small


def mask_plates(text: str) -> str:
    """The text without plates; houses (`Blok B 12`), rooms, years and units stay."""
    parts: list[str] = []
    done = 0
    for rest in _REST.finditer(text):
        area = _AREA_BEFORE.search(text, max(done, rest.start() - _AREA_LENGTH), rest.start())
        if area and _is_plate(area, rest):
            parts += (text[done : area.start()], "<plat>")
            done = rest.end()
    return "".join((*parts, text[done:]))


def may_say_plate(text: str, _: str) -> bool:
    """Whether `mask_said_plates` could change the text."""
    lowered = text.lower()
    return ("plat" in lowered or "pelat" in lowered or "pol" in lowered) and bool(
        _SAID_AND_NUMBER.search(lowered)
    )


def mask_said_plates(text: str) -> str:
    """The text without what is said to be a plate (`nopol B 1234`): three digits or more."""
    return _SAID.sub(_masked, text)


def _masked(found: re.Match[str]) -> str:
    series = found["series"]
    if series and not _is_word(found):
        return f"{found['said']}<plat>"
    return f"{found['said']}<plat>{series or ''}" if found["area"] else found[0]


def _is_plate(area: re.Match[str], rest: re.Match[str]) -> bool:
    letters, number, series = area["area"], rest["number"], rest["series"].strip(" .-")
    if _is_word(rest):
        return False
    if len(number) < 3:
        apart = area["space"] in _APART and rest["gap"] in _APART
        return apart and len(series) == 3 and (letters + series).isupper()
    if len(number) == 4 and len(series) > 1:
        return not (letters.islower() and area["space"] and number.startswith(("19", "20")))
    if len(area["space"]) > 1:  # "no. 111 A - 111 C" are houses.
        return False
    start = area.start()
    return not _ROOM.search(area.string, max(0, start - _ROOM_LENGTH), start)


def _is_word(rest: re.Match[str]) -> bool:
    """`b 1200 rt` and `d 2023 ini` end in words, not in a series."""
    series = rest["series"].strip(" .-")
    if series.lower() in _UNITS:
        return True
    return bool(rest["gap"]) and series.islower() and (len(series) == 1 or series in NO_NAME)
