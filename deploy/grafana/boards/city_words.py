"""What the city's board calls what figures name by a code."""

from deploy.grafana.board import Look

DECISIONS = {
    "opens": Look(title="insiden baru"),
    "joins": Look(title="bergabung"),
    "asks": Look(title="mungkin sama"),
    "resends": Look(title="dikirim ulang"),
}
STEPS = {
    "dispatched": Look(title="belum dijawab"),
    "reopened": Look("orange", "dibuka lagi"),
    "accepted": Look(title="diterima dinas"),
    "on_site": Look(title="petugas di lokasi"),
    "resolved": Look(title="dinyatakan selesai"),
    "confirmed": Look("green", "dipastikan selesai"),
    "closed": Look(title="ditutup"),
    "cannot": Look("red", "tidak dapat ditangani"),
}
SAID = {
    "accepted": Look(title="menerima"),
    "refused": Look("orange", "menolak"),
    "on_site": Look(title="di lokasi"),
    "resolved": Look("green", "menyatakan selesai"),
    "cannot": Look("red", "tidak dapat menangani"),
    "released": Look(title="melepas ke mitra"),
    "confirmed": Look(title="memastikan selesai"),
    "reopened": Look(title="membuka lagi"),
}
ANSWERS = {"yes": Look("green", "ya, sudah beres"), "no": Look("red", "belum beres")}
CORRECTIONS = {
    "merge": Look(title="digabung"),
    "split": Look(title="dipisah"),
    "move": Look(title="laporan dipindah"),
    "reclassify": Look(title="kategori diganti"),
    "reroute": Look(title="dinas diganti"),
    "no_report": Look(title="bukan laporan"),
    "apart": Look(title="memang berbeda"),
    "undo": Look(title="dibatalkan"),
}
