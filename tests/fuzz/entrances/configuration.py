"""What operators write: catalog, settings, mappings. A mistake is told with its line, never a traceback."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from random import Random

from pydantic import BaseModel, ValidationError

import schemas.catalog
from schemas.catalog.models import Agency, Category, Channel, City, Kecamatan, Kelurahan, Landmark
from schemas.toml_source import Mistakes, read_toml
from streams.cli.errors import CommandError
from streams.cli.import_mapping import mapping_of
from streams.settings.source import load_settings
from tests.fuzz import mutate
from tests.fuzz.entrance import ACCEPTED, Entrance, must
from tests.fuzz.entrances.records import CATALOG
from tests.fuzz.folder import folder

_CATALOG = Path(schemas.catalog.__file__).parent
_MODELS: Mapping[str, type[BaseModel]] = {
    "channels": Channel,
    "agencies": Agency,
    "categories": Category,
    "areas/kecamatan": Kecamatan,
    "areas/kelurahan": Kelurahan,
    "areas/landmarks": Landmark,
}
_TOKENS = (
    b"[a]\n", b"[[a]]\n", b"[a.b.c]\n", b"x = ", b"= 1\n", b'"""', b"'''", b"#", b"\n", b"\r", b"\x00",
    b"\xff", b"[" * 2_000, b"{a=" * 400, b"9" * 5_000, b"1e999", b"nan", b"inf", b"-inf", b"1979-05-27",
    b"07:32:00", b"9999-12-31T23:59:59Z", b'"\\ud800"', b'"\\u0000"', b'"\\UFFFFFFFF"',
    b"0x" + b"f" * 5_000, b"true", b"[]", b"{}", b" " * 3_000, b"a." * 1_500,
)  # fmt: skip
_MAPPING = (
    b'header_line = 2\ndate_format = "%d/%m/%Y %H:%M"\ndecimal = ","\nkept = ["petugas"]\n'
    b'[columns]\nnomor = "id"\nisi = "text"\n[joined]\nplace = ["jalan", "rt"]\n'
    b'[constants]\ncategory = "flood"\n[values.category]\nbanjir = "flood"\n',
    b'date_format = "%Y"\n',
)
_SETTINGS = (
    b'[kafka]\nbrokers = ["a:1"]\npartitions = 8\n'
    b'[intake]\nport = 8311\nurl = "https://x.id"\n[log]\nlevel = "info"\n',
)


def entrances() -> Iterator[Entrance]:
    files = tuple(
        path.read_bytes() for kind in _MODELS for path in sorted((_CATALOG / kind).glob("*.toml"))[:6]
    )
    city = ((_CATALOG / "city.toml").read_bytes(),)
    for name, weight, seeds, take in (
        ("catalog", 1.5, (*files, *city), _catalog),
        ("settings", 0.5, _SETTINGS, _settings),
        ("mapping", 0.5, _MAPPING, _mapping),
    ):
        yield Entrance(f"toml: {name}", weight, partial(_made, seeds), partial(_told, take), seeds)


def _made(seeds: tuple[bytes, ...], rng: Random) -> bytes:
    content = rng.choice(seeds)
    for _ in range(rng.choice((1, 1, 2))):
        if rng.random() < 0.5:
            at = rng.choice([0, *(n + 1 for n, byte in enumerate(content) if byte in b"\n=,[")])
            content = content[:at] + rng.choice(_TOKENS) + content[at:]
        else:
            content = mutate.raw(rng, content, seeds)
    return content


def _told(take: Callable[[Path], None], content: bytes) -> str:
    path = folder() / "written.toml"
    path.write_bytes(content)
    try:
        take(path)
    except Mistakes as mistakes:
        must(mistakes.mistakes, "a mistake is told")
        lines = content.count(b"\n") + content.count(b"\r") + 2
        must(all(1 <= one.line <= lines + 100 and one.message for one in mistakes.mistakes), "with its line")
        return "mistakes"
    except CommandError:
        return "command"
    return ACCEPTED


def _catalog(path: Path) -> None:
    source = read_toml(path)
    for model in (*_MODELS.values(), City):
        try:
            model.model_validate({"id": "x"} | source.content)
        except ValidationError as error:
            must(source.explain(error), "a mistake is told")


def _settings(path: Path) -> None:
    load_settings({"SINERGI_SETTINGS": str(path)})


def _mapping(path: Path) -> None:
    mapping_of(path, [], CATALOG().categories)
