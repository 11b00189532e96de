"""The print desk over a real store and a real print system: nothing is lost, everything has a sentence."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import official_pdfs
import pypdfium2
import pytest
import shiboken6
from deskside import Counter
from printsystem import PrintRoom, print_room
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from talentdesk import settings
from talentdesk.core.catalogue import Catalogue
from talentdesk.core.draft import Draft, State
from talentdesk.desktop import handover, printqueue
from talentdesk.desktop.casescreens import CASE_SCREENS, CaseScreen
from talentdesk.desktop.handover import Handover
from talentdesk.desktop.measuring import Measuring
from talentdesk.desktop.printcard import PrintCard
from talentdesk.desktop.printdesk import PrintDeskScreen
from talentdesk.desktop.printlist import state_of
from talentdesk.desktop.review import ReviewScreen
from talentdesk.paths import room
from talentdesk.service.printers import Choice, NotTaken, Printer, Reason, Stage, Standing, Ticket
from talentdesk.service.printing import Job, print_now
from talentdesk.store.printlines import Print, PrintState
from talentdesk.store.trouble import DiskFull

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier
DAY = date(2026, 11, 23)
PAIR = ("zh-Hans", "en")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="CUPS is not on Windows")


class Office:
    """Printers that a test can read, stop and take away."""

    def __init__(self) -> None:
        self.names = ["Front", "Back"]
        self.reason = Reason.NONE
        self.jobs: list[tuple[Job, str, Choice]] = []
        self.standings: dict[int, Standing] = {}
        self.back: list[int] = []

    def printers(self) -> tuple[Printer, ...]:
        trays, sizes = ("tray-1", "tray-2"), ("iso_a4_210x297mm",)
        found = [Printer(name, name, trays, sizes, True, is_default=name == "Front") for name in self.names]
        if not found and self.reason:
            raise NotTaken(self.reason)
        return tuple(found)

    def hand_over(self, job: Job, title: str, choice: Choice) -> Ticket:
        if self.reason:
            raise NotTaken(self.reason)
        name = choice.printer or "Front"
        if name not in self.names:
            raise NotTaken(Reason.VANISHED)
        self.jobs.append((job, title, choice))
        return Ticket(name, len(self.jobs))

    def standing(self, ticket: Ticket) -> Standing:
        return self.standings.get(ticket.number, Standing(Stage.PRINTING))

    def take_back(self, ticket: Ticket) -> None:
        self.back.append(ticket.number)


class Desk:
    """A counter in front of its print desk."""

    def __init__(self, counter: Counter, office: Office) -> None:
        self.counter, self.office, self.qtbot = counter, office, counter.qtbot
        self.queue = printqueue.print_queue(counter.desk)

    @property
    def screen(self) -> PrintDeskScreen:
        found = self.counter.window.screen_in_front
        assert isinstance(found, PrintDeskScreen)
        return found

    def put(self, *drafts: str, **changes: object) -> None:
        """Checklists of these cases on the list, the first put first."""
        for draft in drafts:
            wanted = replace(self.queue.wanted(draft, ("checklist",), PAIR), **changes)  # type: ignore[arg-type]
            self.queue.put(wanted).result(20)
        self.queue.reload()
        self.qtbot.waitUntil(lambda: {line.wanted.draft for line in self.queue.prints} >= set(drafts), timeout=10_000)

    def enter(self, count: int) -> PrintDeskScreen:
        self.counter.window.visit("print")
        self.qtbot.waitUntil(lambda: len(self.queue.prints) == count and bool(self.queue.printers), timeout=10_000)
        return self.screen

    def line(self, draft: str) -> Print:
        return next(line for line in self.queue.prints if line.wanted.draft == draft)

    def until(self, draft: str, state: str) -> None:
        self.qtbot.waitUntil(lambda: state_of(self.line(draft), self.queue) == state, timeout=20_000)

    def press(self, key: Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        target = QApplication.focusWidget()
        assert target is not None
        QTest.keyClick(target, key, modifier)


def case(id: str, surname: str) -> Draft:
    edition = Catalogue([room("forms")]).in_force("residence-permit", DAY).edition
    return Draft(id, "residence-permit", edition, DAY, typed={"person.surname": surname})


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def desk(qtbot: QtBot, fonts: None, tmp_path: Path, office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(printqueue, "system_here", lambda _desk: office)
    monkeypatch.setattr(printqueue, "_SOON_MS", 20)
    monkeypatch.setattr(printqueue, "_LATER_MS", 40)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    drafts = (case("one", "ALPHA"), case("two", "BETA"), case("three", "GAMMA"))
    counter = Counter(qtbot, tmp_path / "store", drafts=drafts, screens=None)
    yield Desk(counter, office)
    counter.end()
    counter.desk.elsewhere.close()


def text(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(content)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


def test_the_list_is_printed_in_order_as_one_job(desk: Desk) -> None:
    desk.put("three", "two", "one")
    screen = desk.enter(3)
    assert screen.list.hasFocus()
    desk.press(Key.Key_A, Ctrl)
    assert [line.wanted.draft for line in screen.list.lines] == ["one", "two", "three"]
    assert screen.print_button.text().startswith("Print 3 cases in order")
    desk.press(Key.Key_P, Ctrl)
    desk.until("three", "sent")
    ((job, title, choice),) = desk.office.jobs
    pages = text(job.content)
    where = [next(at for at, page in enumerate(pages) if name in page) for name in ("ALPHA", "BETA", "GAMMA")]
    assert where == sorted(where)
    assert all(at % 2 == 0 for at in where), "each case begins on the front of a leaf"
    assert title.startswith("TD-")
    assert len(title) == 7
    assert choice == Choice()
    desk.office.standings[1] = Standing(Stage.DONE)
    for draft in ("one", "two", "three"):
        desk.until(draft, "printed")
    assert "Printed: " in screen.toast.words.text()
    assert desk.counter.keeper.load("two").result(20).state is State.PRINTED


def test_what_fails_stays_with_its_reason_and_prints_again(desk: Desk) -> None:
    desk.put("one")
    screen = desk.enter(1)
    desk.office.names.remove("Back")
    desk.queue.choose(desk.line("one"), Choice("Back", "tray-2"))
    desk.qtbot.waitUntil(lambda: desk.line("one").wanted.printer == "Back")
    desk.press(Key.Key_P, Ctrl)
    desk.until("one", "failed")
    assert desk.line("one").reason == "vanished"
    said = screen.toast.words.text()
    assert "The printer Back is no longer there." in said
    assert "Choose another printer" in said
    assert "The papers stay in the list." in said
    assert screen.print_button.text().startswith("Print again")
    assert desk.counter.keeper.load("one").result(20).state is State.DRAFT
    # By keyboard alone: to the printers, another one, print.
    desk.queue.look_for_printers()
    assert screen.controls.printers is not None
    desk.qtbot.waitUntil(lambda: len(desk.queue.printers) == 1)
    screen.controls.printers.stop().setFocus()
    desk.press(Key.Key_1)
    desk.qtbot.waitUntil(lambda: desk.line("one").wanted.printer == "Front")
    assert desk.line("one").wanted.tray == ""
    desk.press(Key.Key_P, Ctrl)
    desk.until("one", "sent")
    assert [choice.printer for _, _, choice in desk.office.jobs] == ["Front"]


def test_a_job_that_waits_for_paper_is_told_and_never_printed_twice(desk: Desk) -> None:
    desk.office.standings[1] = Standing(Stage.QUEUED, Reason.NO_PAPER)
    desk.put("one", tray="tray-2")
    screen = desk.enter(1)
    desk.press(Key.Key_P, Ctrl)
    desk.until("one", "held")
    shown = screen.model.data(screen.model.index(0, 0))
    assert "Tray 2 of the printer Front is empty." in shown
    desk.press(Key.Key_P, Ctrl)
    desk.qtbot.waitUntil(lambda: len(desk.office.jobs) == 2)
    assert desk.office.back == [1]
    desk.until("one", "sent")
    desk.press(Key.Key_Delete)
    desk.qtbot.waitUntil(lambda: not desk.queue.prints)
    desk.qtbot.waitUntil(lambda: desk.office.back == [1, 2])
    assert desk.counter.keeper.load("one").result(20).id == "one"


def test_one_case_that_cannot_be_made_keeps_no_other_from_the_printer(desk: Desk) -> None:
    desk.put("one", papers=("no-such-paper",))
    desk.put("two")
    screen = desk.enter(2)
    screen.list.selectAll()
    screen.print_chosen()
    desk.until("one", "failed")
    desk.until("two", "sent")
    assert desk.line("one").reason == "unmade"


def test_the_list_outlasts_the_window(desk: Desk) -> None:
    desk.office.reason = Reason.NO_SYSTEM
    desk.put("one")
    desk.counter.window.visit("print")
    desk.qtbot.waitUntil(lambda: bool(desk.queue.prints))
    desk.screen.print_chosen()
    desk.until("one", "failed")
    again = printqueue.PrintQueue(desk.counter.desk, desk.office, desk.counter.desk)
    again.reload()
    desk.qtbot.waitUntil(lambda: bool(again.prints))
    assert (again.prints[0].state, again.prints[0].reason) == (PrintState.FAILED, "no_system")


def test_the_choice_holds_for_what_is_printed_next(desk: Desk) -> None:
    desk.put("one")
    screen = desk.enter(1)
    assert screen.controls.trays is not None
    screen.controls.trays.cards[2].click()
    screen.controls.copies.more.click()
    screen.controls.sides.cards[1].click()
    wanted = Choice("Front", "tray-2", 2, False)
    assert screen.controls.choice == wanted
    desk.qtbot.waitUntil(lambda: printqueue.choice_of(desk.line("one").wanted) == wanted)
    assert printqueue.last_choice(desk.counter.desk.settings) == wanted
    assert printqueue.last_choice(settings.load()) == wanted
    desk.put("two")
    desk.qtbot.waitUntil(lambda: len(desk.queue.prints) == 2)
    assert printqueue.choice_of(desk.line("two").wanted) == wanted


def test_the_preview_shows_the_chosen_line_and_turns_by_key(desk: Desk) -> None:
    desk.counter.frame.resize(1280, 800)
    desk.put("two", "one")
    screen = desk.enter(2)
    desk.qtbot.waitUntil(lambda: screen.preview.pages > 1)
    first = screen.preview.leaf.page
    desk.press(Key.Key_PageDown)
    assert screen.preview.page == 1
    assert screen.preview.leaf.page is not first
    desk.press(Key.Key_Down)
    assert [line.wanted.draft for line in screen.list.lines] == ["two"]
    desk.qtbot.waitUntil(lambda: screen.preview.pages > 1 and screen.preview.page == 0)


def test_filters_show_what_needs_a_hand(desk: Desk) -> None:
    desk.put("one", "two")
    screen = desk.enter(2)
    desk.office.reason = Reason.JAM
    screen.print_chosen()
    desk.until("two", "failed")
    desk.press(Key.Key_Slash)
    desk.press(Key.Key_Right)
    desk.press(Key.Key_Right)
    assert [line.wanted.draft for line in screen.model.lines] == ["two"]
    assert "Paper is jammed" in screen.model.data(screen.model.index(0, 0))


def test_words_follow_the_language_and_the_look_keeps_the_choice(desk: Desk) -> None:
    desk.put("one", "two")
    screen = desk.enter(2)
    desk.press(Key.Key_Down)
    desk.counter.window.speak("pt", "zh-Hans")
    assert [line.wanted.draft for line in screen.list.lines] == ["one"]
    assert screen.list.hasFocus()
    from talentdesk.desktop.theme import Look, Size

    desk.counter.desk.wear(Look.DARK, Size.KIOSK)
    assert [line.wanted.draft for line in screen.list.lines] == ["one"]
    assert screen.preview.isHidden()
    desk.counter.desk.wear(Look.LIGHT, Size.COUNTER)


def test_the_card_says_what_failed_and_leads_there(desk: Desk) -> None:
    card = PrintCard(desk.counter.desk)
    desk.qtbot.addWidget(card)
    card.clicked.connect(lambda: desk.counter.window.visit("print"))
    card.show()
    assert card.chip.isHidden()
    desk.office.reason = Reason.NO_PAPER
    desk.put("one", tray="tray-2", printer="Back")
    desk.qtbot.waitUntil(lambda: not card.chip.isHidden())
    assert card.chip.text() == "1 to print"
    desk.queue.print(desk.queue.prints)
    desk.until("one", "failed")
    assert card.chip.text() == "1 failed"
    assert "Tray 2 of the printer Back is empty. The papers stay in the list." in card.accessibleDescription()
    QTest.keyClick(card, Key.Key_Space)
    assert isinstance(desk.counter.window.screen_in_front, PrintDeskScreen)


def test_without_a_printer_the_desk_says_so(desk: Desk) -> None:
    desk.office.names, desk.office.reason = [], Reason.NO_SYSTEM
    desk.counter.window.visit("print")
    desk.qtbot.waitUntil(lambda: desk.queue.missing is Reason.NO_SYSTEM)
    assert "does not answer" in desk.screen.controls.state.text()
    assert not desk.screen.measure_button.isEnabled()


def test_a_case_that_is_put_away_while_it_is_printed_is_on_the_list_all_the_same(desk: Desk) -> None:
    window = desk.counter.window
    window.load_case("one")
    desk.qtbot.waitUntil(lambda: window.screen_in_front.session is not None)
    session = window.screen_in_front.session
    assert session is not None
    out = Handover(desk.counter.desk, session)
    out.print(("checklist",))
    shiboken6.delete(out)
    window.close_case(session)
    desk.qtbot.waitUntil(lambda: bool(desk.office.jobs), timeout=10_000)
    desk.qtbot.waitUntil(lambda: bool(desk.queue.prints) and not desk.queue.sending, timeout=10_000)
    desk.until("one", "sent")
    assert desk.counter.keeper.load("one").result(20).state is State.PRINTED
    acts = desk.counter.keeper.ask(lambda store: store.acts()).result(20)
    assert [act.action for act in acts if act.action == "print"] == ["print"]


def test_a_full_disk_keeps_no_paper_from_the_printer(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    window = desk.counter.window
    window.load_case("one")
    desk.qtbot.waitUntil(lambda: window.screen_in_front.session is not None)
    session = window.screen_in_front.session
    assert session is not None
    full: Future[int] = Future()
    full.set_exception(DiskFull())
    monkeypatch.setattr(desk.queue, "put", lambda _wanted: full)
    out, results = Handover(desk.counter.desk, session), []
    out.ended.connect(results.append)
    out.print(("checklist",))
    desk.qtbot.waitUntil(lambda: bool(results), timeout=10_000)
    assert "Sent to the printer: 1 paper." in results[0].told("en")
    assert len(desk.office.jobs) == 1
    assert not out.busy


# ---- measuring


@pytest.fixture
def measuring(desk: Desk, tmp_path: Path) -> Iterator[Measuring]:
    room_of = official_pdfs.room_with(tmp_path, official_pdfs.acroform().done())
    desk.counter.desk.take_catalogue(Catalogue([room_of]))
    desk.queue.look_for_printers()
    desk.qtbot.waitUntil(lambda: bool(desk.queue.printers))
    dialog = Measuring(desk.counter.desk, desk.counter.window, desk.queue, Choice("Front", "tray-2"))
    dialog.open()
    yield dialog
    dialog.close()


def test_what_is_measured_is_kept_for_printer_tray_and_edition(
    desk: Desk, measuring: Measuring, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue = desk.counter.desk.catalogue
    monkeypatch.setattr("talentdesk.service.calibrations.catalogue", lambda: catalogue)
    measuring.lines["x"].setText("1,5")
    measuring.lines["y"].setText("-60")
    QTest.keyClick(measuring.lines["x"], Key.Key_Return)
    assert "Down, mm: type a number from -50 to 50." in measuring.message.text()
    assert desk.counter.desk.settings.calibration == ()
    measuring.lines["y"].setText("−2")
    measuring.keep_button.click()
    (kept,) = settings.load().calibration
    assert (kept.printer, kept.tray, kept.paper, kept.edition) == (
        "Front",
        "tray-2",
        official_pdfs.PAPER,
        official_pdfs.EDITION,
    )
    assert (kept.x, kept.y) == (1.5, -2.0)
    assert desk.counter.desk.settings.calibration == (kept,)
    measuring.print_button.click()
    desk.qtbot.waitUntil(lambda: bool(desk.office.jobs), timeout=10_000)
    job, title, choice = desk.office.jobs[0]
    assert (job.tray, choice.printer, choice.two_sided) == ("tray-2", "Front", False)
    assert title.startswith("TD-")
    assert text(job.content)


# ---- from the review to a real printer


@pytest.fixture
def real(
    qtbot: QtBot, fonts: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., tuple[Desk, PrintRoom]]]:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    with print_room() as place:
        monkeypatch.setenv("CUPS_SERVER", str(place.room / "sock"))
        monkeypatch.setenv("HOME", str(place.room))
        for name in ("LPDEST", "PRINTER"):
            monkeypatch.delenv(name, raising=False)
        made: list[Counter] = []

        def go(printer: str, mode: str = "counter") -> tuple[Desk, PrintRoom]:
            drafts = (case("one", "ALPHA"),)
            counter = Counter(
                qtbot, tmp_path / "store", drafts=drafts, screens=real_screens(), printer=printer, mode=mode
            )
            made.append(counter)
            return Desk(counter, Office()), place

        yield go
        for counter in made:
            counter.end()
            counter.desk.elsewhere.close()


def real_screens() -> Mapping[str, CaseScreen]:
    return CASE_SCREENS


def reviewed(desk: Desk) -> ReviewScreen:
    window = desk.counter.window
    window.load_case("one")
    desk.qtbot.waitUntil(lambda: window.screen_in_front.session is not None)
    assert window.screen_in_front.session is not None
    window.review(window.screen_in_front.session)
    found = window.screen_in_front
    assert isinstance(found, ReviewScreen)
    return found


@pytest.mark.slow
def test_the_review_prints_to_a_real_printer_and_the_list_says_so(real: Callable[..., tuple[Desk, PrintRoom]]) -> None:
    desk, place = real("Good")
    screen = reviewed(desk)
    screen.print_papers()
    desk.qtbot.waitUntil(lambda: bool(place.jobs()), timeout=20_000)
    (job,) = place.jobs()
    assert "ALPHA" in text(job.content)[0]
    assert job.title.startswith("TD-")
    desk.qtbot.waitUntil(lambda: bool(desk.queue.prints), timeout=10_000)
    desk.until("one", "printed")
    assert screen.session.draft.state is State.PRINTED


@pytest.mark.slow
def test_a_real_printer_that_fails_is_told_at_the_review_and_on_the_list(
    real: Callable[..., tuple[Desk, PrintRoom]],
) -> None:
    desk, place = real("Fail")
    screen = reviewed(desk)
    screen.print_papers()
    desk.qtbot.waitUntil(lambda: "reported an error" in screen.toast.words.text(), timeout=20_000)
    assert "The papers stay in the list." in screen.toast.words.text()
    assert screen.again_button.text() == "Save as PDF…"
    desk.until("one", "failed")
    assert place.jobs() == ()
    place.run("lpadmin", "-x", "Fail")
    screen.print_papers()
    desk.qtbot.waitUntil(lambda: "The printer Fail is no longer there." in screen.toast.words.text(), timeout=20_000)
    assert len(desk.queue.prints) >= 1


@pytest.mark.slow
def test_at_a_public_machine_nothing_comes_out_later(
    real: Callable[..., tuple[Desk, PrintRoom]], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, place = real("Empty", "kiosk")
    monkeypatch.setattr(handover, "print_now", partial(print_now, patience_s=2.0))
    screen = reviewed(desk)
    screen.print_papers()
    desk.qtbot.waitUntil(lambda: "Please ask at the counter" in screen.toast.words.text(), timeout=20_000)
    assert "The printer Empty is out of paper." in screen.toast.words.text()
    assert desk.counter.keeper.ask(lambda store: store.prints.listed(desk.queue._name)).result(20) == ()
    (place.room / "paper").touch()
    place.run("cupsenable", "Empty")
    assert place.spooled() == ()
    assert place.jobs() == ()
