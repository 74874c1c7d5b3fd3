"""What a spreadsheet made of a cell, and nobody meant. Pure."""

import re

IDS = frozenset({"id", "reporter"})
"""Two that were shortened are no longer told apart."""

NO_VALUE = "#FORMULA!"
"""Our own word for a formula whose value was not kept."""
_ERRORS = frozenset(
    {
        *("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"),
        *("#GETTING_DATA", NO_VALUE),
    }
)
_SHORTENED = re.compile(r"-?\d([.,]\d+)?E\+\d{1,3}")


def spoilt(name: str, value: object) -> str | None:
    """What is wrong with what stands in a field; None if it is as somebody wrote it."""
    if not isinstance(value, str):
        return None
    if name in IDS and _SHORTENED.fullmatch(value.strip()):
        return "is a number that a spreadsheet shortened; make its column text, and fill it in anew"
    # A citizen may write of such an error; elsewhere it may be one of several columns that are joined.
    words = [value.strip()] if name == "text" else value.split()
    found = next((word for word in words if word in _ERRORS), None)
    if found == NO_VALUE:
        return "holds a formula without its value; open the file in a spreadsheet program and save it"
    return f"holds {found}, an error of the spreadsheet" if found else None
