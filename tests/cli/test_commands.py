"""Every command with good input: what it prints, and the shape of its JSON."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from talentdesk import cli, paths
from talentdesk.i18n import LANGUAGES
from talentdesk.service import rooms
from talentdesk.service.sample import sample

ROOM = Path(__file__).resolve().parents[1] / "small_room" / "forms"
PASSPORT = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10\n"


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@pytest.fixture
def small_room(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    shipped = paths.room
    monkeypatch.setattr(paths, "room", lambda name: ROOM if name == "forms" else shipped(name))
    rooms.catalogue.cache_clear()
    yield ROOM
    rooms.catalogue.cache_clear()


@pytest.fixture
def answers(tmp_path: Path) -> str:
    file = tmp_path / "answers.toml"
    file.write_text(
        'declined = ["residency.hkid"]\n[person]\nsurname = "FERREIRA"\nbirth_date = 2015-06-18\nnickname = "Bia"\n'
        '[garden]\nplants = ["tree"]\nfenced = true\nstart = 2026-11-01\n',
        encoding="utf-8",
    )
    return str(file)


def document(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_list_says_what_is_in_force(small_room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["list", "--json", "--as-of", "2026-11-22"]) == 0
    (entry,) = document(capsys)
    assert entry["procedure"] == "garden-permit"
    assert (entry["edition"], entry["group"]) == ("2024-01-01", "foreigner")
    assert entry["papers"] == [
        "application-sheet",
        "checklist",
        "missing-items",
        "deadline-card",
        "retype-sheet",
        "correction-slip",
    ]
    assert set(entry["title"]) == set(LANGUAGES)
    assert cli.main(["list", "--json", "--as-of", "2023-12-31"]) == 0
    assert document(capsys) == []


def test_list_speaks_the_persons_language(small_room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["list", "--language", "pt"]) == 0
    assert "Licença de jardim" in capsys.readouterr().out


def test_evaluate_tells_what_follows(small_room: Path, answers: str, capsys: pytest.CaptureFixture[str]) -> None:
    argv = ["evaluate", "garden-permit", "--answers", answers, "--as-of", "2026-11-22", "--json"]
    assert cli.main([*argv, "--language", "en"]) == 0
    printed = capsys.readouterr()
    found = json.loads(printed.out)
    promised = "procedure edition as_of questions problems facts outcomes documents deadlines points".split()
    assert set(promised) <= found.keys()
    assert found["points"].keys() >= {"total", "factors", "bands"}
    assert found["facts"] == {"person.age": "11"}
    (problem,) = found["problems"]
    assert {key: problem[key] for key in ("question", "code", "severity")} == {
        "question": "person.birth_date",
        "code": "rule",
        "severity": "notice",
    }
    assert problem["message"].startswith("Born on 18 Jun 2015")
    (outcome,) = found["outcomes"]
    assert {"rule", "status", "message", "missing", "citation", "grade", "would_change"} <= outcome.keys()
    assert {"id", "need", "why"} <= found["documents"][0].keys()
    assert {"id", "due", "citation"} <= found["deadlines"][0].keys()
    assert [stray["id"] for stray in found["unknown"]] == ["person.nickname"]
    assert "person.nickname" in printed.err


def test_evaluate_as_text(small_room: Path, answers: str, capsys: pytest.CaptureFixture[str]) -> None:
    argv = ["evaluate", "garden-permit", "--answers", answers, "--as-of", "2026-11-22", "--language"]
    assert cli.main([*argv, "en"]) == 0
    out = capsys.readouterr().out
    assert "Garden permit · 2024-01-01" in out
    assert "1 Dec 2026  Within 30 days of the start · Garden Law 3 [A]" in out
    for language in LANGUAGES:
        assert cli.main([*argv, language]) == 0
    assert "花园许可" in capsys.readouterr().out


def test_a_wrong_answer_makes_one_the_exit_code(small_room: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text('{"person.birth_date": "2015-02-31"}')
    assert cli.main(["evaluate", "garden-permit", "--answers", str(file), "--json"]) == 1


@pytest.mark.parametrize(
    ("scheme", "value", "code", "shape", "check"),
    [
        ("hong_kong_identity_card", "A123456(3)", 0, True, True),
        ("hong_kong_identity_card", "A123456(4)", 0, True, False),
        ("hong_kong_identity_card", "A12345(3)", 1, False, None),
        ("macao_identity_card", "1234567(8)", 0, True, None),
        ("passport", "\x00\ud800", 1, False, None),
    ],
)
def test_identify(
    scheme: str, value: str, code: int, shape: bool, check: bool | None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["identify", scheme, value, "--json"]) == code
    found = document(capsys)
    assert set(found) == {"shape_ok", "check_ok", "meaning", "warnings"}
    assert (found["shape_ok"], found["check_ok"]) == (shape, check)
    assert cli.main(["identify", scheme, value]) == code
    assert capsys.readouterr().out.strip()


def test_mrz_reads_a_file_and_the_standard_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "zone.txt"
    file.write_bytes(b"\xef\xbb\xbf" + PASSPORT.replace("\n", "\r\n").encode())
    assert cli.main(["mrz", str(file), "--as-of", "2010-01-01", "--json"]) == 0
    found = document(capsys)
    assert set(found) == {"format", "fields", "checks", "problems"}
    assert (found["format"], found["fields"]["surname"], found["problems"]) == ("TD3", "ERIKSSON", [])
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PASSPORT.encode("utf-16"))))
    assert cli.main(["mrz", "-"]) == 0
    assert "surname: ERIKSSON" in capsys.readouterr().out


def test_mrz_tells_what_is_wrong_with_garbage(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(bytes(range(256)) * 500)))
    assert cli.main(["mrz", "--json"]) == 1
    found = document(capsys)
    assert found["format"] is None
    assert all({"code", "message"} <= problem.keys() for problem in found["problems"])


def test_glyphs_names_what_no_font_has(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["glyphs", "㗎𡃁𨋢𠮷 Łukasz Đặng Ελένη", "--json"]) == 0
    assert document(capsys) == {"missing": []}
    assert cli.main(["glyphs", "a😀b", "--json"]) == 1
    (missing,) = document(capsys)["missing"]
    assert (missing["character"], missing["code_point"]) == ("😀", "U+1F600")
    assert cli.main(["glyphs", "a"]) == 0


def test_doctor_looks_at_the_machine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["doctor", "--kiosk", "--json", "--data", str(tmp_path / "new")]) in {0, 1}
    found = document(capsys)
    assert {"topic", "status", "message", "remedy"} == found[0].keys()
    assert cli.main(["doctor", "--data", str(tmp_path / "new")]) in {0, 1}
    assert "All fonts are there" in capsys.readouterr().out


def test_check_tells_each_fault_of_a_room_with_its_remedy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import shutil

    room = tmp_path / "forms"
    shutil.copytree(ROOM, room)
    edition = room / "procedures" / "garden-permit" / "2024-01-01.toml"
    edition.write_text(edition.read_text(encoding="utf-8").replace("kind = ", "knd = ", 1), encoding="utf-8")
    assert cli.main(["check", str(room)]) == 1
    printed = capsys.readouterr()
    assert "forms/procedures/garden-permit/2024-01-01.toml:" in printed.out
    assert "did you mean kind?" in printed.out
    assert cli.main(["check", str(edition), "--json"]) == 1
    assert {"file", "line", "cause", "remedy"} == document(capsys)[0].keys()
    assert cli.main(["check", str(room / "shared" / "lists")]) == 0


@pytest.fixture
def sample_answers(tmp_path: Path) -> str:
    file = tmp_path / "sample.json"
    file.write_text(json.dumps(dict(sample().answers)), encoding="utf-8")
    return str(file)


def test_render_writes_the_same_paper_each_time(
    sample_answers: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = sample()
    argv = ["render", case.procedure, "--answers", sample_answers, "--as-of", case.as_of.isoformat(), "--out"]
    assert cli.main([*argv, str(tmp_path / "one.pdf")]) == 0
    assert cli.main([*argv, str(tmp_path / "two.pdf")]) == 0
    one = (tmp_path / "one.pdf").read_bytes()
    assert one.startswith(b"%PDF-")
    assert one == (tmp_path / "two.pdf").read_bytes()
    assert capsys.readouterr().out == ""


def test_render_writes_the_checklist_too(sample_answers: str, tmp_path: Path) -> None:
    case, out = sample(), tmp_path / "slip.pdf"
    argv = ["render", case.procedure, "--answers", sample_answers, "--paper", "checklist", "--languages", "pt"]
    assert cli.main([*argv, "--as-of", case.as_of.isoformat(), "--out", str(out)]) == 0
    assert out.read_bytes().startswith(b"%PDF-")


def test_the_archives_copy_brings_its_answers_back(sample_answers: str, tmp_path: Path) -> None:
    case = sample()
    out, again = tmp_path / "archive.pdf", tmp_path / "answers.json"
    argv = ["render", case.procedure, "--as-of", case.as_of.isoformat(), "--archive", "--answers"]
    assert cli.main([*argv, sample_answers, "--out", str(out)]) == 0
    with pikepdf.open(out) as pdf:
        again.write_bytes(pdf.attachments["answers.json"].get_file().read_bytes())
    assert json.loads(again.read_bytes())["answers"]["person.surname"]
    assert cli.main([*argv, str(again), "--out", str(tmp_path / "second.pdf")]) == 0
    assert (tmp_path / "second.pdf").read_bytes() == out.read_bytes()
    assert cli.main([*argv, sample_answers, "--blank", "--out", str(out)]) == 2


def test_render_writes_a_blank_form_without_answers(tmp_path: Path) -> None:
    assert cli.main(["render", "residence-permit", "--blank", "--out", str(tmp_path / "blank.pdf")]) == 0
    assert (tmp_path / "blank.pdf").stat().st_size > 1000


def test_render_writes_a_copy_to_be_filled_in(
    sample_answers: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    filled, blank = tmp_path / "filled.pdf", tmp_path / "blank.pdf"
    given = ["--answers", sample_answers, "--as-of", sample().as_of.isoformat()]
    assert cli.main(["render", "residence-permit", "--fillable", "--out", str(filled), *given]) == 0
    assert "no box for them: request.act" in capsys.readouterr().err
    assert cli.main(["render", "residence-permit", "--fillable", "--blank", "--out", str(blank)]) == 0
    with pikepdf.open(filled) as left, pikepdf.open(blank) as right:
        assert len(left.Root.AcroForm.Fields) == len(right.Root.AcroForm.Fields) > 5
    assert filled.read_bytes() != blank.read_bytes()


def test_the_sample_case_is_in_order(sample_answers: str) -> None:
    case = sample()
    argv = ["evaluate", case.procedure, "--answers", sample_answers, "--as-of", case.as_of.isoformat()]
    assert cli.main(argv) == 0


def run(*argv: str, **more: Any) -> subprocess.CompletedProcess[bytes]:
    code = "import sys; from talentdesk import cli; sys.exit(cli.main(sys.argv[1:]))"
    return subprocess.run([sys.executable, "-c", code, *argv], capture_output=True, check=False, **more)


def test_what_is_printed_is_utf8_in_any_locale() -> None:
    done = run(
        "glyphs", "😀", "--json", env={"LC_ALL": "C", "PYTHONIOENCODING": "latin-1", "PYTHONPATH": ":".join(sys.path)}
    )
    assert json.loads(done.stdout.decode("utf-8"))["missing"][0]["character"] == "😀"


def test_a_reader_that_leaves_early_is_no_mishap() -> None:
    # The first line waits until the reader is gone: only then is the pipe surely broken.
    code = "import sys; sys.stdin.read(); from talentdesk import cli; sys.exit(cli.main(['check', '--help']))"
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", code], **pipes) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdout.close()
        child.stdin.close()
        assert child.stderr.read() == b""
    assert child.returncode == 0


@pytest.mark.parametrize(
    ("argv", "absent"),
    [
        (
            ["identify", "passport", "E12345678"],
            ["sqlalchemy", "pikepdf", "PySide6", "babel", "sqlcipher3"],
        ),
        (["list"], ["sqlalchemy", "pikepdf", "PySide6", "babel", "sqlcipher3"]),
        (["mrz", "--help"], ["sqlalchemy", "PySide6", "babel", "talentdesk.core.rules"]),
    ],
)
def test_a_command_loads_only_what_it_needs(argv: list[str], absent: list[str]) -> None:
    code = (
        "import sys; from talentdesk import cli; cli.main(sys.argv[2:]);"
        "sys.exit(', '.join(name for name in sys.argv[1].split() if name in sys.modules) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code, " ".join(absent), *argv], capture_output=True, check=False)
    assert done.stderr == b""


def test_diff_says_what_is_new_and_when_nothing_is(small_room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["diff", "2023-12-31", "2024-01-01", "--json"]) == 0
    found = document(capsys)
    assert found["editions"][0]["procedure"] == "garden-permit"
    assert (found["editions"][0]["from"], found["editions"][0]["to"]) == (None, "2024-01-01")
    assert cli.main(["diff", "2026-11-22", "2026-11-22"]) == 0
    assert capsys.readouterr().out == "Nothing is different between the two days.\n"
    assert cli.main(["diff", "2026-11-22", "soon"]) == 2
