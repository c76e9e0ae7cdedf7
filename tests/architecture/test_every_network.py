"""Every connector that the registry finds is whole: catalogue, docs, tests, capabilities, proof."""

import inspect
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

import pytest

from tests.networks.accounts import ACCOUNTS
from tolok.core.ports import Network, Proof
from tolok.core.publishing.account import Account, Capabilities
from tolok.core.publishing.retry import CLASSES, Ask
from tolok.lib.catalogue import networks as catalogue
from tolok.services.accounts import networks

ROOT = Path(__file__).resolve().parents[2]
BARE = Account("", "", "")
CALLS = [
    name
    for name, found in vars(Network).items()
    if inspect.isfunction(found) and not name.startswith("_")
]
EACH = pytest.mark.parametrize("network", networks().values(), ids=lambda each: each.id)


def able(network: Network) -> list[Capabilities]:
    return [network.capabilities(each) for each in (BARE, *ACCOUNTS[network.id])]


def test_each_folder_of_a_connector_is_found_by_its_name():
    folders = {path.parent.name for path in (ROOT / "tolok" / "networks").glob("*/network.py")}
    assert folders == set(networks()) == set(ACCOUNTS)


@EACH
def test_it_has_a_file_in_the_catalogue_with_dated_limits(network: Network):
    known = catalogue()[network.id]
    assert (ROOT / "tolok" / "catalogue" / "networks" / f"{network.id}.toml").exists()
    assert known.limits is not None
    assert dict(known.limits.stated)["text"].checked > date(2026, 1, 1)


@EACH
def test_it_has_tests_of_its_own(network: Network):
    assert list((ROOT / "tests" / "networks" / network.id).glob("test_*.py"))


@EACH
def test_it_stands_in_the_docs(network: Network):
    page = (ROOT / "docs" / "reference" / "networks.md").read_text("utf-8")
    assert f'<a id="{network.id}"></a>' in page


@EACH
def test_it_says_how_it_is_proven_and_when(network: Network):
    proof = network.proof
    assert isinstance(proof, Proof)
    assert proof.kind in ("real", "spec", "documents")
    assert proof.against.en != proof.against.id
    assert date(2026, 1, 1) < proof.checked


@EACH
def test_it_has_every_call_and_each_is_asked_the_same_way(network: Network):
    for name in CALLS:
        ours, theirs = getattr(Network, name), getattr(type(network), name)
        assert list(inspect.signature(ours).parameters) == list(
            inspect.signature(theirs).parameters
        ), name
        assert inspect.iscoroutinefunction(ours) == inspect.iscoroutinefunction(theirs), name


@EACH
def test_its_capabilities_answer_for_a_bare_account(network: Network):
    for each in able(network):
        assert each.retry in CLASSES
        assert each.text.limit > 0
        assert all(rule.calls > 0 for rule in each.limits)
        finds = CLASSES[each.retry].ask is Ask.FIND or CLASSES[each.retry].key_life is not None
        assert each.listing or not finds, "what is found by listing must be listed"


@EACH
def test_its_keys_differ_and_are_made_from_what_is_given(network: Network):
    now = datetime(2026, 11, 25, tzinfo=UTC)
    first, again, other = (network.new_key(now, Random(seed)) for seed in (1, 1, 2))  # noqa: S311
    assert first == again != other


@EACH
def test_each_way_to_connect_says_what_to_do_and_hides_what_is_secret(network: Network):
    assert network.sign_ins
    assert len({each.id for each in network.sign_ins}) == len(network.sign_ins)
    for way in network.sign_ins:
        assert way.name.en != way.name.id
        assert way.steps
        for field in way.fields:
            named = ("token", "password", "secret", "key", "url")
            assert field.secret == any(word in field.id for word in named), field.id


@EACH
def test_no_secret_stands_in_the_repr_of_its_accounts(network: Network):
    for account in ACCOUNTS[network.id]:
        assert all(
            secret not in repr(account) for secret in account.credentials.values() if secret != "t"
        )
