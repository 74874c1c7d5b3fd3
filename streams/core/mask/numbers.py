"""Numbers that belong to a person: telephone, NIK, family card, BPJS, bank account, date of birth."""

import re

_ALONE = r"(?<![\d+].)(?<!-\d\..)(?<!\b\d{3}\..)"
"""Behind a first character: it stands neither within a number nor in the decimals of a coordinate.

Patterns begin with that character, not with what must not be before it: so most positions fail at once.
"""

_NUMERAL = re.compile(r"[^\D0-9]")

_MONTH = r"(?:jan|[fp]eb|mar|apr|mei|jun|jul|ag[us]|sep|okt|nov|[dn]es)[a-z]{0,9}\.?"
_DATE = (
    r"(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2} ?[-/. ] ?\d{1,2} ?[-/. ] ?\d{2,4}"
    rf"|\d{{1,2}}[-/. ]{{0,2}}{_MONTH}[-/. ]{{0,2}}\d{{4}})(?!\d)"
)
_YEARS = r"(?:19|20)\d\d ?- ?(?:19|20)\d\d(?!\d)"

# "akta kelahiran" is followed by the day it was asked for.
_BIRTH = re.compile(
    rf"(\b(?:ttl|(?<!akt[ae] )(?:kelahiran|lahir(?:nya)?))\b\D{{0,30}}){_DATE}", re.IGNORECASE
)

_GAP = r"[\s./_()\u2010-\u2015\u2212-]"
"""What people write between the digits of one number."""

_COMPACT_DAY = r"(?:19|20)\d\d[01]\d[0-3]\d"
_NIK = re.compile(
    rf"\d{_ALONE}(?:\d{{15}}|\d{{3}}{_GAP}\d{{4}}{_GAP}\d{{4}}{_GAP}\d{{4}}"
    # Province (none begins with 20), regency, district, day of birth (women add 40), month, year, serial.
    rf"|(?<=[1-9])\d(?<!20)(?:{_GAP}?\d\d){{2}}{_GAP}?[0-7]\d{_GAP}?[01]\d{_GAP}?\d\d{_GAP}?\d{{4}}"
    rf"|(?<!{_COMPACT_DAY}.)\d{{7}}{_GAP}(?!{_COMPACT_DAY})\d{{8}})(?!\d)",
    re.DOTALL,
)
_NO_MONEY = r"(?<!rp.)(?<!rp[ .].)"
_ABROAD = r"(?:(?<=\+)62|(?<=6)2|(?<=0))"
_MOBILE = re.compile(rf"[+60]{_ALONE}{_ABROAD}[\s.-]?8\d{{1,3}}(?:[\s.-]?\d{{2,4}}){{2,3}}(?!\d)", re.DOTALL)
_LANDLINE = re.compile(
    rf"[(+60]{_ALONE}{_NO_MONEY}(?:(?<=\()0[2-9]\d{{1,2}}\)|{_ABROAD}[\s.-]?[2-9]\d{{1,2}})"
    r"[\s.-]{0,2}\d{3,4}[\s.-]?\d{3,5}(?!\d|\.\d{3}(?!\d))",
    re.DOTALL | re.IGNORECASE,
)

_CLOCK = r"[0-2]?\d\.[0-5]\d(?!\d)"
_NO_PHONE = (
    r"(?!\d ?[-/. ] ?(?:[01]?\d ?[-/. ] ?)?(?:19|20)\d\d(?!\d))"  # 08-12-2025, 08/2025
    r"(?!\d([-/.])[01]?\d\1\d\d(?!\1?\d))"  # 08/12/25
    rf"(?!\d(?:\s[0-2]?\d)?\.[0-5]\d\s?[-\u2013/ ]\s?{_CLOCK})"  # 08.15-10.20
    r"(?!\d(?:[-/ ]{1,3}0\d(?!\d)){2})"  # RT 02/03/04
    r"(?![67]\.\d{4})"  # 06.2382
)
"""Behind a first 0: what is written in digits and gaps as well."""
_NO_PHONE_BEFORE = r"(?<!(?:19|20)\d\d[-/].)(?<!(?:19|20)\d\d[-/]\d\d[-/].)(?<!(?:r[tw]|km)[ .].)"
_LOOSE = re.compile(
    rf"[(+60]{_ALONE}{_NO_MONEY}{_NO_PHONE_BEFORE}"
    rf"(?:(?:(?<=[(+])\+?62|(?<=6)2){_GAP}{{0,3}}0?|(?:(?<=0)|(?<=[(+])0){_NO_PHONE})"
    rf"{_GAP}{{0,3}}[2-9](?:{_GAP}{{0,3}}\d){{8,13}}(?!\d)",
    re.DOTALL | re.IGNORECASE,
)
"""Any gaps, so it needs 9-14 digits behind the prefix (E.164 has 15 with it), and is tried last."""
_SAID = re.compile(
    r"(\b(?:hp|wa|whatsapp|te?lp|telepon|handphone)(?:nya)?(?:\s(?:saya|ke|no|nomor|aktif))?\W{0,3})"
    rf"(?<!\d)8(?:{_GAP}{{0,3}}\d){{8,11}}(?!\d)",
    re.IGNORECASE,
)

_ACCOUNT = re.compile(r"\d(?<![\d.,+].)(?:[ -]?\d){7,15}(?!\d)", re.DOTALL)
_NO_ACCOUNT = re.compile(f"{_DATE}|{_YEARS}", re.IGNORECASE)
_BANK = r"(?:bca|bri|bni|bsi|bjb|btn|bank|mandiri|muamalat|cimb|danamon|permata|ocbc|jago|seabank)"
_BEFORE_BPJS = re.compile(r"\b(?:bpjs|jkn|kis)\b\D{0,40}\Z", re.IGNORECASE)
_BEFORE_ACCOUNT = re.compile(
    rf"\b(?:norek|rek(?:ening)?(?:nya)?|{_BANK})\b\D{{0,40}}(?<!rp)(?<!rp[ .])(?<!rp\. )\Z", re.IGNORECASE
)
_BEHIND_ACCOUNT = re.compile(rf"\W{{1,3}}{_BANK}\b", re.IGNORECASE)
_BEFORE_LENGTH = 52
_BPJS_LENGTH = 13


def fold_numerals(text: str) -> str:
    """The text with every decimal digit, full-width or of another script, as an ASCII one."""
    return _NUMERAL.sub(lambda digit: str(int(digit[0])), text)


def mask_nik(text: str) -> str:
    """The text without NIK and numbers of family cards: 16 digits."""
    return _NIK.sub("<nik>", text)


def mask_phones(text: str) -> str:
    """The text without telephone numbers: seven digits or more."""
    for pattern in (_MOBILE, _LANDLINE, _LOOSE):
        text = pattern.sub("<telepon>", text)
    return _SAID.sub(r"\1<telepon>", text)


def mask_accounts(text: str) -> str:
    """The text without BPJS numbers and accounts: eight digits or more by a word that says so."""
    return _ACCOUNT.sub(_account, text)


def _account(found: re.Match[str]) -> str:
    """What to put for a long number: an account is neither money nor a day nor a span of years."""
    text, start = found.string, found.start()
    first = max(0, start - _BEFORE_LENGTH)
    if len(found[0]) == _BPJS_LENGTH and _BEFORE_BPJS.search(text, first, start):
        return "<bpjs>"
    if _NO_ACCOUNT.match(text, start):
        return found[0]
    by_bank = _BEFORE_ACCOUNT.search(text, first, start) or _BEHIND_ACCOUNT.match(text, found.end())
    return "<rekening>" if by_bank else found[0]


def may_hold_birth(text: str, _: str) -> bool:
    """Whether `mask_births` could change the text."""
    lowered = text.lower()
    return "lahir" in lowered or "ttl" in lowered


def mask_births(text: str) -> str:
    """The text without dates of birth, those that follow ttl or lahir: four digits or more."""
    return _BIRTH.sub(r"\1<lahir>", text)
