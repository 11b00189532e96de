"""Paints the print desk and its card with made-up prints, to be looked at beside the designer's pictures.

python tests/pictures/print_desk.py FOLDER [--language L] [--look LOOK] [--size SIZE] [--empty] [--measure]
"""

from __future__ import annotations

import argparse
import itertools
import os
import sys
import tempfile
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from talentdesk.core.draft import Draft
from talentdesk.desktop import theme, typefaces
from talentdesk.desktop.app import application
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.frame import Frame
from talentdesk.desktop.printcard import PrintCard
from talentdesk.desktop.printdesk import PrintDeskScreen
from talentdesk.desktop.printqueue import print_queue
from talentdesk.desktop.window import Window
from talentdesk.i18n import LANGUAGES
from talentdesk.service.printers import Choice, NotTaken, Printer, Reason, Stage, Standing, Ticket
from talentdesk.service.printing import Job
from talentdesk.settings import Settings
from talentdesk.store.keeper import Keeper, memory_key
from talentdesk.store.printlines import PrintState

NOW = datetime.now(timezone(timedelta(hours=8)))
PEOPLE = (
    ("CHAN", "WING YAN", "陳詠恩", ("checklist",), PrintState.FAILED, "vanished"),
    ("FERREIRA DA COSTA", "Helena", "何丽娜", ("foreigner-visa-permit", "checklist"), PrintState.SENT, "no_paper"),
    ("LINDQVIST AALTONEN", "Tobias", "", ("foreigner-visa-permit",), PrintState.SENT, ""),
    ("", "", "林嘉穎", ("foreigner-visa-permit", "checklist", "deadline-card"), PrintState.READY, ""),
    ("NGUYỄN ĐẶNG", "Thu Hà", "", ("checklist",), PrintState.PRINTED, ""),
)


class Office:
    """Two printers, of which one is out of paper."""

    def printers(self) -> tuple[Printer, ...]:
        sizes, trays = ("iso_a4_210x297mm",), ("tray-1", "tray-2", "manual")
        return (
            Printer("HP-LaserJet-M507", "HP LaserJet M507", trays, sizes, True, Reason.NO_PAPER, is_default=True),
            Printer("Brother-HL", "Brother HL-L2350, Halle", (), sizes, False),
        )

    def hand_over(self, job: Job, title: str, choice: Choice) -> Ticket:
        raise NotTaken(Reason.VANISHED)

    def standing(self, ticket: Ticket) -> Standing:
        return Standing(Stage.PRINTING, Reason.NO_PAPER if ticket.number == 2 else Reason.NONE)

    def take_back(self, ticket: Ticket) -> None:
        pass


def _until(done: Callable[[], object]) -> None:
    for _ in range(600):
        QApplication.processEvents()
        if done():
            return
        QTest.qWait(10)
    raise SystemExit("the screen does not come")


def paint(folder: Path, language: str, second: str, look: str, size: str, chosen: argparse.Namespace) -> None:
    """One picture: `print-pt-dark-kiosk.png`."""
    desk = Desk(Settings(language=language, second_language=second, look=look, size=size, mode="personal"), lambda: NOW)
    desk.dress()
    frame = Frame(theme.current(), lambda: None)
    desk.setParent(frame)
    window = Window(desk)
    with tempfile.TemporaryDirectory() as place:
        keeper = Keeper(Path(place), lambda _id, _revision: None, window.troubled, unlock=memory_key)
        keeper.start()
        desk.take_keeper(keeper)
        queue = print_queue(desk)
        queue.system = Office()
        for number, (surname, given, chinese, papers, state, reason) in enumerate(() if chosen.empty else PEOPLE, 1):
            typed = {"person.surname": surname, "person.given_names": given, "person.name_zh": chinese}
            draft = Draft(str(number), "residence-permit", "2013-07-01", date(2026, 11, 23), typed=typed)
            edition = desk.catalogue.in_force("residence-permit", date(2026, 11, 23)).edition
            keeper.begin(Draft(draft.id, draft.procedure, edition, draft.as_of, typed=typed, created_at=NOW)).result(20)
            wanted = queue.wanted(str(number), papers, ("zh-Hans", "en" if language.startswith("zh") else language))
            id = keeper.ask(lambda store, wanted=wanted: store.prints.add(wanted)).result(20)
            keeper.ask(
                lambda store, id=id, state=state, reason=reason, number=number: store.prints.mark(
                    [id], state, reason, [number], "HP-LaserJet-M507"
                )
            ).result(20)
        frame.fill(window, window, window.home.search.line)
        window.home.furnish()
        frame.resize(*((1080, 1920) if size == "kiosk" else (1280, 800)))
        frame.show()
        frame.activateWindow()
        window.visit("print")
        screen = window.screen_in_front
        assert isinstance(screen, PrintDeskScreen)
        _until(
            lambda: (
                queue.loaded and queue.printers and (chosen.empty or screen.preview.pages or screen.preview.isHidden())
            )
        )
        if chosen.measure:
            screen.measure()
            dialog = screen.findChild(QDialog)
            assert dialog is not None
            QApplication.processEvents()
            dialog.grab().save(str(folder / f"measure-{language}-{look}-{size}.png"))
            dialog.close()
        for _ in range(4):
            QApplication.processEvents()
        frame.grab().save(str(folder / f"print{'-empty' * chosen.empty}-{language}-{look}-{size}.png"))
        card = PrintCard(desk)
        card.setFixedWidth(328)
        card.resize(328, card.layout().totalHeightForWidth(328))
        card.grab().save(str(folder / f"card-{language}-{look}-{size}.png"))
        card.deleteLater()
        frame.close()
        keeper.close(10)
        frame.deleteLater()
        QApplication.processEvents()
        desk.elsewhere.close()


def main() -> None:
    """Paints what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--language", action="append")
    parser.add_argument("--second", default="en")
    parser.add_argument("--look", action="append")
    parser.add_argument("--size", action="append")
    parser.add_argument("--empty", action="store_true")
    parser.add_argument("--measure", action="store_true")
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    application()
    typefaces.load_first("zh-Hans")
    for _ in typefaces.load_rest():
        pass
    looks, sizes = chosen.look or list(theme.Look), chosen.size or list(theme.Size)
    for language, look, size in itertools.product(chosen.language or LANGUAGES, looks, sizes):
        second = chosen.second if chosen.second != language else "zh-Hans"
        paint(chosen.folder, language, second, str(look), str(size), chosen)


if __name__ == "__main__":
    main()
