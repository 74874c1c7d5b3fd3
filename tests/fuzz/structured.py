"""What hypothesis sends: examples with any JSON in any of their fields, any JSON, any text, any bytes."""

import json
from collections.abc import Sequence

from hypothesis import strategies as st

from tests.fuzz.entrance import Entrance

_MOST = 400

_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
_fields = (
    _json | st.datetimes(timezones=st.timezones()).map(str) | st.text(alphabet="0123456789 .-+", max_size=40)
)


def strategy_of(entrance: Entrance) -> st.SearchStrategy[bytes]:
    """Bytes for one entrance."""
    texts = st.text(max_size=_MOST).map(lambda text: text.encode("utf-8", "surrogatepass"))
    anything = st.binary(max_size=_MOST) | texts | _json.map(_written)
    documents = [document for seed in entrance.seeds if isinstance(document := _read(seed), dict)]
    return _changed(documents) | anything if documents else _spliced(entrance.seeds, anything) | anything


@st.composite
def _changed(draw: st.DrawFn, documents: Sequence[dict[str, object]]) -> bytes:
    document = dict(draw(st.sampled_from(documents)))
    for name in draw(st.lists(st.sampled_from(sorted(document)) | st.text(max_size=8), max_size=3)):
        document[name] = draw(_fields)
    return _written(document)


@st.composite
def _spliced(draw: st.DrawFn, seeds: Sequence[bytes], anything: st.SearchStrategy[bytes]) -> bytes:
    seed, at = draw(st.sampled_from(seeds)), draw(st.integers(0, _MOST))
    return seed[:at] + draw(anything) + seed[at:]


def _read(seed: bytes) -> object:
    try:
        return json.loads(seed)
    except ValueError:
        return None


def _written(document: object) -> bytes:
    return json.dumps(document).encode()
