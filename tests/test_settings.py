"""Settings from three files, each stronger than the one before."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentdesk import paths, settings
from talentdesk.core.calibration import Calibration
from talentdesk.core.casefilter import CaseFilter
from talentdesk.core.states import State
from talentdesk.i18n import say
from talentdesk.settings import Settings, SettingsError


def written(folder: Path, content: str, name: str = "settings.toml") -> Path:
    file = folder / name
    file.write_text(content, encoding="utf-8")
    return file


def test_without_files_what_is_shipped_holds(tmp_path: Path) -> None:
    assert settings.load([tmp_path / "none.toml"]) == Settings()


def test_the_persons_file_is_stronger_than_the_machines_and_the_command_line_than_both(tmp_path: Path) -> None:
    machine = written(tmp_path, 'mode = "kiosk"\nlanguage = "pt"\noffice = "E-Hub"\n', "machine.toml")
    person = written(tmp_path, 'language = "en"\nlook = "dark"\n', "person.toml")
    found = settings.load([machine, person], look="high_contrast", mode=None)
    assert (found.mode, found.language, found.look) == ("kiosk", "en", "high_contrast")
    assert found.office == "E-Hub"


@pytest.mark.parametrize(
    ("content", "line", "word"),
    [
        ('mode = "counter"\nlok = "dark"\n', 2, "look"),
        ('\nzzzz = "dark"\n', 2, "second_language"),
        ('look = "drak"\n', 1, "high_contrast"),
        ("look = true\n", 1, "text"),
        ("office = 3\n", 1, "text"),
        ('[office]\nname = "x"\n', 1, "text"),
        ('mode = "counter"\nlook = dark\n', 2, "TOML"),
    ],
)
def test_a_slip_is_told_with_line_and_remedy(tmp_path: Path, content: str, line: int, word: str) -> None:
    with pytest.raises(SettingsError) as caught:
        settings.load([written(tmp_path, content)])
    assert caught.value.fault.line == line
    assert word in str(caught.value)


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_bytes('office = "前海"\n'.encode("gbk"))
    with pytest.raises(SettingsError, match="UTF-8"):
        settings.load([file])


def test_a_change_is_remembered_beside_what_was_there(tmp_path: Path) -> None:
    file = written(tmp_path, 'look = "dark"\n')
    settings.remember(file, language="pt", size="kiosk")
    found = settings.load([file])
    assert (found.look, found.language, found.size) == ("dark", "pt", "kiosk")
    assert [each.name for each in tmp_path.iterdir()] == ["settings.toml"]


MEASURED = Calibration("HP", "Tray 2", "garden", "2024-06-01", 1.5, -0.8, 1.002)


def test_what_was_measured_is_kept_beside_everything_else(tmp_path: Path) -> None:
    file = written(tmp_path, 'look = "dark"\n')
    settings.remember_calibration(MEASURED, file)
    other = replace(MEASURED, tray="", x=-2.0)
    settings.remember_calibration(other, file)
    settings.remember(file, language="pt")
    found = settings.load([file])
    assert (found.look, found.language, found.calibration) == ("dark", "pt", (other, MEASURED))
    assert [each.name for each in tmp_path.iterdir()] == ["settings.toml"]


def test_a_new_measurement_takes_the_place_of_the_old_and_the_persons_that_of_the_machines(tmp_path: Path) -> None:
    machine, person = tmp_path / "machine.toml", tmp_path / "person.toml"
    settings.remember_calibration(MEASURED, machine)
    settings.remember_calibration(replace(MEASURED, edition="2025-01-01"), machine)
    for x in (3.0, 4.0):
        settings.remember_calibration(replace(MEASURED, x=x), person)
    found = settings.load([machine, person]).calibration
    assert [(each.edition, each.x) for each in found] == [("2024-06-01", 4.0), ("2025-01-01", 1.5)]


_TABLE = '[[calibration]]\nprinter = "HP"\ntray = ""\npaper = "garden"\nedition = "2024-06-01"\n'


@pytest.mark.parametrize(
    ("content", "line", "word"),
    [
        (_TABLE + 'printr = "HP"\n', 1, "printer"),
        (_TABLE + 'x = "wide"\n', 1, "-50 to 50"),
        (_TABLE + "x = 1\n" + _TABLE + "y = 51.5\n", 7, "-50 to 50"),
        (_TABLE + "scale = nan\n", 1, "0.9 to 1.1"),
        (_TABLE + "x = true\n", 1, "-50 to 50"),
        ('look = "dark"\n' + _TABLE.replace("HP", ""), 2, "printer"),
        ('[calibration]\nprinter = "HP"\n', 1, "list of tables"),
        ("calibration = [1]\n", 1, "list of tables"),
    ],
)
def test_a_slip_in_what_was_measured_is_told(tmp_path: Path, content: str, line: int, word: str) -> None:
    with pytest.raises(SettingsError) as caught:
        settings.load([written(tmp_path, content)])
    assert caught.value.fault.line == line
    assert word in str(caught.value)


@given(st.text(max_size=40))
def test_any_text_is_remembered_as_it_is(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    file = tmp_path_factory.getbasetemp() / "any-settings.toml"
    file.unlink(missing_ok=True)
    text = text.encode("utf-8", "ignore").decode()
    settings.remember(file, office=text)
    assert settings.load([file]).office == text


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="the XDG folders are Linux's")
def test_folders_follow_the_environment_unless_relative(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "c"))
    monkeypatch.setenv("XDG_DATA_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert paths.config_folder() == tmp_path / "c" / "talentdesk"
    assert paths.data_folder() == tmp_path / "home" / ".local" / "share" / "talentdesk"
    assert settings.files()[1] == tmp_path / "c" / "talentdesk" / "settings.toml"


def test_the_place_of_cases_is_worked_out(tmp_path: Path) -> None:
    assert Settings(data="postgresql://host/db").place == "postgresql://host/db"
    assert Settings().place == str(paths.data_folder())


# ---- filters of one's own


def test_filters_come_back_and_other_settings_stay(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    settings.remember(file, language="pt")
    mine = CaseFilter("To call back", (State.REVIEW, State.RETURNED), 7)
    settings.remember_filters((mine,), file)
    settings.remember(file, look="dark")
    settings.remember_calibration(Calibration("printer", "", "paper", "2013-07-01", 1.0), file)
    found = settings.load((file,))
    assert (found.filters, found.language, found.look) == ((mine,), "pt", "dark")
    assert len(found.calibration) == 1


def test_a_filter_of_the_person_takes_the_place_of_the_machines(tmp_path: Path) -> None:
    machine, person = tmp_path / "machine.toml", tmp_path / "person.toml"
    settings.remember_filters((CaseFilter("A", (State.DRAFT,)), CaseFilter("B", (State.READY,))), machine)
    settings.remember_filters((CaseFilter("A", (State.CLOSED,)),), person)
    assert [(each.name, each.states) for each in settings.load((machine, person)).filters] == [
        ("A", (State.CLOSED,)),
        ("B", (State.READY,)),
    ]


@pytest.mark.parametrize(
    ("lines", "line", "said"),
    [
        ('states = "draft"', 2, "has no name"),
        ('name = "A"\nstates = "draft gone"', 2, "states cannot be “draft gone”"),
        ('name = "A"\nstates = ""', 2, "states cannot be"),
        ('name = "A"\nstates = "draft"\ndue_days = 900', 2, "due_days is no number"),
        ('name = "A"\nstates = "draft"\ntext = "Chan"', 2, "no setting “text”"),
    ],
)
def test_a_filter_that_is_none_is_named_with_its_line(tmp_path: Path, lines: str, line: int, said: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(f'language = "en"\n[[filter]]\n{lines}\n', "utf-8")
    with pytest.raises(SettingsError) as caught:
        settings.load((file,))
    fault = caught.value.fault
    assert fault.line == line
    assert said in say(fault.cause, "en", **fault.details)
