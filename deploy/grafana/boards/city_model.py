"""Whether the model that understands reports grows old."""

from deploy.grafana.board import Kind, Panel, Query, Row, bad_from
from deploy.grafana.queries import within_range

_BY_CHANNEL = 'channel=~"$channel"'

MODEL = Row(
    "Apakah laporan masih dipahami?",
    (
        Panel(
            "Keyakinan atas kategori",
            "Warna kuat di atas berarti baik; bila turun, model tidak lagi mengenal kata-kata warga.",
            (
                Query(
                    "sum by (le) (increase("
                    f"sinergi_classification_confidence_bucket{{{_BY_CHANNEL}}}[$__rate_interval]))",
                    "{{le}}",
                ),
            ),
            "percentunit",
            Kind.HEAT,
        ),
        Panel(
            "Pergeseran keyakinan",
            "Di bawah 0,1 berarti sama seperti dulu; mulai 0,25 model perlu dilatih lagi.",
            (Query(f"sinergi_confidence_drift{{{_BY_CHANNEL}}}", "{{channel}}"),),
            "short",
            marks=bad_from(0.25, 0.1),
            alerts=("ModelDrift",),
        ),
        Panel(
            "Perlu dilihat operator, per alasan",
            "Sedikit berarti baik; banyak berarti laporan tidak jelas atau tempatnya tidak ditemukan.",
            (Query(within_range("sinergi_reports_for_review_total", _BY_CHANNEL, "code"), "{{code}}"),),
            "short",
            Kind.BARS,
            decimals=0,
        ),
    ),
)
