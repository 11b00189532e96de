"""An author sees each save of a form file at once; a fault in it takes nothing away."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import shiboken6
from deskside import NOW, Counter, draft
from pytestqt.qtbot import QtBot

from talentdesk.core.catalogue import Catalogue
from talentdesk.desktop.casescreens import CASE_SCREENS
from talentdesk.desktop.filling import FillingScreen
from talentdesk.desktop.newcase import NewCaseScreen
from talentdesk.desktop.review import ReviewScreen
from talentdesk.desktop.watching import LiveForms, RoomWatch

SMALL = Path(__file__).resolve().parents[1] / "small_room" / "forms"
CASE = replace(
    draft("a", "FERREIRA", typed={"person.birth_date": "1990-02"}),
    procedure="garden-permit",
    edition="2024-01-01",
    as_of=NOW.date(),
    place="person.birth_date",
)


class Author:
    """Somebody who writes a form file beside the window."""

    def __init__(self, counter: Counter, room: Path) -> None:
        self.counter, self.file = counter, room / "procedures/garden-permit/2024-01-01.toml"
        counter.desk.take_catalogue(Catalogue([room]))
        self.forms = LiveForms(room, counter.window)

    def write(self, old: str, new: str) -> None:
        """As many editors do: a new file takes the place of the old one."""
        text = self.file.read_text(encoding="utf-8")
        assert old in text
        beside = self.file.with_name(".saving")
        beside.write_text(text.replace(old, new), encoding="utf-8")
        os.replace(beside, self.file)

    @property
    def labels(self) -> list[str]:
        session = self.counter.window.screen_in_front.session
        assert session is not None
        return [question.label.en for question in session.interview.edition.questions]

    @property
    def told(self) -> str:
        banner = self.counter.window.banner
        return banner.sentence if banner.code else ""


@pytest.fixture
def author(qtbot: QtBot, tmp_path: Path, dressed: object) -> Iterator[Author]:
    shutil.copytree(SMALL, tmp_path / "room" / "forms")
    counter = Counter(qtbot, tmp_path / "cases", screens=CASE_SCREENS)
    author = Author(counter, tmp_path / "room" / "forms")
    counter.keeper.begin(CASE).result(20)
    counter.window.open_case(CASE)
    yield author
    shiboken6.delete(author.forms)  # it would see its folder go with the test
    counter.end()
    counter.desk.elsewhere.close()


def test_a_save_is_seen_at_once_and_what_was_typed_stays(qtbot: QtBot, author: Author) -> None:
    window = author.counter.window
    session = window.screen_in_front.session
    assert session is not None
    session.answer("person.surname", "FERREIRA DA COSTA")
    for old, new in (("Date of birth", "Born on"), ("Born on", "Day of birth")):  # a second save is seen as well
        author.write(f'en = "{old}"', f'en = "{new}"')
        qtbot.waitUntil(lambda new=new: new in author.labels)  # type: ignore[misc]
    again = window.screen_in_front.session
    assert again is not None
    assert isinstance(window.screen_in_front, FillingScreen)
    assert again.draft.typed == {"person.birth_date": "1990-02", "person.surname": "FERREIRA DA COSTA"}
    assert again.interview.typed["person.birth_date"] == "1990-02"
    qtbot.waitUntil(lambda: again.is_saved)
    again.answer("person.surname", "FERREIRA")
    qtbot.waitUntil(lambda: again.is_saved)
    assert author.counter.keeper.load("a").result(20).typed["person.surname"] == "FERREIRA"


def test_a_fault_is_told_with_its_line_and_the_last_good_form_stays(qtbot: QtBot, author: Author) -> None:
    author.write('label = { zh-Hans = "出生日期"', 'lable = { zh-Hans = "出生日期"')
    qtbot.waitUntil(lambda: "unknown key lable; did you mean label?" in author.told)
    assert "forms/procedures/garden-permit/2024-01-01.toml:" in author.told
    assert "Date of birth" in author.labels
    author.write(
        'lable = { zh-Hans = "出生日期", en = "Date of birth"', 'label = { zh-Hans = "出生日期", en = "Born on"'
    )
    qtbot.waitUntil(lambda: "Born on" in author.labels)
    assert author.told == ""


def test_the_screen_in_front_stays_the_same(qtbot: QtBot, author: Author) -> None:
    window = author.counter.window
    session = window.screen_in_front.session
    assert session is not None
    window.review(session)
    author.write('en = "Date of birth"', 'en = "Born on"')
    qtbot.waitUntil(lambda: "Born on" in author.labels)
    assert isinstance(window.screen_in_front, ReviewScreen)
    window.back()
    window.choose_procedure()
    about = author.file.with_name("about.toml")
    about.write_text(about.read_text(encoding="utf-8").replace('en = "', 'en = "New '), encoding="utf-8")
    qtbot.waitUntil(lambda: "New " in str(author.counter.desk.catalogue.about("garden-permit").title))
    assert isinstance(window.screen_in_front, NewCaseScreen)


def test_a_case_whose_edition_is_gone_stays_as_it_was(qtbot: QtBot, author: Author) -> None:
    author.file.rename(author.file.with_name("2026-01-01.toml"))
    qtbot.waitUntil(lambda: "garden-permit has no edition 2024-01-01" in author.told)
    assert "Date of birth" in author.labels


def test_new_folders_are_followed(qtbot: QtBot, tmp_path: Path, qapp: object) -> None:
    (tmp_path / "procedures").mkdir()
    watch = RoomWatch(tmp_path)
    with qtbot.waitSignal(watch.changed):
        (tmp_path / "procedures/card").mkdir()
        (tmp_path / "procedures/card/about.toml").write_text("a = 1\n")
    with qtbot.waitSignal(watch.changed):
        (tmp_path / "procedures/card/about.toml").write_text("a = 22\n")


def test_what_is_no_form_file_is_let_be(qtbot: QtBot, tmp_path: Path, qapp: object) -> None:
    watch = RoomWatch(tmp_path)
    with qtbot.assertNotEmitted(watch.changed, wait=400):
        (tmp_path / "notes.txt").write_text("later")
