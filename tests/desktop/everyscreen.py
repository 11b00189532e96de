"""Every screen of the public machine and of the counter, one after the other, filled with a made-up person."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from kioskside import NOW, Machine, sample_of
from PySide6.QtWidgets import QApplication, QWidget

from talentdesk.desktop.kiosk.idlepage import IdlePage
from talentdesk.desktop.kiosk.outgoing import Outcome, OutPaper, Signed
from talentdesk.service.drives import Drive

PICTURES = Path(__file__).parents[1] / "pictures"
PROCEDURE = "residence-permit"
QUESTIONS = (
    "person.surname",
    "person.birth_date",
    "person.nationality",
    "person.sex",
    "person.birth_place",
    "contact.phone",
    "dependants",
)
"""One of each kind of field."""
CODE = "7FKQ2M9XHD4R"


def settle(times: int = 4) -> None:
    """Lets Qt lay out what was changed."""
    for _ in range(times):
        QApplication.processEvents()


def kiosk_screens(machine: Machine) -> Iterator[tuple[str, QWidget]]:
    """The machine's window at each of its pages, from the first touch to the end; the idle page last."""
    window = machine.window
    settle()
    yield "attract", window
    machine.begin(machine.desk.language, points=())
    machine.window.show_sheet(window.consent)
    settle()
    yield "consent", window
    for point in window.consent.points:
        point.setChecked(True)
    settle()
    yield "consent-given", window
    window.consent.agreed.emit(window.consent.given)
    settle()
    yield "triage", window
    _find(machine)
    settle()
    yield "matters", window
    yield from _case(machine)
    window.show_sheet(window.screen_sheet)
    settle()
    yield "screen", window
    window.show_sheet(window.end)
    settle()
    yield "end", window
    window._show_cover(told=True)
    settle()
    yield "cover", window
    window._uncover()
    page = IdlePage(machine.desk, window)
    page.rise(30)
    page.resize(window.size())
    settle()
    yield "idle", page
    page.hide()
    page.deleteLater()


def _find(machine: Machine) -> None:
    """Answers that several forms fit."""
    answers = {
        "residency.status": "none",
        "person.nationality": "PRT",
        "triage.purpose": "work",
        "triage.in_mainland": "no",
        "triage.employer": "qianhai",
        "triage.work_permit": "no",
        "degree.level": "master",
    }
    for id, code in answers.items():
        machine.window._found.answer(id, code)
    machine.window.triage.refresh()
    machine.window._show_matters()


def _case(machine: Machine) -> Iterator[tuple[str, QWidget]]:
    window = machine.window
    window.begin_case(PROCEDURE)
    settle()
    yield "scan", window
    walk = machine.walk
    for id in QUESTIONS:
        if walk.asks(id):
            walk.stand_at(id)
            window.show_sheet(walk)
            settle()
            yield f"question {id}", window
    walk.stand_at("person.birth_date")
    window.show_sheet(walk)
    machine.give(walk, "2099-13-01")
    walk.main.click()
    settle()
    yield "question wrong", window
    for id, text in sample_of(PROCEDURE).answers.typed.items():
        window.session.answer(id, text)
    window._show_answers()
    settle()
    yield "answers", window
    window._show_paper()
    paper = window.paper
    machine.qtbot.waitUntil(lambda: paper.preview is not None and paper.preview.paper is not None, timeout=20_000)
    settle()
    yield "paper", window
    window.finish.show_for(window.session.interview, printed(machine), (Drive("STICK", Path("/media/stick")),))
    window.show_sheet(window.finish)
    settle()
    yield "finish", window


def printed(machine: Machine) -> Outcome:
    """What came out of the printer."""
    from talentdesk.service.papers import papers_of

    edition = machine.window.session.interview.edition
    first = next(iter(papers_of(machine.window.session.interview)))
    signed = next(question.id for question in edition.questions)
    return Outcome(
        papers=(OutPaper(first, 2, (Signed(signed, 2),)),), printed=True, code=CODE, until=NOW + timedelta(days=14)
    )


def counter_screens(stage: Any) -> Iterator[tuple[str, QWidget]]:
    """The counter's window at each of its screens, as the pictures show them, then where the header leads."""
    pictures = picture_module()
    for name, act in pictures.SCREENS.items():
        act(stage)
        settle(6)
        yield name, stage.frame
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
    from talentdesk.desktop.destinations import DESTINATIONS

    for destination in DESTINATIONS:
        stage.window.visit(destination.id)
        stage.keeper.flush().result(20)
        settle(6)
        yield destination.id, stage.frame


def picture_module() -> Any:
    """`tests/pictures/screens.py`, which leads a window through everything."""
    if str(PICTURES) not in sys.path:
        sys.path.insert(0, str(PICTURES))
    import screens

    return screens
