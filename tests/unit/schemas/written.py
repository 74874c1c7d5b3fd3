"""A small catalog as files, for tests that break one of them."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from schemas.catalog import load
from schemas.toml_source import Mistakes

GOOD = {
    "city.toml": """\
id = "kota"
name = "Kota Contoh"
timezone = "Asia/Jakarta"

[families]
traffic = "Lalu lintas"
other = "Lain-lain"

[classify]
unsure_below = 0.6

[storms]
window_minutes = 60
reports_a_day = 120
minimum = 4
times_normal = 3
false_a_year = 1
neighbour_probability = 0.05
calm_hours = 6
half_life_weeks = 8
steps = [2, 5]

[working]
holidays = [2026-01-01]

[[working.shifts]]
days = [1, 2, 3, 4, 5]
begins = 08:00:00
ends = 16:00:00

[promises]
low = { accept_h = 16, resolve_h = 80, operator_after_h = 8 }
normal = { accept_h = 8, resolve_h = 40, operator_after_h = 4 }
high = { accept_h = 2, resolve_h = 16, operator_after_h = 2 }
emergency = { accept_h = 0.25, resolve_h = 6, operator_after_h = 0.25, around_the_clock = true }

[proof]
near_m = 100

[votes]
quorum = 3
reopen_share = 0.5
silence_h = 72
closes_h = 24
""",
    "urgency.toml": """\
harmless = ["kereta api"]

[people]
emergency = ["<orang> luka"]

[dangers]
high = ["pohon tumbang"]

[at_risk]
categories = ["street_light"]

[water_depth]
high_cm = 40

[groups]
orang = ["warga", "anak"]

[denials]
negation = ["tidak"]

[spellings]
tidak = ["gak"]
""",
    "no_report.toml": 'greeting = ["halo"]\ntest = ["tes"]\n',
    "messages.toml": """\
limit_a_day = 6
usually = " Biasanya {range}."

[told]
received = "Diteruskan ke {agencies}.{usually}"
joined = "{others} warga lain; {stands}.{usually}"
accepted = "{agency} menerima.{usually}"
forwarded = "Diteruskan ke {agencies}: {why}."
on_site = "{agency} di lokasi sejak {time}."
resolved = "{agency} selesai. Benar?"
unproven = "{agency} selesai, bukti diperiksa. Benar?"
reopened = "Dibuka lagi, ke {agencies}."
confirmed = "Dipastikan."
closed = "Ditutup."
cannot = "{agency} tidak dapat: {why}."
standing = "Sekarang {stands}."

[stands]
dispatched = "di {agencies}"
accepted = "diterima {agency}"
on_site = "{agency} di lokasi sejak {time}"
resolved = "{agency} selesai sejak {time}"
unproven = "{agency} selesai sejak {time}, bukti diperiksa"
reopened = "dibuka lagi, di {agencies}"
confirmed = "dipastikan"
closed = "ditutup"
cannot = "{agency} tidak dapat"
""",
    "channels/sorot.toml": 'name = "Sorot"\ndescription = "Foto"\nerror_m = 10\n',
    "agencies/dishub.toml": 'name = "Dinas Perhubungan"\nshort = "Dishub"\nhandles = "jalan"\n',
    "agencies/dbmsda.toml": 'name = "Dinas Bina Marga"\nshort = "DBMSDA"\nhandles = "jalan"\n',
    "agencies/poc.toml": 'name = "Pusat Operasi"\nshort = "POC"\nhandles = "keputusan"\nkind = "operator"\n',
    "categories/street_light.toml": """\
label = "PJU"
family = "traffic"
description = "Lampu jalan"
urgency = "normal"
words = [
    "pju", "lampu jalan",
]

[[routes]]
agency = "dbmsda"
until = 2025-01-01
reason = "dulu"

[[routes]]
agency = "dishub"
since = 2025-01-01
reason = "kini"

[[examples]]
text = "pju padam"
urgency = "normal"

[[examples]]
text = "lampu jalan mati"
""",
    "categories/other.toml": """\
label = "Lain-lain"
family = "other"
description = "Tidak terpetakan"
urgency = "low"
words = []
examples = []

[[routes]]
agency = "dishub"
reason = "triase operator"
""",
    "areas/kecamatan/bekasi_timur.toml": 'name = "Bekasi Timur"\ncode = "32.75.01"\n',
    "areas/landmarks/stasiun.toml": """\
name = "Stasiun"
aliases = ["KRL"]
lat = -6.2
lon = 107.0
error_m = 300
""",
    "areas/kelurahan/margahayu.toml": """\
name = "Margahayu"
kecamatan = "bekasi_timur"
code = "32.75.01.1002"
lat = -6.26
lon = 107.01
error_m = 900
border = [
    [[107.0, -6.2], [107.1, -6.2], [107.0, -6.3], [107.0, -6.2]],
]
""",
}

LIGHT = "categories/street_light.toml"
WARD = "areas/kelurahan/margahayu.toml"
MARK = "areas/landmarks/stasiun.toml"


def write(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def mistakes_of(folder: Path) -> list[tuple[str, int, str]]:
    with pytest.raises(Mistakes) as caught:
        load(folder)
    return [(str(one.path.relative_to(folder)), one.line, one.message) for one in caught.value.mistakes]
