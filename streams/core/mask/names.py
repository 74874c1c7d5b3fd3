"""Names of people, found by what stands before them: `nama saya`, `a.n.`, `Pak`, `H.`

How sure a marker is decides what is taken for a name: after `nama saya` any word that is not an everyday one,
after `Pak` a capitalised word or a known name, after `saya` a known name or a capitalised word among small.
"""

import re
from collections.abc import Iterable
from itertools import groupby

from streams.core.mask.glance import letters
from streams.core.mask.words import NAMES, NAMES_TOO, NO_NAME, word_set

_KIN = "anak|suami|istri|adik|kakak|ayah|ibu|bapak|nenek|kakek|putra|putri|cucu|keponakan|teman"
_OWNER = (
    f"{_KIN}|saya|sy|sya|aku|kami|lengkap|panggilan|siswa|pemilik|pemohon|pelapor|pasien|pelanggan|ortu|kader"
)
_MARKERS = {
    "sure": rf"nama~(?:{_OWNER})(?:~(?:saya|sy|kami))? namaku bernama atas~(?:nama|nm) ats~(?:nama|nm) a~n"
    " perkenalkan~saya",
    "title": "pak~(?:haji|hj?) bapak~(?:haji|hj?) bu~(?:haji|hj?) ibu~(?:haji|hj?) hormat~(?:kami|saya) bpk"
    " bp sdr sdri saudari tn ny alm kh hj hajah ust ustad ustadz nama namanya ttd pelapor cp",
    "call": f"{_KIN.replace('|', '~(?:saya|sy) ')}~(?:saya|sy) pak bapak bu ibu mas mbak mba bang kang cak"
    " kak saudara mbah abah nyonya tuan dokter",
    "self": "saya sy aku an",
    "head": "ketua~r[tw] pak~r[tw] bu~r[tw] pak~lurah bu~lurah pak~camat bu~camat",
    "known": "haji h dr drs ir teh",
}
_PATTERNS = {
    kind: [marker.replace("~", " +") for marker in listed.split()] for kind, listed in _MARKERS.items()
}


def _any_of(patterns: Iterable[str]) -> str:
    """An alternation that looks at each of the first letters once: several times as fast as a flat one."""
    ordered = sorted(patterns, key=lambda pattern: (_head(pattern), -len(pattern)))
    grouped = (
        (head, [pattern[len(head) :] for pattern in group]) for head, group in groupby(ordered, key=_head)
    )
    return "|".join(
        head + (f"(?:{_any_of(rest)})" if head and len(rest) > 1 else "|".join(rest))
        for head, rest in grouped
    )


def _head(pattern: str) -> str:
    """The first letter, if there is one that is not optional."""
    return pattern[:1] if pattern[:1].isalpha() and pattern[1:2] not in {"?", "{"} else ""


_MARKER = re.compile(rf" ({_any_of(m for ms in _PATTERNS.values() for m in ms)})(?=[ 0]+([a-z]+))".encode())
"""In a text as `letters` makes it; the second group is the word that follows."""

_LONG = {kind: re.compile("|".join(markers).encode()) for kind, markers in _PATTERNS.items()}
_SHORT = {word.encode(): kind for kind, markers in _PATTERNS.items() for word in markers if word.isalpha()}

_PASSED_OVER = word_set("bapak bpk ibu bu pak adalah yaitu ialah")
_COMMON = frozenset(word.encode() for word in NO_NAME - _PASSED_OVER)

_GAP = {
    "sure": re.compile(
        r"[.:=\s]{0,3}[\s\"'(*-]{0,3}(?:(?:adalah|yaitu|ialah)\s)?(?:(?:bapak|bpk|ibu|bu|pak)[.\s]{1,2})?",
        re.IGNORECASE,
    ),
    "title": re.compile(r"\.?\s{0,2}[:,(]?\s{0,2}"),
    "call": re.compile(r"\.? {0,2}"),
    "self": re.compile(r",? {1,2}\(?"),
    "head": re.compile(r"\.?[ \d:(-]{0,5}"),
    "known": re.compile(r"\.?[ :(-]{0,3}"),
}

_WORD = re.compile(r"[^\W\d_]+(?:['\N{RIGHT SINGLE QUOTATION MARK}`-][^\W\d_]+)*")
_BETWEEN = re.compile(r"[ \t]{1,2}|(?:(?<=\b\w)|(?<=\b\w\w\w))\.[ \t]?")
_NEXT_CAPITALISED = re.compile(r"\s([A-Z][a-z]+)")
_COLON = re.compile(r"\s?[.:=]")

_PLACE = re.compile(
    r"\b(?:jl|jln|jalan|jalanan|gang|gg|lorong|masjid|mesjid|mushola|musholla|musala|langgar|surau|gereja|ponpes"
    r"|pesantren|pondok|sekolah|sdn?|sdit|smpn?|smpit|sman?|smkn?|tk|paud|ra|mi|mts|ma|madrasah|universitas"
    r"|kampus|yayasan|panti|rs[a-z]{0,4}|rumah sakit|klinik|apote?i?k|gedung|gor|stadion|taman|jembatan"
    r"|bandara|makam|tpu|kampung|kp|dusun|desa|kel|kelurahan|kec|kecamatan|perum|perumahan|komplek|kompleks|pasar|kali"
    r"|situ|tugu|simpang|asrama|rumah makan|rm|resto)"
    r"[.:]?\s{0,2}(?:(?:raya|pak|bapak|ibu|bu|haji|hj?|kh|dr|drs|ir|prof|r|tb|k|m)\b\.?\s{0,2}){0,4}\Z",
    re.IGNORECASE,
)
_PLACE_LENGTH = 36

_CLOSING = word_set("Saya Warga Dari Selaku Ketua Tinggal Alamat Ingin Mau Mohon")
_PARTICLES = word_set("bin binti al el van de da")
_ENDINGS = ("anto", "yono", "ningsih", "wati", "yati")
_ENDING_LENGTH = 5
_VERB_STARTS = ("ber", "di", "me", "ter")
_VERB_LENGTH_MIN = 7
_ABBREVIATION_LENGTH_MAX = 3
_WORDS_MAX = 4
_SMALL_WORDS_MAX = 3


def mask_names(text: str) -> str:
    """The text with `<nama>` for each name behind a marker; places named so (`Jl. H. Juanda`) stay."""
    parts: list[str] = []
    done = 0
    for marker in _MARKER.finditer(letters(text)):  # Their positions are those of the text, plus one.
        if marker[2] in _COMMON or marker.start() < done:
            continue
        at, after = marker.start(), marker.end(1) - 1
        kind = _kind(text, at, after, marker[1])
        if kind != "sure" and text[marker.start(2) - 1].islower() and not _is_known(marker[2].decode(), kind):
            continue
        start, end = _name(text, at, after, kind)
        if start < end:
            parts += (text[done:start], "<nama>")
            done = end
    return "".join((*parts, text[done:])) if parts else text


def _kind(text: str, at: int, after: int, marker: bytes) -> str:
    """How sure the marker `text[at:after]` is, by its words and the dot or colon behind it."""
    kind = _SHORT.get(marker)
    if kind is None:
        if marker.startswith(b"a "):
            return "sure" if text[at + 1] in "./" else "known"
        return next(kind for kind, pattern in _LONG.items() if pattern.fullmatch(marker))
    if (marker == b"nama" and _COLON.match(text, after)) or (marker == b"an" and text[after] == "."):
        return "sure"
    return "title" if kind == "known" and text[after] == "." else kind


def _name(text: str, at: int, after: int, kind: str) -> tuple[int, int]:
    """Where the name behind the marker `text[at:after]` starts and ends; the same twice if there is none."""
    gap = _GAP[kind].match(text, after)
    start = gap.end() if gap else after
    if kind == "call" and start > after and text[after] == ".":
        kind = "known"
    words = _words_from(text, start)
    if not words or (kind not in {"sure", "self"} and _PLACE.search(text, max(0, at - _PLACE_LENGTH), at)):
        return after, after
    said = text[at:after] if after - at > _ABBREVIATION_LENGTH_MAX else text
    count = _count(words, kind, shouted=said.isupper())
    if not count or (kind == "self" and _is_title_case(text, words[count - 1].end())):
        return after, after
    return start, words[count - 1].end()


def _words_from(text: str, at: int) -> list[re.Match[str]]:
    """The words from here on that could be a name's, at most two more than a name has."""
    found: list[re.Match[str]] = []
    while len(found) < _WORDS_MAX + 2:
        word = _WORD.match(text, at)
        if not word or word[0].lower() in NO_NAME:
            break
        found.append(word)
        between = _BETWEEN.match(text, word.end())
        if not between:
            break
        at = between.end()
    return found


def _count(words: list[re.Match[str]], kind: str, *, shouted: bool) -> int:
    """How many of the words are the name. A run longer than names are tells nothing: all is in one case."""
    written = kind not in {"known", "head"} and _is_written(words[0], shouted)
    if written or (kind == "sure" and _could_be(words[0])):
        alike, limit = _run(words, shouted, written), _WORDS_MAX if written else _SMALL_WORDS_MAX
    elif _is_known(words[0][0], kind):
        alike, limit = 1, _WORDS_MAX
    else:
        return 0
    count = alike if alike <= limit else 1
    while count < min(limit, len(words)) and _is_known(words[count][0], "call"):
        count += 1
    while count > 1 and words[count - 1][0].lower() in _PARTICLES:
        count -= 1
    return count if count > 1 or len(words[0][0]) > 1 else 0


def _run(words: list[re.Match[str]], shouted: bool, written: bool) -> int:
    """How many words are spelled as the first one is."""
    for count, word in enumerate(words):
        alike = _is_written(word, shouted) if written else not _is_written(word, shouted) and _could_be(word)
        if not alike and word[0].lower() not in _PARTICLES:
            return count
    return len(words)


def _is_written(word: re.Match[str], shouted: bool) -> bool:
    """Whether its capitals say that it is a name: not in `MOHON DIPERBAIKI`, nor in an abbreviation."""
    letters = word[0]
    if len(letters) == 1:
        return letters.isupper() and word.string[word.end() : word.end() + 1] in {".", " ", ""}
    if letters.isupper():
        return len(letters) > _ABBREVIATION_LENGTH_MAX and not shouted
    return letters[0].isupper() and not letters.lower().endswith(("nya", "kan"))


def _is_known(word: str, kind: str) -> bool:
    name = word.lower()
    if name in NAMES or (len(name) > _ENDING_LENGTH and name.endswith(_ENDINGS)):
        return True
    return kind not in {"self", "known"} and name in NAMES_TOO


def _could_be(word: re.Match[str]) -> bool:
    name = word[0].lower()
    return len(name) > 1 and not (len(name) >= _VERB_LENGTH_MIN and name.startswith(_VERB_STARTS))


def _is_title_case(text: str, at: int) -> bool:
    """Whether Every Word Begins So, by the one that follows."""
    word = _NEXT_CAPITALISED.match(text, at)
    return word is not None and word[1] not in _CLOSING
