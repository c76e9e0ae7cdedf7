"""Secrets come back as they went in, through rotations and by other processes, or a Problem."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from tolok.core.errors import ProblemError
from tolok.lib.crypto import KeyFile


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "seal.keys"


def test_the_file_is_made_at_the_first_use_for_its_owner_only(path: Path):
    keys = KeyFile(path)
    assert not path.exists()
    keys.seal("a")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [len(line) for line in path.read_text().splitlines()] == [44]
    assert not [p for p in path.parent.iterdir() if p.suffix == ".new"]


def test_the_file_is_private_whatever_the_mask_says(path: Path):
    old = os.umask(0)
    try:
        KeyFile(path).rotate()
    finally:
        os.umask(old)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.fixture(scope="module")
def shared_keys(tmp_path_factory: pytest.TempPathFactory) -> KeyFile:
    return KeyFile(tmp_path_factory.mktemp("keys") / "seal.keys")


@given(secret=st.binary(max_size=200) | st.text(max_size=200))
def test_what_is_sealed_comes_back_and_does_not_show(secret: bytes | str, shared_keys: KeyFile):
    token = shared_keys.seal(secret)
    plain = secret.encode() if isinstance(secret, str) else secret
    assert token.isascii()
    assert shared_keys.open_sealed(token) == plain
    assert token != shared_keys.seal(secret)


@given(token=st.text(max_size=200))
def test_what_was_never_sealed_is_a_problem(token: str, shared_keys: KeyFile):
    with pytest.raises(ProblemError) as caught:
        shared_keys.open_sealed(token)
    assert caught.value.problem.type == "seal-broken"


@given(at=st.integers(0, 139), to=st.sampled_from("ABCabc019-_"))
def test_a_changed_token_does_not_open(at: int, to: str, shared_keys: KeyFile):
    token = shared_keys.seal(b"a token of the usual length 40 bytes or so")
    changed = token[:at] + to + token[at + 1 :]
    if changed != token:
        with pytest.raises(ProblemError):
            shared_keys.open_sealed(changed)


def test_after_a_rotation_old_tokens_open_and_reseal_moves_them_to_the_new_key(path: Path):
    keys = KeyFile(path)
    old = keys.seal("secret")
    assert keys.reseal(old) == old
    assert keys.rotate() == 2
    assert keys.open_sealed(old) == b"secret"
    new = keys.reseal(old)
    assert new != old
    assert keys.reseal(new) == new
    assert keys.retire([old, new]) == 0
    assert keys.retire([new]) == 1
    assert keys.open_sealed(new) == b"secret"
    with pytest.raises(ProblemError) as caught:
        keys.open_sealed(old)
    assert caught.value.problem.type == "seal-broken"
    assert "secret" not in str(caught.value)
    assert keys.retire([new]) == 0


def test_another_process_that_rotates_is_followed_both_ways(path: Path):
    here, there = KeyFile(path), KeyFile(path)
    before = here.seal("before")
    there.rotate()
    after = there.seal("after")
    assert here.open_sealed(after) == b"after"
    assert there.open_sealed(before) == b"before"
    assert here.open_sealed(here.seal("again")) == b"again"


def test_processes_that_begin_and_rotate_at_once_lose_no_key(path: Path):
    code = (
        "import sys, pathlib; from tolok.lib.crypto import KeyFile\n"
        "keys = KeyFile(pathlib.Path(sys.argv[1])); token = keys.seal('x'); keys.rotate()\n"
        "print(token); print(keys.seal('x'))"
    )
    command = [sys.executable, "-c", code, str(path)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    tokens = [token for one in running for token in one.communicate()[0].split()]
    keys = KeyFile(path)
    assert [keys.open_sealed(token) for token in tokens] == [b"x"] * 8
    assert len(path.read_text().splitlines()) == 5


@pytest.mark.parametrize("mode", [0o604, 0o640, 0o660, 0o644, 0o777, 0o601])
def test_a_file_that_others_may_touch_is_refused_even_after_it_was_in_use(path: Path, mode: int):
    keys = KeyFile(path)
    token = keys.seal("a")
    path.chmod(mode)
    for act in (lambda: keys.seal("b"), lambda: keys.open_sealed(token), keys.rotate):
        with pytest.raises(ProblemError) as caught:
            act()
        assert caught.value.problem.type == "key-file"
        assert "chmod 600" in caught.value.problem.fix.en
    path.chmod(0o400)
    assert keys.open_sealed(token) == b"a"


GOOD = "A" * 43 + "="


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", 1),
        (b"\n", 1),
        (b"short\n", 1),
        (f"{GOOD}\n{GOOD[:-4]}\n".encode(), 2),
        (f"{GOOD}\n\n{GOOD}\n".encode(), 2),
        (f"{GOOD} \n".encode(), 1),
        (b"\xff" * 44, 1),
        (b"!" * 44, 1),
    ],
)
def test_a_broken_file_is_refused_and_left_alone(path: Path, content: bytes, line: int):
    path.write_bytes(content)
    path.chmod(0o600)
    for act in (lambda: KeyFile(path).seal("a"), lambda: KeyFile(path).rotate()):
        with pytest.raises(ProblemError) as caught:
            act()
        assert caught.value.problem.type == "key-file"
        assert f"Line {line} " in caught.value.problem.detail.en
    assert path.read_bytes() == content


def test_no_key_shows_in_a_repr_or_a_problem(path: Path):
    keys = KeyFile(path)
    keys.seal("a")
    key = path.read_text().strip()
    path.write_text(f"{key}\nbroken {key}\n")
    with pytest.raises(ProblemError) as caught:
        keys.seal("b")
    shown = [repr(keys), repr(vars(keys)), str(caught.value), repr(caught.value.problem)]
    assert not [text for text in shown if key in text]


class Rotations(RuleBasedStateMachine):
    """Two processes seal, reseal and rotate in any order: every token kept opens in both."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(os.environ["TOLOK_TEST_KEYS"])
        for file in self.folder.iterdir():
            file.unlink()
        self.files = [KeyFile(self.folder / "seal.keys") for _ in range(2)]
        self.tokens: list[tuple[str, bytes]] = []

    @rule(who=st.integers(0, 1), secret=st.binary(max_size=20))
    def seal(self, who: int, secret: bytes) -> None:
        self.tokens.append((self.files[who].seal(secret), secret))

    @rule(who=st.integers(0, 1))
    def rotate(self, who: int) -> None:
        self.files[who].rotate()

    @rule(who=st.integers(0, 1), most=st.integers(0, 9))
    def reseal_some(self, who: int, most: int) -> None:
        moved = [(self.files[who].reseal(token), secret) for token, secret in self.tokens[:most]]
        self.tokens[:most] = moved

    @rule(who=st.integers(0, 1))
    def retire(self, who: int) -> None:
        self.files[who].retire(token for token, _ in self.tokens)

    @invariant()
    def every_token_opens(self) -> None:
        for file in getattr(self, "files", ()):
            assert [file.open_sealed(t) for t, _ in self.tokens] == [s for _, s in self.tokens]


def test_no_order_of_rotations_loses_a_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TOLOK_TEST_KEYS", str(tmp_path))
    run_state_machine_as_test(
        Rotations, settings=settings(max_examples=20, stateful_step_count=12, deadline=None)
    )


def test_a_folder_in_place_of_the_file_is_refused_in_words(path: Path):
    path.mkdir(mode=0o700)
    for act in (KeyFile(path).count, KeyFile(path).rotate, lambda: KeyFile(path).seal("a")):
        with pytest.raises(ProblemError) as refused:
            act()
        assert refused.value.problem.type == "key-file"
        assert "seal.keys" in refused.value.problem.detail.en
