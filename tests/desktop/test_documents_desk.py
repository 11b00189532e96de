"""The documents desk: ticks with who and when, days and origins typed beside a paper, the slip of what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from deskside import NOW, Counter
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from talentdesk import paths
from talentdesk.core.cases import read_cases
from talentdesk.core.draft import Draft
from talentdesk.desktop.casescreens import CASE_SCREENS
from talentdesk.desktop.documentsdesk import DocumentRow, DocumentsDesk
from talentdesk.desktop.review import ReviewScreen
from talentdesk.i18n import say, word
from talentdesk.service.papers import lay_out_paper

Key = Qt.Key


@pytest.fixture
def counter(qtbot: QtBot, tmp_path: Path, dressed: object) -> Iterator[Counter]:
    counter = Counter(qtbot, tmp_path / "store", screens=CASE_SCREENS)
    yield counter
    counter.end()
    counter.desk.elsewhere.close()


def desk_of(counter: Counter, procedure: str = "work-permit") -> DocumentsDesk:
    case = next(
        case for case in read_cases(paths.room("forms") / "procedures" / procedure / "cases.toml") if case.sample
    )
    edition = counter.desk.catalogue.in_force(procedure, case.as_of).edition
    draft = Draft("one", procedure, edition, case.as_of, case.answers.typed, created_at=NOW)
    counter.window.open_case(counter.keeper.begin(draft).result(20))
    counter.press(Key.Key_F9)
    screen = counter.window.screen_in_front
    assert isinstance(screen, ReviewScreen)
    return screen.documents


def row_of(desk: DocumentsDesk, id: str) -> DocumentRow:
    return next(row for row in desk.rows if row.view.document.id == id)


def test_a_tick_says_who_and_when_and_comes_back_from_the_disk(counter: Counter) -> None:
    desk = desk_of(counter)
    row = row_of(desk, "degree")
    row.boxes["original"].setFocus()
    counter.press(Key.Key_Space)
    session = desk._session
    seen = session.draft.sightings["degree:original"]
    assert seen.at == NOW.replace(microsecond=seen.at.microsecond) or seen.at.date() == NOW.date()
    assert f"{seen.at:%H:%M}" in row.boxes["original"].accessibleDescription()
    session.flush().result(20)
    kept = counter.keeper.load("one").result(20)
    assert kept.sightings["degree:original"] == seen
    assert QApplication.focusWidget() is row.boxes["original"], QApplication.focusWidget()
    counter.press(Key.Key_Space)
    # A key that follows as fast as a machine types is held until it is clear that it is no scan.
    counter.qtbot.waitUntil(lambda: "degree:original" not in session.draft.sightings)


def test_the_origin_decides_the_way_and_is_kept(counter: Counter) -> None:
    desk = desk_of(counter)
    row = row_of(desk, "degree")
    row.boxes["original"].setFocus()
    counter.press(Key.Key_Return)
    assert not row.fields.isHidden()
    row.fields.fields["country"][2].tell("HKG")
    routes = {route.id: route for route in counter.desk.catalogue.routes()}
    assert word(routes["hong-kong"].how, "en") in row._routed("en")
    row.fields.fields["country"][2].tell("FRA")
    assert word(routes["elsewhere"].how, "en") in row._routed("en")
    row.fields.fields["country"][2].tell("MAC")
    assert say("Unverified: ask at the counter.", "en") in row._routed("en")
    desk._session.flush().result(20)
    assert counter.keeper.load("one").result(20).papers["degree"].country == "MAC"
    counter.press(Key.Key_Escape)
    assert row.fields.isHidden()
    assert QApplication.focusWidget() is row.note_button


def test_the_slip_follows_the_ticks(counter: Counter) -> None:
    from talentdesk.core.missing import missing_items

    desk = desk_of(counter)
    session = desk._session
    before = {item.view.document.id for item in missing_items(session.interview)}
    assert "degree" in before
    row_of(desk, "degree").boxes["original"].click()
    assert {item.view.document.id for item in missing_items(session.interview)} == before - {"degree"}
    laid = lay_out_paper(session.interview, "missing-items", ("zh-Hans", "en"))
    assert len(laid.pages) >= 1
