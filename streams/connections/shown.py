"""An address as it may be shown."""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

UNREADABLE = "an address that cannot be read (percent-encode what is special in its password)"
_SCHEMES = frozenset({"postgres", "postgresql"})
_HOST = r"(\[[0-9a-fA-F:.]+\]|[\w.%-]*)(:\d+)?"
_HOSTS = re.compile(rf"{_HOST}(,{_HOST})*", re.ASCII)
_SHOWN = frozenset({"application_name", "dbname", "host", "port", "sslmode", "user"})


def without_password(url: str) -> str:
    """The URL as it may be shown: a password can stand in the query too, and, written wrongly, anywhere."""
    try:
        scheme, place, path, query, fragment = urlsplit(url)
    except ValueError:
        return UNREADABLE
    account, at, hosts = place.rpartition("@")
    if scheme not in _SCHEMES or fragment or "@" in path or not _HOSTS.fullmatch(hosts):
        return UNREADABLE
    user, colon, _ = account.partition(":")
    shown = urlencode([(name, value) for name, value in parse_qsl(query) if name in _SHOWN], safe="/")
    return f"{scheme}://{user}{colon and ':***'}{at}{hosts}{path}{shown and f'?{shown}'}"
