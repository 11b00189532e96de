"""Every procedure at the public machine, from the first touch over triage and every question to the printed papers."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path

import pypdfium2
import pytest
from kioskside import NOW, Machine, make_printer, sample_of
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from seen_words import left_in_english, left_in_simplified, seen_words
from test_every_procedure import BESIDE, PROCEDURES, person_for

from talentdesk.core.form import APPLICATION_SHEET, PLACES
from talentdesk.i18n import LANGUAGES, titled
from talentdesk.service.rooms import catalogue


class Visitor:
    """One person at the machine, with an eye for words that were left in another language."""

    def __init__(self, machine: Machine, procedure: str) -> None:
        self.machine, self.procedure = machine, procedure
        self.forgotten: dict[str, list[str]] = {}

    def look(self, step: str) -> None:
        QApplication.processEvents()
        desk, window = self.machine.desk, self.machine.window
        own = frozenset(sample_of(self.procedure).answers.typed.values())
        # The keyboard has tests of its own.
        words = {word for part in (window.bar, window.sheet) for word in seen_words(part) if word not in own}
        left = left_in_english(words, desk.language, desk.second) if desk.language != "en" else []
        if "zh-Hans" not in (desk.language, desk.second):
            left += left_in_simplified(words)
        if left:
            self.forgotten[step] = left
        folder = os.environ.get("TALENTDESK_PICTURES")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            window.grab().save(f"{folder}/kiosk-{self.procedure}-{desk.language}-{step}.png")


@pytest.fixture
def jobs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return make_printer(tmp_path, monkeypatch)


@pytest.fixture
def machine(qtbot: QtBot, dressed: object) -> Iterator[list[Machine]]:
    made: list[Machine] = []
    yield made
    for each in made:
        each.end()


def closed_up(text: str) -> str:
    return re.sub(r"[\s\u00ad\ufffe\x02-]", "", text)


@pytest.mark.slow
@pytest.mark.timeout(180)
@pytest.mark.parametrize(
    "procedure",
    [each if place % 4 == 0 else pytest.param(each, marks=pytest.mark.long) for place, each in enumerate(PROCEDURES)],
)
def test_a_person_walks_from_the_first_touch_to_the_papers(
    qtbot: QtBot, machine: list[Machine], jobs: Path, procedure: str
) -> None:
    language = LANGUAGES[PROCEDURES.index(procedure) % len(LANGUAGES)]
    case = sample_of(procedure)
    at = Machine(qtbot, now=datetime.combine(case.as_of, time(12), NOW.tzinfo), language=language)
    machine.append(at)
    visitor = Visitor(at, procedure)
    at.begin(language)
    at.window.speak(language, BESIDE[language])
    fits = at.find(person_for(procedure))
    visitor.look("matters")
    assert procedure in fits
    at.touch(at.window.matters.fits[fits.index(procedure)])
    given = {id: text for id, text in case.answers.typed.items() if text}
    visitor.look("first")
    seen = at.fill(given, case.answers.declined)
    interview = at.window.session.interview
    asked = [q.id for view in interview.sections() for q in view.questions if q.kind not in PLACES]
    assert seen == asked, "every question once, in the order of the form"
    assert {id: text for id, text in at.window.session.draft.typed.items() if text} == given
    visitor.look("answers")
    at.print()
    visitor.look("finish")
    outcome = at.window._outcome
    assert outcome.printed
    assert outcome.slip is not None
    (job,) = jobs.iterdir()
    texts = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(job.read_bytes())]
    pages = sum(paper.pages for paper in outcome.papers) + len(outcome.slip.pages)
    assert len([text for text in texts if text.strip()]) == pages, "besides backs that stay white"
    form = closed_up("".join(texts[: outcome.papers[0].pages]))
    about, designed = catalogue().about(procedure), outcome.papers[0].paper != APPLICATION_SHEET
    names = [
        given[id] for id in ("person.surname", "person.given_names", "person.name_zh", "employer.name") if id in given
    ]
    # A form that an authority designed has its own name for itself.
    wanted = names if designed else [titled(about.title, "zh-Hans"), *names]
    assert [words for words in wanted if closed_up(words) not in form] == []
    at.touch(at.window.finish.main)
    assert at.ends == ["done"]
    assert visitor.forgotten == {}
