"""Only the public internet: held against the registers of special addresses, written down here once more."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sinks.webhooks.addresses import refusal_of, url_refusal

# https://www.iana.org/assignments/iana-ipv4-special-registry and multicast.
SPECIAL = [
    IPv4Network(network)
    for network in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15"),
        *("198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
    )
]
SPECIAL_6 = [IPv6Network(network) for network in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")]
ADDRESSES = st.integers(0, 2**32 - 1).map(IPv4Address)


def within(network: IPv4Network | IPv6Network) -> st.SearchStrategy[str]:
    last = network.num_addresses - 1
    return st.integers(0, last).map(lambda number: str(network[number]))


@given(ADDRESSES)
def test_an_address_is_refused_if_a_register_names_it(address: IPv4Address) -> None:
    special = any(address in network for network in SPECIAL)
    assert (refusal_of(str(address)) is not None) == special


@pytest.mark.parametrize("network", [*SPECIAL, *SPECIAL_6], ids=str)
def test_the_first_the_last_and_those_between_are_refused(network: IPv4Network | IPv6Network) -> None:
    @given(within(network))
    @example(str(network[0]))
    @example(str(network[-1]))
    def refused(address: str) -> None:
        reason = refusal_of(address)
        assert reason is not None
        assert reason.startswith(f"{address} is ")

    refused()


@given(ADDRESSES)
def test_an_ipv4_address_inside_ipv6_is_refused_whatever_it_is(address: IPv4Address) -> None:
    number = int(address)
    for wrapped in (
        IPv6Address(0xFFFF << 32 | number),
        IPv6Address(number),
        IPv6Address(0x64FF9B << 96 | number),
        IPv6Address(0x2002 << 112 | number << 80),
    ):
        assert refusal_of(str(wrapped)) is not None, wrapped


@given(st.integers(0, 2**128 - 1).map(IPv6Address))
def test_of_ipv6_only_what_is_given_out_is_public(address: IPv6Address) -> None:
    if address not in IPv6Network("2000::/3"):
        assert refusal_of(str(address)) is not None


@pytest.mark.parametrize(
    ("address", "what"),
    [
        ("127.0.0.1", "a loopback address"),
        ("10.1.2.3", "a private address"),
        ("169.254.169.254", "a link-local address"),
        ("0.0.0.0", "no address"),
        ("224.0.0.1", "a multicast address"),
        ("255.255.255.255", "a reserved address"),
        ("100.100.100.200", "a shared address of a provider"),
        ("::", "no address"),
        ("::1", "a loopback address"),
        ("fe80::1%eth0", "a link-local address"),
        ("fd00::1", "a private address"),
        ("fec0::1", "a private address"),
        ("ff02::1", "a multicast address"),
        ("::ffff:8.8.8.8", "an IPv4 address inside IPv6"),
        ("64:ff9b::808:808", "a NAT64 address"),
        ("2002:808:808::1", "a 6to4 address"),
        ("2001:0:808:808::1", "a Teredo address"),
    ],
)
def test_the_reason_says_what_it_is(address: str, what: str) -> None:
    assert refusal_of(address) == f"{address} is {what}"


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "1.1.1.1", "103.10.0.1", "2606:4700:4700::1111", "2404:6800::1"]
)
def test_public_addresses_are_not_refused(address: str) -> None:
    assert refusal_of(address) is None


def test_what_is_no_address_is_refused() -> None:
    for text in ("", "localhost", "127.1", "0x7f000001", "2130706433"):
        assert refusal_of(text) == f"{text!r} is no IP address"


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://dishub.example/x", "it begins with 'http', and must with https"),
        ("ftp://dishub.example", "it begins with 'ftp'"),
        ("file:///etc/passwd", "it begins with 'file'"),
        ("dishub.example/x", "it begins with 'nothing'"),
        ("https://", "it names no host"),
        ("https://:443/x", "it names no host"),
        ("https://a:b@dishub.example", "it holds a user or password"),
        ("https://a@dishub.example", "it holds a user or password"),
        ("https://dishub.example/#x", "what follows # is never sent"),
        ("https://dishub.example:99999", "it is no URL"),
        ("https://[::1", "it is no URL"),
        ("https://dishub.example/a b", "it may hold printable ASCII only"),
        ("https://dishub.example/\n", "it may hold printable ASCII only"),
        ("https://dishüb.example", "it may hold printable ASCII only"),
        ("https://127.0.0.1/x", "127.0.0.1 is a loopback address"),
        ("https://[::1]/x", "::1 is a loopback address"),
        ("https://[::ffff:10.0.0.1]/x", "::ffff:10.0.0.1 is an IPv4 address inside IPv6"),
        ("https://169.254.169.254/latest", "169.254.169.254 is a link-local address"),
        ("https://dishub.example:0/", "nobody listens on port 0"),
        ("https://localhost/x", "'localhost' is a name inside a network"),
        ("https://intranet./x", "'intranet.' is a name inside a network"),
        ("https://a.localhost/x", "'a.localhost' is a name inside a network"),
    ],
)
def test_a_url_that_cannot_be_is_refused_with_the_reason(url: str, reason: str) -> None:
    found = url_refusal(url, private=False)
    assert found is not None
    assert found.startswith(reason)


@pytest.mark.parametrize(
    "host",
    [
        *("127.1", "10.1", "2130706433", "0177.0.0.1", "0x7f.1", "127.0.0.0x1", "127.0.0.1.", "010.8.8.8"),
        *("1.2.3.4.5", "8.8.8.256", "dishub.7", "0x", "a.0x7F"),
    ],
)
@pytest.mark.parametrize("private", [True, False])
def test_an_address_is_written_as_one_and_in_no_other_form(host: str, private: bool) -> None:
    reason = f"{host.lower()!r} is no name of a host; an address is written as four numbers"
    assert url_refusal(f"https://{host}:8443/x", private=private) == reason


@pytest.mark.parametrize(
    "host",
    [
        *(
            "a..b",
            ".dishub.example",
            "dishub.example..",
            "%31.example",
            "127.0.0.%31",
            "-a.example",
            "a-.example",
        ),
        *("a_$.example", "a\\b.example", "*.example", "[v1.dishub.example]", f"{'a' * 64}.example", "."),
        ".".join(["a" * 63] * 4),
    ],
)
@pytest.mark.parametrize("private", [True, False])
def test_what_is_no_name_of_a_host_is_refused(host: str, private: bool) -> None:
    assert (url_refusal(f"https://{host}/x", private=private) or "").endswith("is no name of a host")


@pytest.mark.parametrize(
    "url",
    [
        *("https://dishub.example", "https://dishub.example:8443/a?key=b", "https://8.8.8.8/x"),
        *(
            "https://DISHUB.example./x",
            "https://xn--dishb-0ra.example",
            "https://a_b.1a.example",
            "https://1.id",
        ),
        "https://[2606:4700:4700::1111]:8443/x",
    ],
)
def test_a_public_https_url_is_taken(url: str) -> None:
    assert url_refusal(url, private=False) is None


def test_where_private_ones_are_let_in_http_and_loopback_are_too_but_nothing_else() -> None:
    assert url_refusal("http://127.0.0.1:8080/x", private=True) is None
    assert url_refusal("http://localhost/x", private=True) is None
    for url in ("ftp://127.0.0.1/", "http://a:b@127.0.0.1/", "http:///x"):
        assert url_refusal(url, private=True) is not None
