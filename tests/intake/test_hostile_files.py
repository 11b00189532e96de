"""Every file that means harm is refused in a sentence or taken for what it is, by every command that takes such files.

Within little time and memory, without a traceback, and leaving nothing behind.
"""

from __future__ import annotations

import io
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hostile import FAULTS, Sample, corpus
from hostile_bundles import office

from talentdesk import cli
from talentdesk.service import rooms

resource = pytest.importorskip("resource")

SECONDS, GROWTH = 5, 100_000_000
CORPUS = corpus()

Told = tuple[int, str, str]


@pytest.fixture(autouse=True)
def fresh_rooms() -> Iterator[None]:
    rooms.catalogue.cache_clear()
    yield
    rooms.catalogue.cache_clear()


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which everything happens, temporary files too."""
    for name in ("temp", "in", "out"):
        (tmp_path / name).mkdir()
    for variable in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(variable, str(tmp_path / "temp"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temp"))
    monkeypatch.chdir(tmp_path / "in")
    return tmp_path


def words(verb: str, file: Path, desk: Path) -> list[str]:
    """The command line."""
    out, form = str(desk / "out/made"), "residence-permit"
    key = ["--key", str(desk / "in/key")] if file.suffix == ".age" else []
    return {
        "read": ["read", str(file), *key],
        "photo": ["photo", str(file), "--use", "visa", "--as-of", "2026-11-22"],
        "import": ["import", str(file), *named(file, form), "--data", str(desk / "out/data"), "--dry-run", *key],
        "batch": ["batch", form, str(file), "--out", out, "--jobs", "1", "--as-of", "2026-11-22"],
        "evaluate": ["evaluate", form, "--answers", str(file), "--as-of", "2026-11-22"],
        "render": ["render", form, "--answers", str(file), "--out", f"{out}.pdf", "--as-of", "2026-11-22"],
        "mrz": ["mrz", str(file), "--as-of", "2026-11-22"],
    }[verb]


def named(file: Path, form: str) -> list[str]:
    return ["--procedure", form] if file.suffix in {".json", ".toml"} else []


def run(verb: str, file: Path, desk: Path, capsys: pytest.CaptureFixture[str]) -> Told:
    capsys.readouterr()
    code = cli.main([*words(verb, file, desk), "--language", "en"])
    return (code, *capsys.readouterr())


def spent() -> float:
    """Seconds that the processes which look into files have calculated."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def memory(what: str) -> int:
    """Bytes in use now (VmRSS), or at most since the last question for that (VmHWM)."""
    found = re.search(rf"{what}:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found
    return int(found[1]) * 1024


def forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")


def files_in(desk: Path) -> set[str]:
    return {str(each.relative_to(desk)) for each in desk.rglob("*")}


def marks(each: Sample, verb: str) -> list[pytest.MarkDecorator]:
    """Elsewhere than in continuous integration each sample is tried with one command."""
    return [pytest.mark.slow] if each.slow or verb != each.verbs[0] else []


PAIRS = [
    pytest.param(each, verb, id=f"{verb}: {each.name}", marks=marks(each, verb))
    for each in CORPUS.values()
    for verb in each.verbs
]


def test_the_corpus_is_large_enough() -> None:
    assert len(CORPUS) >= 60


@pytest.mark.skipif(sys.platform != "linux", reason="measured with Linux' own counters")
@pytest.mark.parametrize(("sample", "verb"), PAIRS)
def test_it_is_refused_or_taken(
    sample: Sample, verb: str, desk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = desk / "in" / f"file{sample.suffix}"
    file.write_bytes(sample.make())
    if sample.suffix == ".age":
        (desk / "in/key").write_bytes(office().private)
    monkeypatch.setattr(sys, "stdin", io.StringIO("a passphrase\n"))
    before, used = files_in(desk), spent()
    forget_peak()
    small = memory("VmRSS")
    code, out, err = run(verb, file, desk, capsys)
    assert memory("VmHWM") - small < GROWTH
    assert spent() - used < SECONDS
    assert code in {0, 1, 3}
    assert "Traceback" not in out + err
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", re.sub(r"\\u[0-9a-f]{4}", "", err))
    if verb == sample.verbs[0]:
        assert code == sample.code, err
        assert sample.says in out + err
    if code == FAULTS and not out:
        assert_clear(err)
    left = files_in(desk) - before
    assert not [name for name in left if not name.startswith("out/made")], left
    if code != 0 and verb != "batch":
        assert not left, "what is refused makes nothing"


def assert_clear(err: str) -> None:
    """A sentence that says what is wrong, and what to do."""
    assert len(err.strip()) > 20
    assert re.search(r"[:;,—–-] ", err), err
