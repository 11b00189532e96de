"""Papers reach a real print system as the PDF they are, under a title that names nobody, and their end is known."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pikepdf
import printsystem
import pypdfium2
import pytest
from printsystem import PrintRoom, print_room

from talentdesk.core.catalogue import Catalogue
from talentdesk.core.interview import Interview
from talentdesk.i18n import LANGUAGES
from talentdesk.paths import room
from talentdesk.service import ipp
from talentdesk.service.papers import lay_out_paper, write
from talentdesk.service.printers import (
    Choice,
    Cups,
    NotTaken,
    Printer,
    Reason,
    Stage,
    Standing,
    Ticket,
    fitting,
    title_of,
)
from talentdesk.service.printing import (
    Errand,
    Job,
    PrintOutcome,
    hand_over,
    in_order,
    jobs_of,
    look_after,
    print_now,
)
from talentdesk.service.printreasons import cause, reason_of, remedy, stays, tray_name

DAY = date(2026, 11, 22)
PAIR = ("zh-Hans", "en")
PERMIT = "foreigner-visa-permit"


@pytest.fixture(scope="module")
def printing() -> Iterator[PrintRoom]:
    with print_room() as place:
        yield place


@pytest.fixture
def cups(printing: PrintRoom, monkeypatch: pytest.MonkeyPatch) -> Cups:
    _use(printing, monkeypatch)
    for file in (printing.room / "out").iterdir():
        file.unlink()
    for flag in ("paper", "go"):
        (printing.room / flag).unlink(missing_ok=True)
    for queue in printsystem.QUEUES:
        printing.run("cancel", "-a", queue)
        printing.run("cupsenable", queue)
    return Cups()


def _use(place: PrintRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUPS_SERVER", str(place.room / "sock"))
    monkeypatch.setenv("HOME", str(place.room))
    for name in ("LPDEST", "PRINTER"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def errand() -> Errand:
    catalogue = Catalogue([room("forms")])
    typed = {"person.surname": "FERREIRA DA COSTA", "person.given_names": "Helena"}
    case = Interview(catalogue.in_force("residence-permit", DAY), catalogue, as_of=DAY, typed=typed)
    return Errand(case, (PERMIT, "checklist"), PAIR)


def pages(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(content)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


def ended(cups: Cups, printing: PrintRoom, outcome: PrintOutcome) -> PrintOutcome:
    printing.wait(lambda: look_after(cups, outcome).stage in (Stage.DONE, Stage.FAILED))
    return look_after(cups, outcome)


def test_printers_say_what_they_have(cups: Cups) -> None:
    printers = cups.printers()
    assert [each.name for each in printers] == ["Good", "Empty", "Fail", "Slow"]
    good = printers[0]
    assert good.is_default
    assert good.trays == ("tray-1", "tray-2")
    assert good.two_sided
    assert good.has_a4
    assert good.reason is Reason.NONE
    assert fitting(Choice(), printers) is good
    assert fitting(Choice("Slow"), printers) is printers[3]
    assert fitting(Choice("Gone"), printers) is None


def test_a_pdf_arrives_as_it_is_with_every_option_and_a_neutral_title(
    cups: Cups, printing: PrintRoom, errand: Errand
) -> None:
    choice = Choice("Good", "tray-2", 2, True)
    made = jobs_of(errand, choice)
    outcome = hand_over(cups, made, title_of("a-case"), choice)
    assert outcome.stage is Stage.QUEUED
    assert ended(cups, printing, outcome).good
    (job,) = printing.jobs()
    assert job.content == made[0].content
    assert job.title == title_of("a-case")
    assert job.copies == "2"
    wanted = {"media=A4,tray-2", "media-source=tray-2", "print-scaling=none", "sides=two-sided-long-edge"}
    assert wanted <= set(job.options)
    assert "FERREIRA" not in str(job.options).upper()
    # Vector: type that can be read, and no picture as large as a page.
    assert "FERREIRA DA COSTA" in pages(job.content)[0]
    with pikepdf.open(io.BytesIO(job.content)) as pdf:
        assert not any(page.get_images() for page in pdf.pages)


def test_one_sided_and_one_copy_are_said_too(cups: Cups, printing: PrintRoom) -> None:
    ended(cups, printing, hand_over(cups, [Job(_pdf(1))], "TD-0000", Choice("Good", two_sided=False)))
    (job,) = printing.jobs()
    assert "sides=one-sided" in job.options
    assert "media=A4" in job.options
    assert not any(option.startswith("media-source") for option in job.options)


def test_nothing_is_kept_of_a_printed_paper(cups: Cups, printing: PrintRoom, errand: Errand) -> None:
    choice = Choice("Good")
    outcome = hand_over(cups, jobs_of(errand, choice), title_of("case"), choice)
    assert ended(cups, printing, outcome).good
    printing.wait(lambda: not printing.spooled())
    left = [file for file in printing.room.rglob("*") if file.is_file() and file.parent.name != "out"]
    assert left
    assert not [file for file in left if b"FERREIRA" in file.read_bytes()]


def test_a_printer_that_fails_says_so(cups: Cups, printing: PrintRoom) -> None:
    outcome = ended(cups, printing, hand_over(cups, [Job(_pdf(1))], "TD-0000", Choice("Fail")))
    assert (outcome.stage, outcome.reason, outcome.printer) == (Stage.FAILED, Reason.FAILED, "Fail")
    assert printing.jobs() == ()
    printing.wait(lambda: not printing.spooled())


def test_a_printer_without_paper_waits_and_goes_on(cups: Cups, printing: PrintRoom) -> None:
    outcome = hand_over(cups, [Job(_pdf(1))], "TD-0000", Choice("Empty", "tray-2"))
    printing.wait(lambda: look_after(cups, outcome).reason is Reason.NO_PAPER)
    held = look_after(cups, outcome)
    assert held.stage in (Stage.QUEUED, Stage.PRINTING)
    assert cause(held.reason, "en", held.printer, held.tray) == "Tray 2 of the printer Empty is empty."
    assert next(each for each in cups.printers() if each.name == "Empty").reason is Reason.NO_PAPER
    (printing.room / "paper").touch()
    printing.run("cupsenable", "Empty")
    assert ended(cups, printing, outcome).good
    assert len(printing.jobs()) == 1


def test_a_job_that_is_taken_back_never_comes_out(cups: Cups, printing: PrintRoom) -> None:
    outcome = hand_over(cups, [Job(_pdf(1))], "TD-0000", Choice("Empty"))
    printing.wait(lambda: look_after(cups, outcome).reason is Reason.NO_PAPER)
    cups.take_back(outcome.tickets[0])
    assert look_after(cups, outcome).reason is Reason.CANCELLED
    assert not printing.spooled()


def test_a_printer_that_vanishes_is_told_before_and_after(
    cups: Cups, printing: PrintRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    printing.run("lpadmin", "-p", "Lent", "-v", "desk:/slow", "-E")
    outcome = hand_over(cups, [Job(_pdf(1))], "TD-0000", Choice("Lent"))
    assert outcome.stage is Stage.QUEUED
    printing.run("lpadmin", "-x", "Lent")
    gone = ended(cups, printing, outcome)
    assert gone.reason in (Reason.VANISHED, Reason.CANCELLED)
    again = hand_over(cups, [Job(_pdf(1))], "TD-0000", Choice("Lent"))
    assert (again.stage, again.reason) == (Stage.FAILED, Reason.VANISHED)
    assert cause(again.reason, "en", again.printer) == "The printer Lent is no longer there."
    assert remedy(again.reason, "en") == "Choose another printer and print again."


def test_a_printer_that_takes_nothing_is_told(cups: Cups, printing: PrintRoom) -> None:
    printing.run("cupsreject", "Slow")
    try:
        assert hand_over(cups, [Job(_pdf(1))], "TD-0000", Choice("Slow")).reason is Reason.REFUSED
    finally:
        printing.run("cupsaccept", "Slow")


@pytest.mark.slow
def test_without_a_record_a_job_that_is_gone_is_done(monkeypatch: pytest.MonkeyPatch, errand: Errand) -> None:
    with print_room(history=False) as place:
        _use(place, monkeypatch)
        cups = Cups()
        outcome = hand_over(cups, jobs_of(errand, Choice("Good")), "TD-0000", Choice("Good"))
        place.wait(lambda: place.jobs() and look_after(cups, outcome).good)
        assert look_after(cups, outcome).reason is Reason.NONE


def test_without_a_print_system_everything_has_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUPS_SERVER", str(tmp_path / "no-socket"))
    for name in ("LPDEST", "PRINTER"):
        monkeypatch.delenv(name, raising=False)
    cups = Cups()
    with pytest.raises(NotTaken) as caught:
        cups.printers()
    assert caught.value.reason is Reason.NO_SYSTEM
    assert hand_over(cups, [Job(_pdf(1))], "TD-0000", Choice()).reason is Reason.NO_SYSTEM
    assert cups.standing(Ticket("Good", 7)) == Standing(Stage.QUEUED, Reason.NO_SYSTEM)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert hand_over(cups, [Job(_pdf(1))], "TD-0000", Choice("Good")).reason is Reason.NO_SYSTEM


# ---- kiosk: to the end, or not at all


def test_print_now_waits_for_the_end(cups: Cups, errand: Errand, printing: PrintRoom) -> None:
    outcome = print_now(cups, errand, "a-case", Choice())
    assert outcome.good
    assert outcome.printer == "Good"
    assert printing.jobs()[0].title == title_of("a-case")


@pytest.mark.slow
def test_print_now_takes_back_what_does_not_come_out(cups: Cups, errand: Errand, printing: PrintRoom) -> None:
    outcome = print_now(cups, errand, "a-case", Choice("Empty"), patience_s=2.0)
    assert (outcome.stage, outcome.reason) == (Stage.FAILED, Reason.NO_PAPER)
    (printing.room / "paper").touch()
    printing.run("cupsenable", "Empty")
    assert cups.standing(outcome.tickets[0]).reason is Reason.CANCELLED
    assert printing.jobs() == ()


# ---- several papers, one job


def test_several_papers_are_one_job_each_on_a_leaf_of_its_own(errand: Errand) -> None:
    form, slip = (len(lay_out_paper(errand.case, paper, PAIR).pages) for paper in errand.papers)
    assert form % 2, "the form must end on a front for this test"
    (both,) = jobs_of(errand, Choice(two_sided=True))
    assert pages(both.content)[form] == ""
    assert len(pages(both.content)) == form + 1 + slip
    (front,) = jobs_of(errand, Choice(two_sided=False))
    assert len(pages(front.content)) == form + slip
    (cases,) = in_order([both, both], Choice())
    assert len(pages(cases.content)) == 2 * (form + 1 + slip) + (form + 1 + slip) % 2
    assert len(cases.laid) == 4


def test_trays_keep_jobs_apart_and_their_order() -> None:
    one, two = Job(_pdf(1), "tray-2"), Job(_pdf(1))
    made = in_order([one, one, two, one], Choice(two_sided=False))
    assert [job.tray for job in made] == ["tray-2", "", "tray-2"]
    assert [len(pages(job.content)) for job in made] == [2, 1, 1]


class Halfway:
    """Takes one job and no more."""

    def __init__(self) -> None:
        self.taken: list[Ticket] = []
        self.back: list[Ticket] = []

    def printers(self) -> tuple[Printer, ...]:
        return ()

    def hand_over(self, job: Job, title: str, choice: Choice) -> Ticket:
        if self.taken:
            raise NotTaken(Reason.REFUSED)
        self.taken.append(Ticket("Half", 1))
        return self.taken[0]

    def standing(self, ticket: Ticket) -> Standing:
        return Standing(Stage.PRINTING)

    def take_back(self, ticket: Ticket) -> None:
        self.back.append(ticket)


def test_half_a_set_is_taken_back(errand: Errand) -> None:
    system = Halfway()
    outcome = hand_over(system, [Job(b"1"), Job(b"2", "tray-2")], "TD-0000", Choice("Half"))
    assert (outcome.stage, outcome.reason, outcome.tray) == (Stage.FAILED, Reason.REFUSED, "tray-2")
    assert system.back == system.taken


# ---- words


@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_every_reason_has_a_cause_and_a_remedy(language: str) -> None:
    for reason in Reason:
        said = cause(reason, language, "HP", "tray-2"), remedy(reason, language)
        assert all(said) is bool(reason)
        assert "{" not in "".join(said)
    assert stays(language)


def test_trays_have_names_and_unknown_reasons_are_errors() -> None:
    assert [tray_name(tray, "en") for tray in ("", "tray-2", "Tray3", "main", "Cassette")] == [
        "Usual tray",
        "Tray 2",
        "Tray 3",
        "Main tray",
        "Cassette",
    ]
    assert reason_of("from-tomorrow") is Reason.FAILED
    assert reason_of("") is Reason.NONE


def test_titles_name_nobody() -> None:
    title = title_of("7f3a0b")
    assert title.startswith("TD-")
    assert len(title) == 7
    assert title == title_of("7f3a0b") != title_of("7f3a0c") != title_of("7f3a0b", "7f3a0c")


@pytest.mark.parametrize("cut", [0, 3, 8, 9, 20])
def test_an_answer_cut_short_is_no_answer(cut: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = b"\x02\x00\x00\x00\x00\x00\x00\x01\x04\x42\x00\x0cprinter-name\x00\x04Good\x03"
    assert ipp.answered(whole) == (0, ({"printer-name": ["Good"]},))
    monkeypatch.setattr(ipp, "_post", lambda _body: whole[:cut])
    with pytest.raises(ipp.Unreachable):
        ipp.ask(ipp.GET_PRINTERS)


def _pdf(count: int) -> bytes:
    made = io.BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(count):
            pdf.add_blank_page(page_size=(595, 842))
        pdf.save(made)
    return made.getvalue()


def test_what_is_written_for_paper_is_what_render_writes(errand: Errand) -> None:
    (job,) = jobs_of(Errand(errand.case, (PERMIT,), PAIR), Choice())
    assert job.content == write(lay_out_paper(errand.case, PERMIT, PAIR))
