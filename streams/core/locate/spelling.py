"""One spelling for what citizens write in several ways."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

SPELLINGS: Mapping[str, str] = {
    spelling: word
    for word, spellings in {
        "jalan": "jl jln jlan jaln",
        "gang": "gg gng",
        "raya": "ry",
        "jenderal": "jend jendral jendr jenderan jnd",
        "pondok": "pd pdk pondk",
        "perumahan": "perum prum prumahan perumh perumhan",
        "komplek": "kompleks komp kompl komplex",
        "kampung": "kp kmp kpg kamp kampong",
        "kelurahan": "kel klurahan kelurhan",
        "kecamatan": "kec kecamtan kcmatan",
        "kabupaten": "kab kabupatn",
        "stasiun": "st sta stn stasion setasiun",
        "terminal": "term trminal",
        "pasar": "psr",
        "taman": "tmn",
        "bekasi": "bks bksi bkasi bekasih",
        "jakarta": "jkt jakrta",
        "barat": "brt brat",
        "timur": "tmr timr",
        "utara": "utr",
        "selatan": "slt sltn selatn",
        "ahmad": "achmad akhmad akhmat ahmat",
        "galaxy": "galaxi galaksi",
        "simpang": "spg simpangan",
        "perempatan": "prempatan perempetan",
        "2": "ii",
        "3": "iii",
        "4": "iv",
        "5": "v",
        "6": "vi",
        "7": "vii",
        "8": "viii",
        "9": "ix",
    }.items()
    for spelling in spellings.split()
}

LONG = 7
"""A shorter word with one letter wrong is too often another word."""
LONGEST = 24
HALF = 4


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Known long words, found with one letter wrong, missing, too many, or two changed round.

    One fault leaves the beginning or the end of a long word as it was, which turns most other
    words away before anything is tried. The first letter is hardly ever wrong.
    """

    known: frozenset[str]
    starts: Mapping[str, Collection[int]]
    """The first letters -> how long a word may be that is meant for one that begins so."""
    ends: Mapping[str, Collection[tuple[str, int]]]
    """The last letters -> with which letter it may begin, and how long it may be."""
    lacking: Mapping[str, str]
    """A known word, whole or without one of its letters -> the word; what two share is left out."""

    @classmethod
    def of(cls, meant: Iterable[str], known: Iterable[str]) -> "Dictionary":
        """Index the words that may be meant; short ones are left out, and `known` ones stay as they are."""
        words = sorted({word for word in meant if LONG <= len(word) <= LONGEST and word.isalpha()})
        lacking: dict[str, set[str]] = {}
        for word in words:
            for shorter in (word, *_without_one(word)):
                lacking.setdefault(shorter, set()).add(word)
        return cls(
            frozenset((*words, *known)),
            {part: {n for _, n in found} for part, found in _shapes(words, slice(HALF)).items()},
            _shapes(words, slice(-HALF, None)),
            {shorter: min(whole) for shorter, whole in lacking.items() if len(whole) == 1},
        )

    def meant(self, word: str) -> str:
        """What a word of a text is compared as."""
        word = spelled(word)
        return self.corrected(word) or word

    def corrected(self, word: str) -> str | None:
        """The known word that one is meant for which begins or ends like it and is none."""
        if not LONG <= len(word) <= LONGEST or word in self.known:
            return None
        starts, ends = self.starts.get(word[:HALF], ()), self.ends.get(word[-HALF:], ())
        if len(word) not in starts and (word[0], len(word)) not in ends:
            return None
        for shorter in (word, *_without_one(word)):
            found = self.lacking.get(shorter)
            if found and found[0] == word[0] and _one_fault(word, found):
                return found
        return None


def spelled(word: str) -> str:
    """The word in its usual spelling."""
    return SPELLINGS.get(word, word)


def _shapes(words: Iterable[str], part: slice) -> dict[str, set[tuple[str, int]]]:
    """A part of a word -> the first letters and lengths of what may be meant for a word with it."""
    shapes: dict[str, set[tuple[str, int]]] = {}
    for word in words:
        around = {(word[0], length) for length in (len(word) - 1, len(word), len(word) + 1)}
        shapes.setdefault(word[part], set()).update(around)
    return shapes


def _without_one(word: str) -> Iterable[str]:
    return (word[:at] + word[at + 1 :] for at in range(len(word)))


def _one_fault(a: str, b: str) -> bool:
    """Whether two different words are one letter apart, or two neighbours changed round."""
    if len(a) != len(b):
        long, short = (a, b) if len(a) > len(b) else (b, a)
        return any(short == shorter for shorter in _without_one(long))
    wrong = [at for at in range(len(a)) if a[at] != b[at]]
    if len(wrong) != 2:
        return len(wrong) == 1
    left, right = wrong
    return right == left + 1 and a[left] == b[right] and a[right] == b[left]
