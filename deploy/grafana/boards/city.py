"""What the council and the operation center ask, in their language."""

from deploy.grafana.board import Board, Kind, Panel, Query, Row, Variable
from deploy.grafana.boards.city_model import MODEL
from deploy.grafana.boards.city_words import ANSWERS, CORRECTIONS, DECISIONS, SAID, STEPS
from deploy.grafana.queries import quantile_within_range, within_range

_CHANNEL = Variable("channel", "Kanal", "sinergi_reports_classified_total", "channel")
_AGENCY = Variable("agency", "Dinas", "sinergi_dispatches_sent_total", "agency")
_BY_CHANNEL, _BY_AGENCY = 'channel=~"$channel"', 'agency=~"$agency"'
_CHOSEN = f"{_BY_CHANNEL}, {_BY_AGENCY}"
_TAKEN = 'result="applied"'
_OPEN = f"max by (agency, step) (sinergi_incidents_open{{{_BY_AGENCY}}})"
"""Two watches say the same."""

_REPORTS = Row(
    "Apa yang dilaporkan warga?",
    (
        Panel(
            "Laporan per jam",
            "Seperti biasa pada jam itu berarti baik; kanal yang hilang berarti warga tidak terdengar.",
            (
                Query(
                    "3600 * sum by (channel)"
                    f" (rate(sinergi_reports_recorded_total{{{_BY_CHANNEL}}}[$__rate_interval]))",
                    "{{channel}}",
                ),
            ),
            "short",
            Kind.STACK,
            width=12,
        ),
        Panel(
            "Laporan per kanal",
            "Jumlah dalam rentang waktu yang dipilih.",
            (Query(within_range("sinergi_reports_recorded_total", _BY_CHANNEL, "channel"), "{{channel}}"),),
            "short",
            Kind.BARS,
            width=6,
            decimals=0,
        ),
        Panel(
            "Menjadi apa",
            "Makin banyak yang bergabung, makin sedikit pekerjaan ganda bagi dinas.",
            (Query(within_range("sinergi_reports_recorded_total", _BY_CHANNEL, "decision"), "{{decision}}"),),
            "short",
            Kind.BARS,
            width=6,
            looks=DECISIONS,
            decimals=0,
        ),
    ),
)

_INCIDENTS = Row(
    "Apa yang sedang ditangani?",
    (
        Panel(
            "Insiden terbuka per dinas",
            "Turun berarti baik; insiden dengan dua dinas dihitung pada keduanya.",
            (Query(f"sum by (agency) ({_OPEN})", "{{agency}}"),),
            "short",
            Kind.BARS,
        ),
        Panel(
            "Sampai di mana",
            "Bergerak menuju selesai berarti baik; menumpuk pada 'belum dijawab' berarti buruk.",
            (Query(f"sum by (step) ({_OPEN})", "{{step}}"),),
            "short",
            Kind.STACK,
            looks=STEPS,
        ),
        Panel(
            "Lewat janji",
            "0 berarti semua janji kepada warga ditepati.",
            (Query(f"max by (agency) (sinergi_incidents_overdue{{{_BY_AGENCY}}})", "{{agency}}"),),
            "short",
        ),
    ),
)

_ANSWER_TIMES = Row(
    "Berapa lama sampai ke dinas?",
    (
        Panel(
            "Dari laporan ke dinas: separuhnya paling lama",
            "Di bawah satu detik berarti baik; sasarannya 60 detik.",
            (Query(quantile_within_range(0.5, "sinergi_dispatch_seconds", _CHOSEN, "agency"), "{{agency}}"),),
            "s",
            Kind.BARS,
        ),
        Panel(
            "Dari laporan ke dinas: 95 % paling lama",
            "Beberapa detik berarti baik; sasarannya 60 detik.",
            (
                Query(
                    quantile_within_range(0.95, "sinergi_dispatch_seconds", _CHOSEN, "agency"),
                    "{{agency}}",
                ),
            ),
            "s",
            Kind.BARS,
        ),
        Panel(
            "Kabar yang dikirim ke dinas",
            "Jumlah dalam rentang waktu yang dipilih, kabar lanjutan tentang insiden yang sama juga.",
            (Query(within_range("sinergi_dispatches_sent_total", _BY_AGENCY, "agency"), "{{agency}}"),),
            "short",
            Kind.BARS,
            decimals=0,
        ),
    ),
)

_WAITING = Row(
    "Apa yang menunggu?",
    (
        Panel(
            "Pertanyaan bagi operator",
            "Sedikit berarti baik: tiap pertanyaan mungkin satu insiden yang dikerjakan dua kali.",
            (Query("max(sinergi_questions_open)", "menunggu"),),
            "short",
            Kind.VALUES,
        ),
        Panel(
            "Pertanyaan yang terlama",
            "Dijawab pada hari yang sama berarti baik.",
            (Query("max(sinergi_questions_oldest_seconds)", "terlama"),),
            "s",
            Kind.VALUES,
        ),
        Panel(
            "Warga yang belum dikabari",
            "Mereka mendapat kabar besok pagi; 0 setelah pagi berarti baik.",
            (Query("max(sinergi_feedback_waiting)", "menunggu"),),
            "short",
            Kind.VALUES,
        ),
    ),
)

_VOICES = Row(
    "Apa kata dinas, warga, dan operator?",
    (
        Panel(
            "Jawaban dinas",
            "Banyak yang selesai berarti baik; banyak yang menolak berarti pembagiannya keliru.",
            (Query(within_range("sinergi_progress_total", _TAKEN, "said"), "{{said}}"),),
            "short",
            Kind.BARS,
            looks=SAID,
            decimals=0,
        ),
        Panel(
            "Suara warga: sudah beres?",
            "'Ya' berarti baik; 'belum' berarti dinyatakan selesai padahal belum.",
            (Query(within_range("sinergi_replies_total", _TAKEN, "answer"), "{{answer}}"),),
            "short",
            Kind.BARS,
            looks=ANSWERS,
            decimals=0,
        ),
        Panel(
            "Koreksi operator",
            "Sedikit berarti Sinergi sudah benar sejak awal.",
            (Query(within_range("sinergi_corrections_total", _TAKEN, "kind"), "{{kind}}"),),
            "short",
            Kind.BARS,
            looks=CORRECTIONS,
            decimals=0,
        ),
    ),
)

CITY = Board(
    id="city",
    title="Sinergi: kota",
    text="Apa yang dilaporkan warga, sampai di mana penanganannya, dan apa yang menunggu?",
    variables=(_CHANNEL, _AGENCY),
    rows=(_REPORTS, _INCIDENTS, _ANSWER_TIMES, _WAITING, _VOICES, MODEL),
    since="now-24h",
    every_word="Semua",
)
