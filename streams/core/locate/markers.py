"""Words that say what the name after them is, and whether it is here or where something leads."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


SAYS_STREET = _set("jalan gang raya lorong")
SAYS_KELURAHAN = _set("kelurahan desa lurah")
SAYS_KECAMATAN = _set("kecamatan camat")
SAYS_AT = _set(
    "di didaerah daerah wilayah kawasan depan dekat deket belakang samping sebelah seberang sekitar area "
    "lokasi tkp warga kolong bawah perempatan simpang pertigaan bunderan dalam kantor"
)
LEADS_AWAY = _set(
    "arah mengarah menuju kearah ke tujuan jurusan dari dr sampai sampe hingga via lewat kiriman asal plat"
)
"""The matter is not at the name that follows: "arah Summarecon", "kiriman dari Bogor"."""
KINDS = _set(
    "perumahan komplek cluster kampung stasiun tol gerbang gt pintu exit terminal pasar kota kabupaten mall "
    "rs daerah wilayah"
)
BETWEEN = KINDS | SAYS_STREET | SAYS_KELURAHAN | SAYS_KECAMATAN
"""May stand between such a word and its name."""
BEARS_NAME = _set("tol gerbang gt pintu exit stasiun lrt halte pasar terminal mall rs over flyover jembatan")
"""What is called after a kelurahan may stand in the next one: flyover Bintara, pasar Kranji."""
AND = _set("dan atau sama")
TITLES = _set("jenderal kh k h hj ir dr prof ra rh raden letnan sersan i")
"""Left out of streets as often as said: Jl. RA Kartini, Jl. Kartini."""
