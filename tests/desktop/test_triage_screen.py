"""Which procedure? The shipped questions on the screen, answered by keyboard and by finger."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest
from deskside import Counter, PlainPage
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from talentdesk.core.catalogue import Catalogue
from talentdesk.desktop import theme
from talentdesk.desktop.newcase import NewCaseScreen
from talentdesk.desktop.triage import TriageScreen
from talentdesk.desktop.words import Words
from talentdesk.i18n import LANGUAGES
from talentdesk.paths import room

Key = Qt.Key
CTRL_T = (Key.Key_T, Qt.KeyboardModifier.ControlModifier)
FOREIGNER = {"residency.status": "none", "person.nationality": "PRT", "triage.purpose": "work"}
WORKER = {
    **FOREIGNER,
    "triage.pr_card": "no",
    "triage.in_mainland": "no",
    "triage.employer": "qianhai",
    "triage.work_permit": "no",
    "triage.category_a": "no",
    "triage.young_scientist": "yes",
}


@pytest.fixture
def counter(qtbot: QtBot, tmp_path: Path, dressed: object) -> Iterator[Counter]:
    counter = Counter(qtbot, tmp_path / "store")
    yield counter
    counter.end()


@pytest.fixture
def screen(counter: Counter) -> TriageScreen:
    counter.press(CTRL_T)
    return here(counter)


def here(counter: Counter) -> TriageScreen:
    screen = counter.window.screen_in_front
    assert isinstance(screen, TriageScreen)
    return screen


def answer(screen: TriageScreen, answers: dict[str, str]) -> None:
    """As the rows tell it when a person answers."""
    for id, text in answers.items():
        screen.form.rows[id].show_value(text)
        screen.form.rows[id].typed.emit(id, text)


def fitting(screen: TriageScreen) -> list[str]:
    return [row.procedure for row in screen.results.fits]


def words_of(widget: object) -> str:
    return "\n".join(words.text() for words in widget.findChildren(Words))  # type: ignore[attr-defined]


def test_the_button_of_the_start_leads_here_to_the_first_question(counter: Counter) -> None:
    counter.window.home.which_button.click()
    assert here(counter).form.rows["residency.status"].isAncestorOf(QApplication.focusWidget())


def test_what_is_not_asked_is_not_shown(screen: TriageScreen) -> None:
    assert not screen.form.rows["residency.hukou_cancelled"].isVisible()
    answer(screen, {"residency.status": "hk_resident", "person.chinese_national": "yes"})
    assert screen.form.rows["residency.hukou_cancelled"].isVisible()
    assert not screen.form.rows["person.nationality"].isVisible()


def test_a_chinese_national_of_hong_kong_needs_no_visa_and_hears_why_and_since_when(screen: TriageScreen) -> None:
    answer(screen, {"residency.status": "hk_permanent", "person.chinese_national": "yes"})
    assert "visa-application" not in fitting(screen)
    said = words_of(screen.results)
    assert "needs no visa" in said
    assert "持来往内地通行证入境，不需签证" in said
    assert "Nationality Law" in said


def test_an_answer_that_would_settle_the_rest_is_a_way_to_it(counter: Counter, screen: TriageScreen) -> None:
    answer(screen, FOREIGNER)
    link = next(link for link in screen.results.links if link.text() == "Who employs you, or will?")
    link.setFocus()
    counter.press(Key.Key_Return)
    assert screen.form.here == "triage.employer"
    assert screen.form.rows["triage.employer"].isAncestorOf(QApplication.focusWidget())


def test_results_follow_every_answer(screen: TriageScreen) -> None:
    answer(screen, WORKER)
    assert "work-permit" in fitting(screen)
    assert screen.results.counts[0].text() == f"{len(fitting(screen))} fit"
    answer(screen, {"triage.employer": "none"})
    assert "work-permit" not in fitting(screen)


def test_a_key_that_changes_no_verdict_leaves_the_results_alone(screen: TriageScreen) -> None:
    answer(screen, {**WORKER, "residency.status": "hk_permanent"})
    rows = list(screen.results.fits)
    answer(screen, {"person.birth_date": "19"})
    assert screen.results.fits == rows


def test_enter_begins_the_case_with_what_was_answered(qtbot: QtBot, counter: Counter, screen: TriageScreen) -> None:
    answer(screen, WORKER)
    counter.press(Key.Key_F4)
    assert screen.results.fits[0].hasFocus()
    counter.press(*[Key.Key_Down] * fitting(screen).index("work-permit"), Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(counter.window.screen_in_front, PlainPage))
    session = counter.window.screen_in_front.session
    assert session is not None
    assert session.draft.procedure == "work-permit"
    assert session.draft.typed["person.nationality"] == "PRT"
    assert not [id for id in session.draft.typed if id.startswith("triage.")]


def test_an_answer_that_is_no_longer_asked_is_not_carried_over(
    qtbot: QtBot, counter: Counter, screen: TriageScreen
) -> None:
    answer(screen, {**WORKER, "person.chinese_national": "no"})
    assert not screen.form.rows["person.nationality"].isVisible()
    next(row for row in screen.results.fits if row.procedure == "work-permit").click()
    qtbot.waitUntil(lambda: isinstance(counter.window.screen_in_front, PlainPage))
    session = counter.window.screen_in_front.session
    assert session is not None
    assert "person.nationality" not in session.draft.typed


def test_enter_walks_through_the_questions_to_the_results(counter: Counter, screen: TriageScreen) -> None:
    answer(screen, WORKER)
    screen.form.stand_at(screen.form.asked[0])
    for id in screen.form.asked[1:]:
        counter.press(Key.Key_Return)
        assert screen.form.here == id
    counter.press(Key.Key_Return)
    assert screen.results.fits[0].hasFocus()
    counter.press(Key.Key_Up)
    assert screen.form.rows[screen.form.asked[-1]].isAncestorOf(QApplication.focusWidget())


def test_the_next_person_starts_with_nothing(counter: Counter, screen: TriageScreen) -> None:
    answer(screen, WORKER)
    counter.press(Key.Key_Escape)
    assert counter.window.screen_in_front is counter.window.home
    counter.press(CTRL_T)
    assert dict(screen.form.interview.typed) == {}
    assert fitting(screen) == []


def test_what_a_scan_gave_is_known_here_and_goes_into_the_case(qtbot: QtBot, counter: Counter) -> None:
    filled = {"person.nationality": ("PRT", "mrz"), "person.surname": ("DUARTE", "mrz")}
    counter.window.choose_procedure(filled)
    new = counter.window.screen_in_front
    assert isinstance(new, NewCaseScreen)
    new._which.click()
    screen = here(counter)
    assert screen.form.interview.typed["person.nationality"] == "PRT"
    answer(screen, {"residency.status": "none", "triage.pr_card": "no", "triage.purpose": "work"})
    answer(screen, WORKER)
    screen.results.fits[0].click()
    qtbot.waitUntil(lambda: isinstance(counter.window.screen_in_front, PlainPage))
    session = counter.window.screen_in_front.session
    assert session is not None
    assert session.draft.typed["person.surname"] == "DUARTE"
    assert session.draft.sources["person.surname"] == "mrz"


def test_a_procedure_that_fits_is_heard_with_its_reason(screen: TriageScreen) -> None:
    answer(screen, WORKER)
    row = next(row for row in screen.results.fits if row.procedure == "work-permit")
    assert row.text() == "Foreigner's work permit"
    assert "needs a permit to work in the Mainland" in row.accessibleDescription()


def test_a_room_without_triage_says_what_to_do(counter: Counter, tmp_path: Path) -> None:
    forms = tmp_path / "forms"
    copytree(room("forms"), forms)
    (forms / "shared/triage.toml").unlink()
    counter.desk._catalogue = Catalogue([forms])
    counter.press(CTRL_T)
    assert counter.window.screen_in_front is counter.window.home
    assert "shared/triage.toml" in counter.window.banner.sentence


def test_a_broken_triage_names_file_and_line(counter: Counter, tmp_path: Path) -> None:
    forms = tmp_path / "forms"
    copytree(room("forms"), forms)
    file = forms / "shared/triage.toml"
    file.write_text(file.read_text("utf-8").replace("\nfits_when", "\nfits_wen", 1), "utf-8")
    counter.desk._catalogue = Catalogue([forms])
    counter.press(CTRL_T)
    assert "shared/triage.toml:" in counter.window.banner.sentence


# ---- fingers


@pytest.fixture
def kiosk(counter: Counter) -> TriageScreen:
    counter.window.wear(theme.Look.LIGHT, theme.Size.KIOSK)
    counter.frame.resize(1080, 1920)
    counter.window.home.which_button.click()
    return here(counter)


def test_a_touch_screen_asks_one_question_at_a_time_in_two_languages(kiosk: TriageScreen) -> None:
    shown = [id for id, row in kiosk.form.rows.items() if row.isVisible()]
    assert shown == ["residency.status"]
    assert not kiosk.results.isVisible()
    said = words_of(kiosk.form)
    assert "Resident status in Hong Kong or Macao" in said
    assert "港澳居民身份类别" in said
    kiosk.next_button.click()
    assert [id for id, row in kiosk.form.rows.items() if row.isVisible()] == ["person.chinese_national"]
    kiosk.back_button.click()
    assert [id for id, row in kiosk.form.rows.items() if row.isVisible()] == ["residency.status"]


def test_the_last_question_leads_to_the_results_and_back_again(counter: Counter, kiosk: TriageScreen) -> None:
    answer(kiosk, WORKER)
    kiosk.form.stand_at(kiosk.form.asked[-1])
    kiosk._say_step()
    assert kiosk.next_button.text().startswith("What fits")
    kiosk.next_button.click()
    assert kiosk.results.isVisible()
    assert not kiosk.next_button.isVisible()
    kiosk.back_button.click()
    assert not kiosk.results.isVisible()
    assert kiosk.form.rows[kiosk.form.asked[-1]].isVisible()


def test_back_from_the_first_question_leads_to_the_start(counter: Counter, kiosk: TriageScreen) -> None:
    kiosk.back_button.click()
    assert counter.window.screen_in_front is counter.window.home


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("large", [False, True])
def test_nothing_is_wider_than_the_window(counter: Counter, screen: TriageScreen, language: str, large: bool) -> None:
    counter.window.speak(language, "zh-Hans" if language != "zh-Hans" else "en")
    counter.window.wear(theme.Look.HIGH_CONTRAST, theme.Size.KIOSK if large else theme.Size.COUNTER)
    size = (1080, 1920) if large else (1180, 700)
    counter.frame.resize(*size)
    answer(screen, WORKER)
    answer(screen, {"triage.employer": ""})
    screen._end()
    for _ in range(3):
        QApplication.processEvents()
    assert (counter.frame.width(), counter.frame.height()) == size
    area = screen.results.area
    assert area.widget().width() <= area.viewport().width()
    for words in area.findChildren(Words):
        if words.isVisible():
            assert words.height() >= words.heightForWidth(words.width())
    for target in (*screen.results.fits, *screen.results.links):
        assert target.height() >= (96 if large else 28)
