"""`import`, `export` and `keys` as they are typed, and the age tool at the other end."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from talentdesk import cli
from talentdesk.core.draft import Draft
from talentdesk.service import rooms
from talentdesk.store.opened import open_store
from talentdesk.store.place import DATABASE
from talentdesk.store.vault import Vault

Run = Callable[..., int]
TYPED = {"person.surname": "Ferreira", "person.name_zh": "何丽娜", "passport.number": "CA123456"}
DRAFT = Draft(
    id="c0ffee", procedure="residence-permit", edition="2024-12-01", as_of=date(2026, 11, 20), typed=TYPED
)  # fmt: skip


@pytest.fixture(autouse=True)
def fresh_rooms() -> Iterator[None]:
    rooms.catalogue.cache_clear()
    yield
    rooms.catalogue.cache_clear()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "cases"
    with closing(open_store(folder, Vault.open(folder))) as store:
        store.save(DRAFT)
    return folder


@pytest.fixture
def run(place: Path) -> Run:
    def command(*words: str, at: Path = place) -> int:
        return cli.main([*words, "--data", str(at), "--language", "en"])

    return command


@pytest.fixture
def key(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    """An office's key file in age's own form, and its public key."""
    file = tmp_path / "office.key"
    assert cli.main(["keys", "--out", str(file), "--age", "--json"]) == 0
    return str(file), str(json.loads(capsys.readouterr().out)["age"])


def said(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def cases(place: Path) -> list[Draft]:
    with closing(open_store(place, Vault.open(place))) as store:
        return [store.load(case.id) for case in store.find("")]


def acts(place: Path, action: str) -> list[str]:
    with closing(open_store(place, Vault.open(place))) as store:
        return [entry.result for entry in store.acts() if entry.action == action]


def typed_in(monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{line}\n"))


def test_a_case_goes_from_one_desk_to_another(
    run: Run, place: Path, tmp_path: Path, key: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    out, there = str(tmp_path / "b.age"), tmp_path / "there"
    assert run("export", "1", "--out", out, "--to", key[1], "--purpose", "authority", "--json") == 0
    sent = said(capsys)
    assert (sent["number"], sent["answers"], sent["to"], sent["purpose"]) == (1, 3, [key[1]], "authority")
    assert acts(place, "export") == [f"authority {key[1][:20]}"]
    assert run("import", out, "--key", key[0], "--json", at=there) == 0
    taken = said(capsys)
    assert (taken["procedure"], taken["edition"], taken["answers"]) == ("residence-permit", "2024-12-01", 3)
    assert taken["signed"] == {
        "desk": sent["desk"], "standing": "unknown", "purpose": "authority", "made_at": taken["signed"]["made_at"]
    }  # fmt: skip
    (draft,) = cases(there)
    assert (draft.typed, draft.as_of) == (TYPED, DRAFT.as_of)
    assert (taken["number"], taken["id"]) == (draft.number, draft.id)
    assert acts(there, "import") == [sent["desk"]]


def test_what_would_be_taken_is_shown_and_nothing_is_kept(
    run: Run, place: Path, tmp_path: Path, key: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "b.age")
    assert run("export", "c0ffee", "--out", out, "--to", key[1]) == 0
    with closing(open_store(place, Vault.open(place))) as store:
        store.load("c0ffee")
        store.save(Draft(**{**_fields(DRAFT), "typed": TYPED | {"person.surname": "Da Costa"}}))
    capsys.readouterr()
    assert run("import", out, "--key", key[0], "--show") == 0
    shown = capsys.readouterr().out
    assert "3 answers" in shown
    assert "case 1" in shown
    assert "Answered differently: person.surname" in shown
    assert "Signed by this desk itself" in shown
    assert len(cases(place)) == 1
    empty = tmp_path / "empty"
    assert run("import", out, "--key", key[0], "--dry-run", "--json", at=empty) == 0
    assert "number" not in said(capsys)
    assert not empty.exists()


def _fields(draft: Draft) -> dict[str, Any]:
    return {name: getattr(draft, name) for name in draft.__slots__}


def test_nothing_that_is_printed_says_who(
    run: Run, place: Path, tmp_path: Path, key: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "b.age")
    run("export", "1", "--out", out, "--to", key[1])
    run("import", out, "--key", key[0])
    run("import", out, "--key", key[0], "--json")
    run("audit")
    told = "".join(capsys.readouterr())
    assert not [text for text in TYPED.values() if text in told]
    assert not [text for text in TYPED.values() if text.encode() in (tmp_path / "b.age").read_bytes()]


@pytest.mark.slow
def test_a_passphrase_is_read_and_never_an_argument(
    run: Run, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "b.age")
    typed_in(monkeypatch, "short")
    assert run("export", "1", "--out", out, "--passphrase") == 3
    assert not Path(out).exists()
    typed_in(monkeypatch, "correct 马 battery")
    assert run("export", "1", "--out", out) == 0, "without a key the passphrase is asked for"
    assert acts(place, "export") == ["counter passphrase"]
    typed_in(monkeypatch, "correct 马 batter")
    assert run("import", out) == 1
    typed_in(monkeypatch, "correct 马 battery")
    assert run("import", out) == 0
    assert "Passphrase of the file" in capsys.readouterr().err
    assert len(cases(place)) == 2


def test_the_offices_key_of_the_settings_is_who_opens_it(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, out = tmp_path / "pem.key", str(tmp_path / "b.age")
    assert cli.main(["keys", "--out", str(file)]) == 0
    settings = tmp_path / "config" / "talentdesk" / "settings.toml"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(capsys.readouterr().out, "utf-8")
    assert run("export", "1", "--out", out) == 0
    assert cli.main(["read", out, "--key", str(file), "--language", "en"]) == 0
    assert json.loads(capsys.readouterr().out.partition("\n")[2])["answers"] == TYPED


@pytest.mark.parametrize(
    ("words", "code", "part"),
    [
        (["export", "1"], 2, "--out"),
        (["export", "2", "--out", "b", "--to", "KEY"], 1, "no case 2"),
        (["export", "nobody", "--out", "b", "--to", "KEY"], 1, "no case nobody"),
        (["export", "9" * 30, "--out", "b", "--to", "KEY"], 1, "no case 9"),
        (["export", "1", "--out", "b", "--to", "age1nonsense"], 1, "no desk's key"),
        (["export", "1", "--out", "b", "--to", "AGE-SECRET-KEY-1ABC"], 1, "“…” is no desk's key"),
        (["export", "1", "--out", "b", "--to", "KEY", "--passphrase"], 2, "not both"),
        (["export", "1", "--out", "b", "--to", "KEY", "--purpose", "for Mr. Ho"], 2, "counter"),
        (["export", "1", "--out", "/no/such/b", "--to", "KEY"], 3, "/no/such"),
        (["import"], 2, "FILE"),
        (["import", "/no/such/file"], 3, "not there"),
        (["import", "/"], 3, "is a folder"),
        (["import", "FILE", "--procedure", "no-such"], 2, "no-such"),
        (["import", "FILE"], 1, "--procedure"),
        (["import", "FILE", "--procedure", "k-visa", "--key", "/no/such/key"], 3, "/no/such/key"),
    ],
)
def test_what_cannot_be_done_is_said(
    run: Run,
    place: Path,
    tmp_path: Path,
    key: tuple[str, str],
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
    code: int,
    part: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / "a.toml"
    file.write_text('[person]\nsurname = "Ferreira"\n', "utf-8")
    monkeypatch.chdir(tmp_path)
    given = {"KEY": key[1], "FILE": str(file)}
    assert run(*(given.get(word, word) for word in words)) == code
    told = capsys.readouterr()
    assert part in told.err
    assert "Traceback" not in told.err
    assert "Ferreira" not in told.err
    assert (len(cases(place)), (tmp_path / "b").exists()) == (1, False)


def test_an_entry_that_fits_no_question_is_named_and_left_out(
    run: Run, place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.toml"
    file.write_text('[person]\nsurname = "Ferreira"\nnickname = "Bia"\n', "utf-8")
    assert run("import", str(file), "--procedure", "residence-permit") == 0
    told = capsys.readouterr()
    assert "person.nickname" in told.err
    assert "Bia" not in told.out + told.err
    assert sorted(len(draft.typed) for draft in cases(place)) == [1, 3]
    assert acts(place, "import") == ["answers"]


def test_a_file_that_is_refused_leaves_no_store_behind(run: Run, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    (tmp_path / "a.toml").write_text("x = ", "utf-8")
    assert run("import", str(tmp_path / "a.toml"), "--procedure", "k-visa", at=empty) == 1
    assert not empty.exists()
    assert not (empty / DATABASE).exists()


# ---- the age tool at the other end


@pytest.fixture
def age() -> str:
    """Where the tool is. Continuous integration says by itself where it cannot be had."""
    found = shutil.which("age")
    return found or pytest.skip("age is not installed")


def test_the_age_tool_opens_our_bundle(age: str, run: Run, tmp_path: Path, key: tuple[str, str]) -> None:
    out = tmp_path / "b.age"
    assert run("export", "1", "--out", str(out), "--to", key[1]) == 0
    opened = subprocess.run([age, "-d", "-i", key[0], str(out)], capture_output=True, check=True).stdout
    assert opened[:2] == b"PK"
    assert b"manifest.json" in opened
    assert "何丽娜".encode("unicode_escape") in opened


@pytest.mark.parametrize("armor", [[], ["--armor"]], ids=["binary", "for mail"])
def test_what_the_age_tool_closed_is_opened(
    age: str, run: Run, place: Path, tmp_path: Path, key: tuple[str, str], armor: list[str]
) -> None:
    """The office opens a bundle and closes it again for itself, as somebody with the tool alone would."""
    out, again = tmp_path / "b.age", tmp_path / "again.age"
    assert run("export", "1", "--out", str(out), "--to", key[1]) == 0
    opened = subprocess.run([age, "-d", "-i", key[0], str(out)], capture_output=True, check=True).stdout
    subprocess.run([age, "-r", key[1], *armor, "-o", str(again)], input=opened, check=True)
    assert run("import", str(again), "--key", key[0]) == 0
    assert [draft.typed for draft in cases(place)] == [TYPED, TYPED]


def test_a_key_that_age_keygen_made_is_a_desks_key(age: str, run: Run, place: Path, tmp_path: Path) -> None:
    tool, file, out = shutil.which("age-keygen"), tmp_path / "their.key", tmp_path / "b.age"
    if tool is None:
        pytest.skip("age-keygen is not installed")
    subprocess.run([tool, "-o", str(file)], capture_output=True, check=True)
    public = subprocess.run([tool, "-y", str(file)], capture_output=True, text=True, check=True).stdout.strip()
    assert run("export", "1", "--out", str(out), "--to", public) == 0
    assert run("import", str(out), "--key", str(file)) == 0
    assert len(cases(place)) == 2


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="the tool asks a terminal")
def test_a_passphrase_means_the_same_to_the_age_tool(
    age: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, theirs = tmp_path / "b.age", tmp_path / "theirs.age"
    typed_in(monkeypatch, "correct horse")
    assert run("export", "1", "--out", str(ours), "--passphrase") == 0
    opened = tmp_path / "opened.zip"
    at_a_terminal([age, "-d", "-o", str(opened), str(ours)], "correct horse", times=1)
    assert opened.read_bytes()[:2] == b"PK"
    at_a_terminal([age, "-p", "-o", str(theirs), str(opened)], "correct horse", times=2)
    typed_in(monkeypatch, "correct horse")
    assert run("import", str(theirs), "--json") == 0


def at_a_terminal(command: list[str], typed: str, *, times: int) -> None:
    """Runs a program that asks a terminal for a passphrase: its standard input, as it has no other."""
    import pty

    terminal, theirs = pty.openpty()
    running = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
    os.close(theirs)
    asked = b""
    try:
        for at in range(1, times + 1):
            while asked.count(b": ") < at:
                asked += os.read(terminal, 1000)
            os.write(terminal, f"{typed}\n".encode())
        while os.read(terminal, 1000):
            pass
    except OSError:
        pass  # how a terminal ends
    assert running.wait() == 0, asked
    os.close(terminal)
