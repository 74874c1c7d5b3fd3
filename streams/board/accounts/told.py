"""What administrators read of accounts and of their history: words for what Postgres keeps."""

from collections.abc import Mapping, Sequence
from typing import Any

from sinks.board_accounts import Role
from sinks.reading_board_accounts import Change, Listed

ROLE: Mapping[Role, str] = {
    "operator": "Operator",
    "council": "Dewan",
    "admin": "Admin",
    "agency": "Instansi",
}
_DONE: Mapping[str, str] = {
    "account add": "akun dibuat",
    "invitation add": "tautan undangan dibuat",
    "sign-in add": "masuk",
}
_REFUSED: Mapping[str, str] = {
    "password": "ditolak masuk: kata sandi salah",
    "disabled": "ditolak masuk: akun terkunci",
    "role": "ditolak masuk: tidak punya peran lagi",
}


def state_of(account: Listed) -> str:
    """One word, also the `data-state` of its chip: locked, invited, waiting (nothing opens it) or open."""
    if account.disabled_at:
        return "locked"
    if account.invited_until:
        return "invited"
    return "open" if account.has_password or account.issuer else "waiting"


def change_words(change: Change) -> str:
    """What was done."""
    if change.what == "refused sign-in add":
        return _REFUSED.get(str(change.details.get("why")), "ditolak masuk")
    if change.what == "account change":
        return ", ".join(_changed(change.details)) or "tidak ada yang berubah"
    if change.what == "invitation change":
        renewed = "hash" in change.details.get("changed", ())
        return f"tautan undangan {'baru dibuat' if renewed else 'diakhiri'}"
    return _DONE.get(change.what, change.what)


def _changed(details: Mapping[str, Any]) -> Sequence[str]:
    columns = frozenset(details.get("changed", ()))
    words = {
        "password": "kata sandi diganti",
        "sessions_ended_at": "semua sesi diakhiri",
        "disabled_at": "dikunci" if details.get("disabled_at") else "dibuka kembali",
    }
    found = [said for column, said in words.items() if column in columns]
    if columns & {"role", "agency"}:
        found.append(f"peran menjadi {details.get('agency') or ROLE.get(details.get('role'), '?')}")  # type: ignore[arg-type]
    return found
