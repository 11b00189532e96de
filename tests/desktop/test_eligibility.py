"""Eligibility with reasons: the shipped rules on the screen, by keyboard, over a real store."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from deskside import NOW, Counter
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from talentdesk import paths
from talentdesk.core.cases import read_cases
from talentdesk.core.draft import Draft
from talentdesk.core.form import Weight
from talentdesk.desktop import chips, theme, verdicts
from talentdesk.desktop.casescreens import CASE_SCREENS
from talentdesk.desktop.chips import Chip
from talentdesk.desktop.eligibility import EligibilityScreen
from talentdesk.desktop.filling import FillingScreen
from talentdesk.desktop.review import ReviewScreen
from talentdesk.desktop.verdicts import VerdictRow
from talentdesk.desktop.words import Words
from talentdesk.i18n import LANGUAGES

Key = Qt.Key
LATE = {"visa.last_entry_date": "2026-10-20"}
Open = Callable[..., EligibilityScreen]


@pytest.fixture
def counter(qtbot: QtBot, tmp_path: Path, dressed: object) -> Iterator[Counter]:
    counter = Counter(qtbot, tmp_path / "store", screens=CASE_SCREENS)
    yield counter
    counter.end()
    counter.desk.elsewhere.close()


@pytest.fixture
def judged(counter: Counter) -> Open:
    """Opens a procedure's sample, with some answers changed, and presses F5."""

    def open_case(changes: Mapping[str, str] = LATE, procedure: str = "residence-permit") -> EligibilityScreen:
        cases = read_cases(paths.room("forms") / "procedures" / procedure / "cases.toml")
        case = next(case for case in cases if case.sample)
        typed = {name: text for name, text in {**case.answers.typed, **changes}.items() if text}
        edition = counter.desk.catalogue.in_force(procedure, case.as_of).edition
        draft = Draft("one", procedure, edition, case.as_of, typed, created_at=NOW)
        counter.window.open_case(counter.keeper.begin(draft).result(20))
        counter.press(Key.Key_F5)
        return here(counter)

    return open_case


def here(counter: Counter) -> EligibilityScreen:
    screen = counter.window.screen_in_front
    assert isinstance(screen, EligibilityScreen)
    return screen


def row_of(screen: EligibilityScreen, rule: str) -> VerdictRow:
    return next(row for row in screen.rules.rows if row.judgement.rule == rule)


def words_of(row: VerdictRow) -> str:
    return "\n".join(words.text() for words in row.findChildren(Words) if words.isVisibleTo(row))


def test_what_is_not_met_stands_first_and_says_why_since_when_and_what_would_change_it(judged: Open) -> None:
    screen = judged()
    row = screen.rules.rows[0]
    assert row.judgement.rule == "rp-30-days"
    said = words_of(row)
    assert "More than 30 days have passed since the entry on 20 Oct 2026." in said
    assert "入境，至今已超过 30 日" in said
    assert "art. 30 · in force since 1 Jul 2013" in said
    assert "30 days" in said
    assert "Met if “Date of last entry” is 24 Oct 2026, 4 days later." in said
    assert "Grade A, official text" in [chip.text() for chip in row.findChildren(Chip)]
    assert [link.text() for link in row.links] == ["Date of last entry"]


def test_a_rule_that_only_we_check_is_marked_as_not_verified(judged: Open) -> None:
    row = row_of(judged(), "rp-until-passport")
    assert "Grade M, not verified" in [chip.text() for chip in row.findChildren(Chip)]


def test_met_open_and_not_met_differ_in_icon_and_word(judged: Open) -> None:
    screen = judged({**LATE, "agent.represented": ""})
    marks = {row.judgement.status: row.mark for row in screen.rules.rows}
    assert set(marks) == {"pass", "fail", "unknown"}
    assert len({mark.icon for mark in marks.values()}) == 3
    assert [chip.text() for chip in screen.rules.counts] == ["7 met", "1 not met", "1 open"]
    assert all(chip.isVisible() for chip in screen.rules.counts)


def test_what_is_met_says_on_which_answers(judged: Open) -> None:
    said = words_of(row_of(judged(), "rp-until-passport"))
    assert "Passport valid until: " in said
    assert "Residence applied for until: " in said


def test_enter_on_an_open_rule_goes_to_the_question_and_esc_comes_back(counter: Counter, judged: Open) -> None:
    screen = judged({"agent.represented": ""})
    row = row_of(screen, "in-person")
    assert [link.text() for link in row.links] == ["Does somebody else apply for the applicant?"]
    counter.press(*[Key.Key_Down] * screen.rules.rows.index(row))
    assert row.hasFocus()
    counter.press(Key.Key_Return)
    filling = counter.window.screen_in_front
    assert isinstance(filling, FillingScreen)
    assert filling.here == "agent.represented"
    counter.press(Key.Key_Escape)
    assert here(counter) is screen
    assert screen.rules.here == "in-person"


def test_a_link_is_reached_by_tab_and_followed_by_enter(counter: Counter, judged: Open) -> None:
    screen = judged()
    counter.press(Key.Key_Tab)
    assert screen.rules.rows[0].links[0].hasFocus()
    counter.press(Key.Key_Return)
    filling = counter.window.screen_in_front
    assert isinstance(filling, FillingScreen)
    assert filling.here == "visa.last_entry_date"


def test_an_answer_that_was_mended_meets_the_rule_on_coming_back(counter: Counter, judged: Open) -> None:
    screen = judged()
    counter.press(Key.Key_Return)
    assert screen.session.interview.typed["visa.last_entry_date"] == "2026-10-20"
    counter.press(Key.Key_Tab)
    counter.type("1101")
    assert screen.session.interview.typed["visa.last_entry_date"] == "2026-11-01"
    counter.press(Key.Key_Escape)
    assert row_of(screen, "rp-30-days").judgement.status == "pass"
    assert screen.rules.rows[0].judgement.rule == "rp-30-days" or screen.rules.rows[0].judgement.status != "fail"


def test_a_scan_that_changes_an_answer_is_judged_at_once(judged: Open) -> None:
    screen = judged()
    screen.session.fill({"visa.last_entry_date": ("2026-11-01", "")})
    assert row_of(screen, "rp-30-days").judgement.status == "pass"


def test_another_day_is_judged_by_marked_and_not_written_into_the_case(counter: Counter, judged: Open) -> None:
    screen = judged({"visa.last_entry_date": "2026-11-01"})
    before = screen.session.draft
    assert row_of(screen, "rp-30-days").judgement.status == "pass"
    counter.press(Key.Key_F3)
    assert screen.bar.editor.boxes[0].hasFocus()
    counter.type("20270301")
    assert screen.bar.day == date(2027, 3, 1)
    assert row_of(screen, "rp-30-days").judgement.status == "fail"
    assert "1 Mar 2027" in screen.bar.message.text()
    assert screen.bar.message.isVisible()
    assert screen.session.draft == before
    assert screen.session.interview.as_of == before.as_of
    counter.press(Key.Key_Return)
    assert screen.rules.rows[0].hasFocus()
    counter.press(Key.Key_Escape)
    assert screen.bar.isHidden()
    assert row_of(screen, "rp-30-days").judgement.status == "pass"
    assert here(counter) is screen


def test_a_day_before_the_edition_is_told(counter: Counter, judged: Open) -> None:
    screen = judged()
    counter.press(Key.Key_F3)
    counter.type("20200101")
    assert "no edition of this procedure was in force" in screen.bar.message.text()


def test_half_a_day_changes_nothing_and_a_wrong_one_is_told(counter: Counter, judged: Open) -> None:
    screen = judged()
    counter.press(Key.Key_F3, Key.Key_Delete)
    assert screen.bar.day is None
    assert not screen.bar.message.isVisible()
    counter.type("20270231")
    assert screen.bar.day is None
    assert "February has no day 31" in screen.bar.message.text()
    assert screen.bar.message.isVisible()


def test_f1_shows_the_whole_source(counter: Counter, judged: Open) -> None:
    row = judged().rules.rows[0]
    assert "http" not in words_of(row)
    counter.press(Key.Key_F1)
    assert "http" in words_of(row)
    counter.press(Key.Key_F1)
    assert "http" not in words_of(row)


def test_the_review_leads_here_and_esc_back_to_it(counter: Counter, judged: Open) -> None:
    judged()
    counter.press(Key.Key_F9)
    review = counter.window.screen_in_front
    assert isinstance(review, ReviewScreen)
    counter.press(Key.Key_F5)
    assert isinstance(counter.window.screen_in_front, EligibilityScreen)
    counter.press(Key.Key_Escape)
    assert counter.window.screen_in_front is review


def test_the_key_is_listed_and_the_task_list_leads_here_too(counter: Counter, judged: Open) -> None:
    screen = judged()
    counter.press(Key.Key_Escape)
    filling = counter.window.screen_in_front
    assert isinstance(filling, FillingScreen)
    assert "F5" in [hint.keys for hint in filling.hints()]
    filling.tasks.rules_button.click()
    assert here(counter) is screen


def test_a_row_is_heard_as_its_outcome_and_its_reason(judged: Open) -> None:
    row = judged().rules.rows[0]
    assert row.accessibleName() == "Not met: Apply within 30 days of entry"
    assert "Go to the counter at once" in row.accessibleDescription()


# ---- points

SCORED = {
    "job.months_in_china": "9",
    "talent.chinese_level": "hsk3",
    "talent.skill_level": "none",
    "talent.provincial_points": "0",
    "degree.level": "bachelor",
}


def test_points_show_their_range_each_factor_and_both_readings(judged: Open) -> None:
    card = judged(SCORED, "work-permit").points
    assert card.isVisible()
    assert card.total.text() == "74–86"
    assert "74 to 86 points: category B to A" in card.summary.text()
    said = "\n".join(words.text() for words in card.findChildren(Words))
    assert "74–79 · experience at most 20, Chinese at most 5" in said
    assert "74–86 · experience at most 15, Chinese at most 10" in said
    scores = {row.factor.id: (row.factor.low, row.factor.high, row.factor.maximum) for row in card.rows}
    assert scores["age"] == (15, 15, 15)
    assert scores["merit"] == (0, 5, 5)
    assert "15 / 15" in said


def test_the_cheapest_moves_are_named_in_both_languages(judged: Open) -> None:
    card = judged(SCORED, "work-permit").points
    said = "\n".join(words.text() for words in card.findChildren(Words))
    assert "“Years of related work”: 9 instead of 8" in said
    assert "“相关工作年限”" in said


def test_an_open_factor_leads_to_its_question(counter: Counter, judged: Open) -> None:
    card = judged(SCORED, "work-permit").points
    (link,) = next(row.links for row in card.rows if row.factor.id == "merit")
    link.setFocus()
    counter.press(Key.Key_Return)
    filling = counter.window.screen_in_front
    assert isinstance(filling, FillingScreen)
    assert filling.here == "talent.plus"


def test_the_points_follow_an_answer(judged: Open) -> None:
    screen = judged(SCORED, "work-permit")
    screen.session.fill({"talent.plus": ("patent", "")})
    assert screen.points.total.text() == "79–86"


def test_a_procedure_without_points_shows_no_card(judged: Open) -> None:
    assert not judged().points.isVisible()


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kiosk", [False, True])
def test_nothing_is_wider_than_the_window(counter: Counter, judged: Open, language: str, kiosk: bool) -> None:
    screen = judged({**LATE, "agent.represented": ""})
    counter.window.speak(language, "zh-Hans" if language != "zh-Hans" else "en")
    counter.window.wear(theme.Look.HIGH_CONTRAST, theme.Size.KIOSK if kiosk else theme.Size.COUNTER)
    counter.frame.resize(*((1080, 1920) if kiosk else (1180, 700)))
    screen.choose_day()
    screen.bar.editor.take(0, "2027-03-01")
    for _ in range(3):
        QApplication.processEvents()
    assert counter.frame.width() == (1080 if kiosk else 1180)
    for row in screen.rules.rows:
        assert row.width() <= screen._scroll.viewport().width()
        for words in row.findChildren(Words):
            if words.isVisible():
                assert words.height() >= words.heightForWidth(words.width())
        for link in row.links:
            assert link.height() >= (96 if kiosk else 28)


@pytest.mark.parametrize(("weight", "mark"), [(Weight.NOTICE, verdicts.LOOK_AGAIN), (Weight.ERROR, verdicts.NOT_MET)])
def test_a_rule_that_asks_for_a_second_look_is_amber_and_a_hard_one_red(
    judged: Open, weight: Weight, mark: chips.Mark
) -> None:
    screen = judged()
    failed = screen.rules.rows[0].judgement
    outcome = replace(failed.outcome, rule=replace(failed.outcome.rule, weight=weight))
    screen.rules.show_judgements([replace(failed, outcome=outcome)], screen.session.interview)
    assert screen.rules.rows[0].mark is mark
    assert screen.rules.counts[1]._tone is mark.tone


def test_what_changed_between_the_two_days_is_told_and_goes_with_the_other_day(judged: Open) -> None:
    screen = judged({"visa.last_entry_date": "2026-11-10"})
    assert screen.changes.isHidden()
    screen.bar.open()
    screen.bar.editor.tell("2027-06-01")
    assert not screen.changes.isHidden()
    groups = {change.group for change in screen.changes.changes}
    assert {"rule", "deadline"} <= groups
    passed = [change.message for change in screen.changes.changes if change.id == "rp-30-days"]
    assert any("passed" in message for message in passed)
    before = screen.session.draft
    screen.bar.give_up()
    assert screen.changes.isHidden()
    assert screen.session.draft is before
