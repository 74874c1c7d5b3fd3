"""Texts as their writers meant them: repeated letters, digits for letters, look-alikes, slang."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

ENDS = frozenset(".,;:!?()\n")
"""Tokens that are no words but end a clause."""

_ABBREVIATED = ("jl", "jln", "gg", "no", "kp", "kel", "kec", "kab", "dr", "st", "rt", "rw", "yg", "dg")
_DOT = r"\." + "".join(rf"(?<!\b{word}\.)" for word in _ABBREVIATED)
_TOKEN = re.compile(rf"[a-z]+(?:2(?!\d))?|\d+(?:[.,]\d+)*|[,;:!?()\n]|{_DOT}")
_STRETCH = re.compile(r"([a-z])\1\1+")
_DIGIT_INSIDE = re.compile(r"[0134578](?<=[a-z].)(?=[a-z])")
_DIGITS = b"0134578"
_LETTER_OF = str.maketrans("0134578", "oieastb")
_LOOKALIKES = dict(zip("аеіјорсԁһухқѕκνοαερτυıɡ", "aeijopcdhyxqskvoaeptuig", strict=True))
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_NO_LETTERS = bytes(code for code in range(256) if not chr(code).isalpha() or code > 127)
_ROUGH = bytes.maketrans(_NO_LETTERS, b" " * len(_NO_LETTERS))


def plain(text: str) -> str:
    """Lower-case ASCII without tricks of typing: "TOLOOONG" is "tolong", "k0rban" is "korban".

    Takes time linear in the length of `text`.
    """
    text = unstretched(_ascii(text))
    if len(text.encode().translate(None, _DIGITS)) == len(text):
        return text
    return _DIGIT_INSIDE.sub(lambda digit: digit[0].translate(_LETTER_OF), text)


def unstretched(text: str) -> str:
    """A lower-case text with "tolooong" as "tolong"; letters beyond ASCII stay as they are."""
    return _STRETCH.sub(r"\1", text) if _stretched(text.encode("ascii", "replace")) else text


def tokens_of(text: str) -> list[str]:
    """Words, numbers ("1,5") and marks that end a clause. "30cm" are two tokens, "anak2" is one."""
    return _TOKEN.findall(text)


def _ascii(text: str) -> str:
    text = text.lower()
    return text if text.isascii() else _NOT_ASCII.sub(_letters_for, text)


def _letters_for(found: re.Match[str]) -> str:
    """An accent or a mark of direction is nothing, a look-alike its Latin letter, anything else a gap."""
    letters = unicodedata.normalize("NFKD", found[0]).lower()
    return "".join(
        letter if letter.isascii() else _LOOKALIKES.get(letter, " ")
        for letter in letters
        if unicodedata.category(letter) not in {"Mn", "Cf"}
    )


@dataclass(frozen=True, slots=True)
class Spellings:
    """Every known way to write a word -> the word, or words, as phrases write it."""

    known: Mapping[str, str]

    @classmethod
    def of(cls, spellings: Mapping[str, Sequence[str]], vocabulary: Iterable[str]) -> "Spellings":
        """Index variants, suffixes that change nothing ("banjirnya", "anak2"), and near misses."""
        variants = {variant: word for word, some in spellings.items() for variant in some}
        suffixed = {f"{word}{suffix}": word for word in vocabulary for suffix in ("nya", "2")}
        known = suffixed | {word: word for word in vocabulary} | variants
        mistyped = {form: word for written, word in known.items() for form in _mistyped(written)}
        return cls(mistyped | known)

    def forms_of(self, words: Iterable[str]) -> frozenset[str]:
        """The words, and all that is read as one of them."""
        wanted = frozenset(words)
        return wanted | {form for form, meant in self.known.items() if not wanted.isdisjoint(meant.split())}

    def read(self, text: str) -> list[str]:
        """The tokens of a `plain` text, words as phrases write them."""
        # A few forms stand for two words ("gabisa"), hence the way through one string.
        return " ".join([self.known.get(token, token) for token in tokens_of(text)]).split(" ")


def _mistyped(word: str) -> Iterator[str]:
    """With one letter doubled, or a double one single, as `plain` leaves "pangggil"."""
    for at, letter in enumerate(word):
        yield word[:at] + letter + word[at:]
        if letter == word[at - 1 : at]:
            yield word[:at] + word[at + 1 :]


Places = Sequence[Set[str]]
"""A phrase: what may stand at each of its places."""


@dataclass(frozen=True, slots=True)
class Glance:
    """A quick test whether a text may hold some phrase, so that most texts need not be read.

    `telling` words are enough each; one of `partners`, here by what it is read as, with one of its own.
    """

    telling: frozenset[str]
    meant: Mapping[str, Sequence[str]]
    partners: Mapping[str, frozenset[str]]

    @classmethod
    def at(cls, phrases: Iterable[Places], common: Sequence[str], spellings: Spellings) -> "Glance":
        """Each phrase is looked for by its rarest word together with the next."""
        rarity = {word: at for at, word in enumerate(common)}
        telling: set[str] = set()
        partners: defaultdict[str, set[str]] = defaultdict(set)
        for places in phrases:
            *others, rarest = sorted(places, key=lambda place: min(rarity.get(w, len(rarity)) for w in place))
            # Numbers in digits are no words here, so what stands beside one must tell alone.
            if not others or not all(word.isalpha() for word in others[-1]):
                telling |= rarest
            else:
                for word in rarest:
                    partners[word] |= others[-1]
        words = partners.keys() | set().union(*partners.values())
        meant = {form: spellings.known.get(form, form).split() for form in spellings.forms_of(words)}
        return cls(spellings.forms_of(telling), meant, {w: frozenset(some) for w, some in partners.items()})

    def sees(self, text: str) -> bool:
        """Whether a `plain` text may hold a phrase."""
        words = text.encode().translate(_ROUGH).decode().split()
        if not self.telling.isdisjoint(words):
            return True
        seen = {meant for word in filter(self.meant.__contains__, words) for meant in self.meant[word]}
        return any(not self.partners[word].isdisjoint(seen) for word in self.partners.keys() & seen)


def _stretched(text: bytes) -> bool:
    """Whether a letter of a lower-case ASCII text may stand three times in a row."""
    # Found by XOR of the letters with themselves one and two places on, at a tenth of the time of a
    # regular expression, since this runs on every text.
    letters = text.translate(None, _NO_LETTERS)
    line = int.from_bytes(letters, "big")
    different = (line ^ (line >> 8)) | (line ^ (line >> 16))
    return b"\0" in different.to_bytes(len(letters), "big")
