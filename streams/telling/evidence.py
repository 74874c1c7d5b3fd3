"""Why a report is where it is."""

from collections.abc import Iterator, Mapping, Sequence

from schemas.incident import Decision, Term

DECISION: Mapping[Decision, str] = {
    Decision.OPENS: "membuka insiden baru",
    Decision.ASKS: "membuka insiden baru, mungkin sama dengan insiden lain; menunggu jawaban operator",
    Decision.JOINS: "bergabung ke insiden yang sudah ada",
    Decision.RESENDS: "kiriman ulang pelapor yang sama, tidak dihitung sebagai suara baru",
}
SHORTLY: Mapping[Decision, str] = {
    Decision.OPENS: "membuka",
    Decision.ASKS: "membuka, bertanya",
    Decision.JOINS: "bergabung",
    Decision.RESENDS: "kirim ulang",
}


def term_lines(terms: Sequence[Term], score: float | None) -> Iterator[str]:
    """Each reason with its weight, then their sum; nothing where nothing was compared."""
    if score is not None:
        yield from (f"{term.words} {term.weight:+.1f}" for term in terms)
        yield f"jumlah {score:+.1f}"
