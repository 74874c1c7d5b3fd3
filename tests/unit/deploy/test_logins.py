"""Every process has its own login of Postgres, in each way of running it."""

import re

import pytest

from tests.unit.deploy.files import DEPLOY, PROCESSES, SYSTEMD, compose, documents, ours, units

BY_HAND = ("operator", "personal")
LOGINS = (DEPLOY / "logins.sql").read_text(encoding="utf-8")


def test_every_process_has_a_login() -> None:
    [named] = re.findall(r"unnest\('{(triage[^}]+)}'", LOGINS)
    assert set(named.split(",")) == {*PROCESSES, *BY_HAND}


@pytest.mark.parametrize("process", [*PROCESSES, *BY_HAND])
def test_a_container_is_given_its_own_address_and_no_other(process: str) -> None:
    given = [one for one in ours()[process]["secrets"] if "postgres" in str(one)]
    assert given == [{"source": f"postgres_url_{process}", "target": "postgres_url"}]
    assert f"postgres_url_{process}" in compose()["services"]["postgres"]["secrets"]


def test_only_who_migrates_owns_the_tables() -> None:
    owners = [name for name, one in ours().items() if "postgres_url" in one.get("secrets", [])]
    assert owners == ["migrate"]
    manifests = (DEPLOY / "kubernetes/base").glob("*.yaml")
    assert [one.stem for one in manifests if "key: postgres-url\n" in one.read_text(encoding="utf-8")] == [
        "migrate"
    ]


def test_what_removes_by_the_clock_has_the_login_of_who_removes_when_asked() -> None:
    assert ours()["retain"]["secrets"] == ours()["personal"]["secrets"]
    assert "\nUser=sinergi-personal\n" in units()["sinergi-retain"]
    manifest = (DEPLOY / "kubernetes/base/retain.yaml").read_text(encoding="utf-8")
    assert re.findall(r"key: (postgres-url.*)", manifest) == ["postgres-url-personal"]


@pytest.mark.parametrize("name", sorted(units()))
def test_a_unit_runs_as_a_user_of_its_own_that_the_system_makes(name: str) -> None:
    [user] = re.findall(r"^User=(.+)$", units()[name], re.MULTILINE)
    assert user == {"sinergi-migrate": "sinergi", "sinergi-retain": "sinergi-personal"}.get(name, name)
    assert f"\nu {user} - " in (SYSTEMD / "sinergi.sysusers.conf").read_text(encoding="utf-8")


@pytest.mark.parametrize("process", PROCESSES)
def test_a_pod_is_given_its_own_address(process: str) -> None:
    manifests = documents(DEPLOY / "kubernetes/base" / f"{process}.yaml")
    assert re.findall(r"'key': '(postgres-url[^']*)'", str(manifests[0])) == [f"postgres-url-{process}"]
