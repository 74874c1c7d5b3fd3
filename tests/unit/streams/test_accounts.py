from schemas.catalog.models import Catalog
from schemas.topics import (
    ANNOUNCEMENTS,
    CLASSIFIED,
    CORRECTIONS,
    REPORTER_KEYS,
    dispatches,
    feedback,
    progress,
    replies,
    reports,
)
from sinks.acls import Acl, Operation, Pattern, Resource
from streams.accounts import EVERYTHING, Account, accounts, ours, rights, stale
from tests.unit.core.bekasi import CATALOG

READ, WRITE = Operation.READ, Operation.WRITE


def of(name: str, catalog: Catalog = CATALOG) -> Account:
    return {one.name: one for one in accounts(catalog)}[name]


def test_an_adapter_may_speak_for_its_channel_and_hear_what_it_is_told() -> None:
    assert rights(of("adapter-sorot"), "User:") == {
        Acl("User:adapter-sorot", Resource.TOPIC, reports("sorot"), WRITE),
        Acl("User:adapter-sorot", Resource.TOPIC, replies("sorot"), WRITE),
        Acl("User:adapter-sorot", Resource.TOPIC, feedback("sorot"), READ),
        Acl("User:adapter-sorot", Resource.GROUP, "client.feedback.sorot", READ),
        Acl("User:adapter-sorot", Resource.GROUP, "adapter-sorot.", READ, Pattern.PREFIXED),
    }


def test_an_agency_may_hear_its_dispatches_and_say_what_it_did() -> None:
    assert rights(of("agency-dishub"), "User:CN=") == {
        Acl("User:CN=agency-dishub", Resource.TOPIC, dispatches("dishub"), READ),
        Acl("User:CN=agency-dishub", Resource.TOPIC, progress("dishub"), WRITE),
        Acl("User:CN=agency-dishub", Resource.GROUP, "client.dispatches.dishub", READ),
        Acl("User:CN=agency-dishub", Resource.GROUP, "agency-dishub.", READ, Pattern.PREFIXED),
    }


def test_a_new_channel_and_agency_need_no_code() -> None:
    channel, agency = next(iter(CATALOG.channels.values())), next(iter(CATALOG.agencies.values()))
    more = CATALOG.model_copy(
        update={
            "channels": {**CATALOG.channels, "surat": channel},
            "agencies": {**CATALOG.agencies, "pln": agency},
        }
    )
    assert of("adapter-surat", more).writes == (reports("surat"), replies("surat"))
    assert {reports("surat"), progress("pln")} <= set(of("triage", more).reads)
    assert {reports("surat"), progress("pln")} <= set(of("board", more).writes)
    assert dispatches("pln") in of("resolve", more).writes
    assert dispatches("pln") in of("webhooks", more).reads
    assert {reports("surat"), dispatches("pln")} <= set(of("topics", more).makes)


def test_nobody_outside_of_the_workers_reads_or_writes_what_holds_personal_data() -> None:
    writers = {one.name for one in accounts(CATALOG) if CLASSIFIED in one.writes}
    readers = {one.name for one in accounts(CATALOG) if CLASSIFIED in one.reads}
    assert writers == {"triage", "resolve", "personal", EVERYTHING}
    assert readers == {"resolve", "watch", "monitor", "restore", "personal", EVERYTHING}


def test_keys_are_written_by_workers_and_read_only_to_restore() -> None:
    assert {one.name for one in accounts(CATALOG) if REPORTER_KEYS in one.reads} == {"restore", EVERYTHING}
    assert {one.name for one in accounts(CATALOG) if REPORTER_KEYS in one.writes} == {
        *("triage", "resolve", "personal"),
        EVERYTHING,
    }
    assert "sinergi-resolve" in of("triage").sees


def test_records_are_removed_only_for_citizens_and_never_from_what_cannot_be_had_again() -> None:
    """Whoever may remove records may delete the topic."""
    removing = {one.principal for account in accounts(CATALOG) for one in deletes(account)}
    assert removing == {"User:personal"}
    ours_alone = {CLASSIFIED, REPORTER_KEYS, CORRECTIONS, ANNOUNCEMENTS}
    assert not ours_alone & {one.name for one in deletes(of("personal"))}


def deletes(account: Account) -> set[Acl]:
    return {one for one in rights(account, "User:") if one.operation is Operation.DELETE}


def test_names_are_ours_by_their_form_so_that_one_who_left_is_found() -> None:
    for name in ("triage", "adapter-sorot", "agency-gone", EVERYTHING):
        assert ours(f"User:{name}", "User:", CATALOG)
    for name in ("User:admin", "User:agency-", "User:agency-A B", "Group:triage", "User:triage2"):
        assert not ours(name, "User:", CATALOG)
    assert not ours("User:triage", "User:CN=", CATALOG)


def test_stale_is_what_ours_may_do_and_need_not() -> None:
    gone = Acl("User:agency-gone", Resource.TOPIC, dispatches("gone"), READ)
    theirs = Acl("User:ledger", Resource.TOPIC, "ledger", READ)
    needed = rights(of("triage"), "User:") | rights(of(EVERYTHING), "User:")
    assert stale([*needed, gone, theirs], "User:", CATALOG) == {gone}
