"""Statistics on the screen and in files: the counts of a real store, and no word of anybody."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from deskside import NOW, Counter, draft
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from talentdesk.core.draft import State
from talentdesk.core.states import Move
from talentdesk.desktop.statisticsscreen import StatisticsScreen
from talentdesk.i18n import LANGUAGES, say
from talentdesk.service.statistics import TITLES, too_few

CANARY = "ZYXWCANARYVUTS"


@pytest.fixture
def counter(qtbot: QtBot, tmp_path: Path, dressed: object) -> Iterator[Counter]:
    printed = Move(NOW, "counter", State.DRAFT, State.PRINTED)
    cases = [
        draft(f"c{number}", CANARY, CANARY, state=State.PRINTED, moves=(printed,), typed={"person.name_zh": "金絲雀"})
        for number in range(6)
    ]
    counter = Counter(qtbot, tmp_path / "store", drafts=tuple(cases))
    yield counter
    counter.end()
    counter.desk.elsewhere.close()


def screen_of(counter: Counter) -> StatisticsScreen:
    counter.window.visit("statistics")
    screen = counter.window.screen_in_front
    assert isinstance(screen, StatisticsScreen)
    counter.qtbot.waitUntil(lambda: screen.figures is not None)
    return screen


def test_what_the_store_holds_is_charted(counter: Counter) -> None:
    screen = screen_of(counter)
    assert [bar.count for bar in screen.cards["procedures"].chart.chart.bars] == [6]
    assert [bar.count for bar in screen.cards["spans"].chart.chart.bars] == [6]
    chart = screen.cards["states"].chart
    index = chart.chart.index(0, 1)
    assert chart.chart.data(index, Qt.ItemDataRole.AccessibleTextRole) == "6"
    assert chart.accessibleName() == say(TITLES["states"], "en")


def test_few_cases_are_not_shown(qtbot: QtBot, tmp_path: Path, dressed: object) -> None:
    counter = Counter(qtbot, tmp_path / "store", drafts=tuple(draft(f"c{each}", CANARY) for each in range(4)))
    screen = screen_of(counter)
    card = screen.cards["procedures"]
    assert not card.chart.chart.bars
    assert too_few("en") in screen.csv().decode("utf-8-sig")
    assert ",4" not in screen.csv().decode("utf-8-sig")
    counter.end()
    counter.desk.elsewhere.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_file_names_anybody(counter: Counter, language: str) -> None:
    screen = screen_of(counter)
    counter.window.speak(language)
    table = screen.csv().decode("utf-8-sig")
    pdf = pypdfium2.PdfDocument(io.BytesIO(screen.pdf()))
    text = "".join(page.get_textpage().get_text_bounded() for page in pdf)
    pdf.close()
    assert "6" in table
    assert "6" in text
    for said in (table, text):
        assert CANARY not in said
        assert "金絲雀" not in said
        assert "TD-" not in said


def test_a_period_counts_anew_and_the_file_is_written_whole(counter: Counter, tmp_path: Path) -> None:
    screen = screen_of(counter)
    screen.figures = None
    counter.press(Qt.Key.Key_Right)
    counter.qtbot.waitUntil(lambda: screen.figures is not None)
    assert screen.periods.current == 1
    place = tmp_path / "out.csv"
    screen.save(screen.csv, place)
    assert place.read_bytes() == screen.csv()


def test_a_problem_is_said_in_words_without_the_answer() -> None:
    from talentdesk.core.catalogue import Catalogue
    from talentdesk.core.figures import Figures, Folded
    from talentdesk.paths import room
    from talentdesk.service.statistics import bars

    none = Folded()
    figures = Figures(none, none, none, none, Folded({"passport.expiry_date|date.no_such_day": 9}))
    (bar,) = bars(figures, "problems", Catalogue([room("forms")]), "en")
    assert bar.name.endswith("In …, … has no day …; its last day is ….")
