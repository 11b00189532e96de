"""Paints deadlines, statistics, public machines, the documents desk and a case's dialogs over a real store, to be seen.

python tests/pictures/desk_screens.py FOLDER [LANGUAGE …] [--second L] [--look LOOK] [--size SIZE] [--window 1440x900]
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from screens import Stage
from shell_screens import NOW
from sqlalchemy.orm import Session

from talentdesk.core.cases import read_cases
from talentdesk.core.draft import Draft, State
from talentdesk.core.states import Move
from talentdesk.desktop import typefaces
from talentdesk.desktop.app import application
from talentdesk.desktop.duescreen import DueScreen
from talentdesk.desktop.fleetscreen import FleetScreen
from talentdesk.desktop.review import ReviewScreen
from talentdesk.desktop.statisticsscreen import StatisticsScreen
from talentdesk.i18n import LANGUAGES
from talentdesk.paths import room
from talentdesk.settings import Settings
from talentdesk.store.cases import Progress
from talentdesk.store.machines import Machine, put
from talentdesk.store.opened import Store

# Name, in Latin letters and in Chinese; the last entry; how it stands; days from the beginning until now.
PEOPLE = (
    ("FERREIRA DA COSTA", "HELENA", "何丽娜", "2026-10-21", State.REVIEW, 1),
    ("NGUYỄN ĐẶNG", "THU HÀ", "", "2026-10-26", State.DRAFT, 2),
    ("LINDQVIST AALTONEN", "TOBIAS", "", "2026-10-27", State.RETURNED, 9),
    ("", "", "林嘉穎", "2026-10-30", State.READY, 0),
    ("RAGHUNATHAN", "PRIYA", "", "2026-11-12", State.DRAFT, 0),
    ("KOWALSKA", "ZOFIA", "", "2026-08-03", State.PRINTED, 20),
    *((f"MATEUS {'ABCDE'[days]}", "INÊS", "", "2026-08-03", State.PRINTED, days) for days in range(5)),
    *((f"PINTO {'ABCDEF'[days]}", "RUI", "", "2026-07-03", State.CLOSED, 3 * days) for days in range(6)),
)  # fmt: skip


def people_come(stage: Stage) -> None:
    """A month of residence permits."""
    edition = stage.desk.catalogue.in_force("residence-permit", NOW.date()).edition
    for number, (surname, given, chinese, entry, state, days) in enumerate(PEOPLE):
        begun = NOW - timedelta(days=days, hours=1)
        typed = {
            "person.surname": surname, "person.given_names": given, "person.name_zh": chinese,
            "request.act": "first", "visa.kind": "visa", "visa.last_entry_date": entry,
        }  # fmt: skip
        moves = (Move(NOW, "3", State.DRAFT, state),) if state is not State.DRAFT else ()
        draft = Draft(
            f"d{number}", "residence-permit", edition, NOW.date(), {id: text for id, text in typed.items() if text},
            created_at=begun, state=state, moves=moves,
        )  # fmt: skip
        stage.keeper.begin(draft).result(20)
        stage.keeper.save(draft, 1, Progress(due=NOW.date() + timedelta(days=number)))
    stage.keeper.flush().result(20)


def machines_tell(stage: Stage) -> None:
    """Six public machines, one in each state that is told apart."""
    fleet = (
        Machine("a", "1 · 大堂", "attract", NOW - timedelta(minutes=3), NOW),
        Machine("b", "2 · 大堂", "busy", NOW - timedelta(minutes=12), NOW),
        Machine("c", "3 · 大堂", "out of paper", NOW - timedelta(minutes=1), NOW),
        Machine("d", "4 · 大堂", "error", NOW - timedelta(hours=2), NOW),
        Machine("e", "5 · 大堂", "busy", NOW - timedelta(days=2), NOW - timedelta(days=2)),
        Machine("f", "6 · 大堂", "off", NOW - timedelta(hours=9), NOW - timedelta(hours=9)),
    )

    def act(store: Store) -> None:
        with Session(store._engine) as session, session.begin():
            for each in fleet:
                put(session, each)

    stage.keeper.ask(act).result(20)


def shown_documents(stage: Stage) -> ReviewScreen:
    """The papers of a work permit, some of them seen, one of them with its details open."""
    case = next(case for case in read_cases(room("forms") / "procedures/work-permit/cases.toml") if case.sample)
    edition = stage.desk.catalogue.in_force("work-permit", case.as_of).edition
    draft = Draft("one", "work-permit", edition, case.as_of, dict(case.answers.typed), created_at=NOW)
    stage.window.open_case(stage.keeper.begin(draft).result(20))
    session = stage.window.screen_in_front.session
    assert session is not None
    stage.window.review(session)
    screen = stage.window.screen_in_front
    assert isinstance(screen, ReviewScreen)
    for row in screen.documents.rows[:2]:
        next(iter(row.boxes.values())).setFocus()
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    QApplication.processEvents()
    screen.documents.rows[min(3, len(screen.documents.rows) - 1)].boxes["original"].setFocus()
    return screen


def paint(folder: Path, settings: Settings, size: tuple[int, int]) -> None:
    """All in one outfit."""
    with tempfile.TemporaryDirectory() as place:
        stage = Stage(settings, Path(place))
        stage.frame.resize(*size)
        stage.open_store()

        def shot(name: str) -> None:
            parts = (name, settings.language, settings.look, settings.size)
            stage.picture().save(str(folder / f"{'-'.join(parts)}.png"))

        stage.window.visit("deadlines")
        due = stage.window.screen_in_front
        assert isinstance(due, DueScreen)
        stage.wait(lambda: due.loaded)
        shot("deadlines-none")
        stage.window.visit("statistics")
        counted = stage.window.screen_in_front
        assert isinstance(counted, StatisticsScreen)
        stage.wait(lambda: counted.figures is not None)
        shot("statistics-none")
        people_come(stage)
        due.loaded = False
        stage.window.visit("deadlines")
        stage.wait(lambda: due.loaded)
        shot("deadlines")
        counted.figures = None
        stage.window.visit("statistics")
        stage.wait(lambda: counted.figures is not None)
        shot("statistics")
        machines_tell(stage)
        stage.window.visit("machines")
        machines = stage.window.screen_in_front
        assert isinstance(machines, FleetScreen)
        stage.wait(lambda: machines.loaded)
        shot("machines")
        review = shown_documents(stage)
        stage.wait(lambda: all(tick.pages for tick in review.strip.ticks))
        for row in (review.documents.rows[0], review.documents.rows[-1]):
            row.boxes["original"].setFocus()
            shot("documents" if row is review.documents.rows[0] else "documents-foot")
        bar = stage.window.case_bar
        stage.wait(lambda: not bar.consent.isHidden())
        bar.hold.ask()
        dialog = stage.frame.findChild(QDialog)
        if dialog is not None:
            QApplication.processEvents()
            dialog.grab().save(str(folder / f"hold-{settings.language}-{settings.look}-{settings.size}.png"))
            dialog.close()
        stage.end()


def main() -> None:
    """Paints what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("languages", nargs="*")
    parser.add_argument("--second", default="en")
    parser.add_argument("--look", default="light")
    parser.add_argument("--size", default="counter")
    parser.add_argument("--window", default="1440x900")
    parser.add_argument("--letters", default="100", help="per cent of the drawn size")
    wanted = parser.parse_args()
    wanted.folder.mkdir(parents=True, exist_ok=True)
    application()
    typefaces.load_first("zh-Hans")
    for _ in typefaces.load_rest():
        pass
    wide, high = (int(part) for part in wanted.window.split("x"))
    for language in wanted.languages or LANGUAGES:
        second = wanted.second if wanted.second != language else "zh-Hans"
        settings = Settings(language=language, second_language=second, look=wanted.look, size=wanted.size)
        paint(wanted.folder, replace(settings, counter_name="3", letters=wanted.letters), (wide, high))
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
