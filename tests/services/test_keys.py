"""New keys for what is sealed: nothing is lost or left out, and no key goes that is needed."""

import pytest

from tolok.core.errors import ProblemError
from tolok.lib.crypto import KeyFile
from tolok.services import doctor, keys, seals, sign_in_apps
from tolok.services.access import Actor
from tolok.services.channels import make_channel
from tolok.services.seals import open_sealed, seal
from tolok.store.models import Connection, SignInTrip

pytestmark = pytest.mark.django_db
OPERATOR = Actor(operator=True)


@pytest.fixture
def own(facts, settings):
    """A key file of the test's own, in a folder of its own."""
    seals.keys.cache_clear()
    settings.DATA.secret_key()  # the doctor looks at it
    yield settings.DATA
    seals.keys.cache_clear()


@pytest.fixture
def rows(own, cast) -> list[Connection]:
    scope = cast.scope()
    made = [
        Connection.objects.create(
            workspace=scope.workspace,
            channel=make_channel(scope, "mastodon", f"k{n}"),
            remote_id=str(n),
            sealed=seal({"token": f"t{n}"}),
        )
        for n in range(3)
    ]
    SignInTrip.objects.create(
        workspace=scope.workspace, state_hash="s", session_hash="s", sealed=seal({"verifier": "v"})
    )
    sign_in_apps.put(own.apps / "bluesky-oauth.sealed", seal({"client_key": "k"}))
    return made


def opened() -> list[dict[str, str]]:
    tokens = [*Connection.objects.order_by("remote_id").values_list("sealed", flat=True)]
    tokens += [*SignInTrip.objects.values_list("sealed", flat=True)]
    tokens += [path.read_text() for path in sign_in_apps.sealed_files()]
    return [open_sealed(token) for token in tokens]


def test_a_new_key_seals_rows_trips_and_files_anew(rows):
    before = opened()
    assert keys.status(OPERATOR) == keys.Standing(keys=1, sealed=5, old=0, unreadable=0)
    assert keys.rotate(OPERATOR) == keys.Standing(keys=2, sealed=5, old=0, unreadable=0)
    assert opened() == before
    assert keys.retire(OPERATOR) == 1
    assert opened() == before


def test_many_batches_leave_nothing_out(rows, monkeypatch):
    monkeypatch.setattr(keys, "BATCH", 2)
    keys.rotate(OPERATOR)
    assert keys.status(OPERATOR).old == 0


def test_a_rotation_cut_short_is_carried_on_without_another_key(rows, monkeypatch):
    def cut(model):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(keys, "_reseal_rows", cut)
        with pytest.raises(KeyboardInterrupt):
            keys.rotate(OPERATOR)
    assert keys.status(OPERATOR).old == 5
    assert keys.retire(OPERATOR) == 0  # the old key is still needed
    assert keys.rotate(OPERATOR) == keys.Standing(keys=2, sealed=5, old=0, unreadable=0)


def test_a_log_in_renewed_during_the_rotation_keeps_its_new_token(rows, monkeypatch):
    row, honest = rows[0], KeyFile.reseal
    renewed: list[str] = []

    def while_resealing(self, token: str) -> str:
        if not renewed and token == row.sealed:
            renewed.append(seal({"token": "renewed"}))
            Connection.objects.filter(id=row.id).update(sealed=renewed[0])
        return honest(self, token)

    monkeypatch.setattr(KeyFile, "reseal", while_resealing)
    keys.rotate(OPERATOR)
    assert opened()[0] == {"token": "renewed"}


def test_a_key_is_not_forgotten_while_something_opens_with_none(rows):
    Connection.objects.filter(id=rows[0].id).update(sealed="broken")
    keys.rotate(OPERATOR)
    with pytest.raises(ProblemError) as caught:
        keys.retire(OPERATOR)
    assert "connect" in caught.value.problem.fix.en.lower()
    assert keys.status(OPERATOR).unreadable == 1


def test_every_sealed_column_of_the_store_is_covered():
    assert {model.__name__ for model in keys._models()} >= {"Connection", "SignInTrip"}


def test_only_the_operator_touches_keys(rows, cast):
    owner = Actor(user=cast.people["owner"])
    for act in (keys.status, keys.rotate, keys.retire):
        with pytest.raises(ProblemError) as caught:
            act(owner)
        assert caught.value.problem.status == 403


def level(name: str) -> tuple[str, str]:
    found = next(check for check in doctor.examine() if check.name == name)
    return found.level, found.words.en


def test_the_doctor_reads_the_keys_and_what_they_seal(rows, own):
    assert level("seal_keys") == ("ok", "1 keys seal log-ins")
    assert level("log_ins") == ("ok", "All 5 stored log-ins open")
    own.seal_keys.chmod(0o644)
    assert level("seal_keys")[0] == "fail"
    assert any(check.level == "fail" for check in doctor.readiness())


def test_the_doctor_misses_a_lost_key_file_and_makes_no_new_one(rows, own):
    own.seal_keys.unlink()
    assert level("log_ins")[0] == "fail"
    assert not own.seal_keys.exists()


def test_nothing_sealed_yet_is_well(own, cast):
    assert level("seal_keys")[0] == level("log_ins")[0] == "ok"
    assert not own.seal_keys.exists()
