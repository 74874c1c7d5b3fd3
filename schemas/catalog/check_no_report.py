"""What must hold in `no_report.toml` beyond its shape."""

import re
from collections.abc import Iterator

from schemas.catalog.no_report import NoReport
from schemas.toml_source import Mistake, TomlSource

PHRASE_WORDS_MAX = 5


def no_report(source: TomlSource, entry: NoReport) -> Iterator[Mistake]:
    """Phrases are written as texts are read, and each means one thing."""
    seen: dict[str, str] = {}
    for name in NoReport.model_fields:
        for phrase in getattr(entry, name):
            words = re.findall(r"[a-z]+", phrase.lower())
            if phrase != " ".join(words):
                message = f"{name}: '{phrase}' is never found; write '{' '.join(words)}'"
                yield source.mistake((name,), message)
            if len(words) > PHRASE_WORDS_MAX:
                yield source.mistake((name,), f"{name}: '{phrase}' has more than {PHRASE_WORDS_MAX} words")
            if phrase in seen:
                yield source.mistake((name,), f"{name}: '{phrase}' stands already at {seen[phrase]}")
            seen[phrase] = name
