"""The public machine, from the first touch to the end: one question a screen, nobody held, nothing left behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from kioskside import NOW, PATIENCE_MS, Machine, is_reachable, make_printer, sample_of
from PySide6.QtCore import QEvent, QPoint, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from talentdesk.core.draft import Draft
from talentdesk.desktop import theme
from talentdesk.desktop.buttons import Button
from talentdesk.desktop.choices import ChoiceEditor
from talentdesk.desktop.kiosk.sheet import Sheet
from talentdesk.i18n import say
from talentdesk.service.arrivals import arrive
from talentdesk.service.drives import Drive
from talentdesk.service.parcels import new_keys
from talentdesk.service.wording import shown

Key = Qt.Key
MRZ = "P<PRTFERREIRA<DA<COSTA<<HELENA<MARIA<<<<<<<<\nCB482137<6PRT9406188F2902289<<<<<<<<<<<<<<<2"


@pytest.fixture
def machine(qtbot: QtBot, dressed: object) -> Iterator[Machine]:
    machine = Machine(qtbot)
    yield machine
    machine.end()


def begin_residence_permit(
    machine: Machine, points: tuple[str, ...] = ("fill-in", "assess", "sensitive", "pass-on")
) -> None:
    machine.begin(points=points)
    machine.window.begin_case("residence-permit")


def test_a_touch_on_a_language_begins_a_visit_in_it(machine: Machine, qtbot: QtBot) -> None:
    button = next(each for each in machine.window.attract.languages if each.language == "pt")
    with qtbot.waitSignal(machine.window.begun):
        machine.touch(button)
    assert (machine.desk.language, machine.desk.second) == ("pt", "zh-Hans")
    assert machine.sheet is machine.window.consent


def test_without_the_first_point_nothing_begins_and_the_others_may_stay_off(machine: Machine) -> None:
    machine.touch(machine.window.attract.languages[0])
    consent = machine.window.consent
    assert consent.given == frozenset()
    assert not consent.main.isEnabled()
    for point in consent.points[1:]:
        point.click()
    assert not consent.main.isEnabled()
    for point in consent.points[1:]:
        point.click()
    consent.points[0].click()
    machine.touch(consent.main)
    assert machine.sheet is machine.window.triage
    assert machine.window.visit.agreed == {"fill-in"}


def test_what_is_for_a_declined_purpose_is_not_asked(machine: Machine) -> None:
    begin_residence_permit(machine, points=("fill-in",))
    assert not machine.walk.asks("passport.number")
    assert machine.walk.asks("person.surname")
    seen = machine.fill(sample_of("residence-permit").answers.typed)
    assert "passport.number" not in seen
    assert "passport.number" not in machine.window.answers.lines
    assert "passport.number" not in machine.window.session.draft.typed


def test_a_person_types_with_keys_and_enter_leads_on(machine: Machine) -> None:
    begin_residence_permit(machine)
    walk = machine.walk
    walk.stand_at("person.surname")
    machine.type("FERREIRA")
    machine.press(Key.Key_Return)
    assert machine.window.session.draft.typed["person.surname"] == "FERREIRA"
    assert walk.here == "person.given_names"
    machine.touch(walk.back)
    assert walk.here == "person.surname"
    assert walk._rows["person.surname"].text() == "FERREIRA"


def test_a_choice_is_touched(machine: Machine) -> None:
    begin_residence_permit(machine)
    walk = machine.walk
    editor = walk._rows[walk.here].editor
    assert isinstance(editor, ChoiceEditor)
    machine.touch(editor.cards[0])
    assert machine.window.session.draft.typed[walk.here] == editor.cards[0].code


def test_an_empty_answer_is_said_once_and_nobody_is_held(machine: Machine) -> None:
    begin_residence_permit(machine)
    walk = machine.walk
    walk.stand_at("person.surname")
    machine.touch(walk.main)
    assert walk.here == "person.surname"
    assert walk._rows["person.surname"]._remarks
    machine.touch(walk.main)
    assert walk.here == "person.given_names"


def test_a_wrong_answer_is_said_before_it_leaves_the_screen_then_let_go(machine: Machine) -> None:
    begin_residence_permit(machine)
    walk = machine.walk
    walk.stand_at("person.birth_date")
    machine.type("20991301")
    machine.touch(walk.main)
    assert walk.here == "person.birth_date"
    machine.touch(walk.main)
    assert walk.here != "person.birth_date"
    assert machine.window.session.draft.typed["person.birth_date"] == "2099-13-01"


def test_who_has_none_says_so_and_goes_on(machine: Machine) -> None:
    begin_residence_permit(machine)
    walk = machine.walk
    declinable = next(
        q.id for q in walk.interview.edition.questions if q.none is not None and walk.asks(q.id) and not q.columns
    )
    walk.stand_at(declinable)
    machine.touch(walk.later)
    assert declinable in machine.window.session.draft.declined
    assert walk.here != declinable


def test_the_end_moves_only_with_a_reason(machine: Machine) -> None:
    """How many are left goes down by one a question; where an answer changes it, the page says so."""
    begin_residence_permit(machine)
    walk, given = machine.walk, sample_of("residence-permit").answers.typed
    left = walk._route.questions().__len__()
    while machine.sheet is walk:
        order = walk._route.questions()
        now = len(order) - order.index(walk.here)
        assert now == left or walk.turned.isVisible() or left - now == 1
        machine.give(walk, given.get(walk.here, ""))
        after = walk._route.questions()
        grown = len(after) - after.index(walk.here) - now
        assert bool(grown) is walk.turned.isVisible()
        if grown:
            assert str(abs(grown)) in walk.turned.text()
        left = len(after) - after.index(walk.here)
        machine.go_on(walk)


def test_one_more_letter_goes_on_behind_what_stands_there(machine: Machine) -> None:
    """Also in a window that goes on after another one: nobody has touched its field yet."""
    begin_residence_permit(machine)
    machine.window.session.fill({"person.surname": ("FERREIRA", "")})
    machine.walk.refresh()
    machine.walk.stand_at("person.surname")
    machine.type("X")
    assert machine.window.session.draft.typed["person.surname"] == "FERREIRAX"


@pytest.mark.parametrize("size", [(1080, 1920), (1920, 1080)])
def test_help_stays_beside_what_is_typed(machine: Machine, qtbot: QtBot, size: tuple[int, int]) -> None:
    begin_residence_permit(machine)
    machine.window.resize(*size)
    machine.walk.stand_at("person.given_names")
    keyboard, walk = machine.window.keyboard, machine.walk
    qtbot.waitUntil(lambda: keyboard.isVisible() and not walk.area.verticalScrollBar().maximum())
    for part in (walk.question_title, walk.help, walk.picture, walk.focus_place()):
        assert part.isVisible()
        assert part.visibleRegion().boundingRect() == part.rect(), "whole, without scrolling"


def test_a_change_leads_back_to_the_list(machine: Machine) -> None:
    begin_residence_permit(machine)
    machine.fill(sample_of("residence-permit").answers.typed)
    answers = machine.window.answers
    assert machine.sheet is answers
    answers.lines["person.surname"].click()
    assert machine.sheet is machine.walk
    assert machine.walk.here == "person.surname"
    machine.give(machine.walk, "COSTA")
    machine.touch(machine.walk.main)
    assert machine.sheet is answers
    assert answers.lines["person.surname"].hasFocus()
    assert "COSTA" in answers.lines["person.surname"].text()


def test_a_box_of_the_paper_leads_to_its_question_and_back(machine: Machine, qtbot: QtBot) -> None:
    begin_residence_permit(machine)
    machine.fill(sample_of("residence-permit").answers.typed)
    machine.touch(machine.window.answers.main)
    preview = machine.window.paper.preview
    assert preview is not None
    qtbot.waitUntil(lambda: preview.paper is not None, timeout=20_000)
    preview.jumped.emit("passport.number")
    assert machine.walk.here == "passport.number"


def test_the_papers_come_in_order_with_places_to_sign_and_the_slip_last(
    machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = make_printer(tmp_path, monkeypatch)
    begin_residence_permit(machine)
    machine.fill(sample_of("residence-permit").answers.typed)
    machine.print()
    outcome = machine.window._outcome
    assert outcome.printed
    assert [paper.paper for paper in outcome.papers] == ["foreigner-visa-permit", "checklist"]
    assert {signed.question for signed in outcome.papers[0].signed} >= {"place.signature"}
    (job,) = jobs.iterdir()
    texts = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(job.read_bytes())]
    assert len([text for text in texts if text.strip()]) == sum(paper.pages for paper in outcome.papers) + 1
    slip = texts[-1] if texts[-1].strip() else texts[-2]
    assert say("Pick-up slip", "en") in slip
    assert not any(name in slip for name in ("FERREIRA", "SOFIA", "AB123456", "1990"))


def test_who_does_not_pass_answers_on_gets_papers_without_codes(
    machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_printer(tmp_path, monkeypatch)
    begin_residence_permit(machine, points=("fill-in", "assess", "sensitive"))
    machine.fill(sample_of("residence-permit").answers.typed)
    machine.print()
    outcome = machine.window._outcome
    assert outcome.slip is None
    assert outcome.papers[0].pages == 2, "the form alone, no page with codes behind it"


def test_without_a_printer_the_person_is_told_and_may_try_again(
    machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    make_printer(tmp_path / "broken", monkeypatch, exit_code=1)
    begin_residence_permit(machine)
    machine.fill(sample_of("residence-permit").answers.typed)
    machine.print()
    assert not machine.window._outcome.printed
    assert machine.window.finish._note.isVisible()
    jobs = make_printer(tmp_path / "mended", monkeypatch)
    machine.touch(machine.window.finish.again)
    qtbot.waitUntil(lambda: machine.window._outcome.printed, timeout=20_000)
    assert len(list(jobs.iterdir())) == 1, "one job: nobody else's papers come out between"
    assert not machine.window.finish._note.isVisible()


def test_a_drive_gets_the_papers_under_nobodys_name(
    machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    make_printer(tmp_path, monkeypatch)
    folder = tmp_path / "KINGSTON"
    folder.mkdir()
    monkeypatch.setattr("talentdesk.desktop.kiosk.window.drives", lambda: (Drive("KINGSTON", folder),))
    begin_residence_permit(machine)
    machine.fill(sample_of("residence-permit").answers.typed)
    machine.print()
    (button,) = machine.window.finish.drive_buttons
    assert "KINGSTON" in button.text()
    button.click()
    qtbot.waitUntil(lambda: machine.window.finish._saved == "KINGSTON", timeout=20_000)
    names = sorted(file.name for file in folder.iterdir())
    assert len(names) == 3
    assert all(name.startswith("TD-") and "FERREIRA" not in name for name in names)


def test_a_scan_is_asked_about_before_it_fills_anything(machine: Machine) -> None:
    begin_residence_permit(machine, points=("fill-in", "assess", "sensitive", "pass-on", "read"))
    assert machine.sheet is machine.window.scan
    machine.window.scanned(MRZ)
    assert "person.surname" not in machine.window.session.draft.typed
    machine.touch(machine.window.scan.main)
    typed = machine.window.session.draft.typed
    assert typed["person.surname"] == "FERREIRA DA COSTA"
    assert typed["passport.number"] == "CB482137"
    assert machine.window.session.draft.sources["passport.number"] == "mrz"
    assert machine.sheet is machine.walk


def test_a_scan_that_is_not_right_fills_nothing(machine: Machine) -> None:
    begin_residence_permit(machine, points=("fill-in", "assess", "sensitive", "pass-on", "read"))
    machine.window.scanned(MRZ)
    machine.touch(machine.window.scan.back)
    machine.touch(machine.window.scan.main)
    assert "person.surname" not in machine.window.session.draft.typed
    assert machine.sheet is machine.walk


def test_nothing_is_read_from_a_document_without_consent(machine: Machine) -> None:
    begin_residence_permit(machine)
    machine.window.scanned(MRZ)
    assert machine.sheet is machine.walk


def test_hiding_covers_every_answer_and_the_touch_that_ends_it_presses_nothing(machine: Machine, qtbot: QtBot) -> None:
    begin_residence_permit(machine)
    walk = machine.walk
    walk.stand_at("person.surname")
    machine.type("SECRET")
    machine.touch(machine.window.bar.hide_button)
    assert machine.window.is_blank
    cover = machine.window._cover
    place = walk.main.mapTo(machine.window, walk.main.rect().center())
    assert machine.window.childAt(place) in (cover, cover.words)
    qtbot.mouseClick(cover, Qt.MouseButton.LeftButton, pos=place)
    assert not machine.window.is_blank
    assert walk.here == "person.surname"


def test_blanked_by_its_owner_it_stays_blank_whatever_is_touched(machine: Machine, qtbot: QtBot) -> None:
    machine.begin()
    machine.window.blank(True)
    machine.window.blank(True)
    qtbot.mouseClick(machine.window._cover, Qt.MouseButton.LeftButton, pos=QPoint(500, 900))
    assert machine.window.is_blank
    machine.window.blank(False)
    assert not machine.window.is_blank


def test_ending_asks_once_and_erases_everything(machine: Machine) -> None:
    begin_residence_permit(machine)
    machine.walk.stand_at("person.surname")
    machine.type("SECRET")
    QGuiApplication.clipboard().setText("SECRET")
    machine.touch(machine.window.bar.end)
    assert machine.ends == []
    machine.touch(machine.window.end.main)
    assert machine.sheet is machine.walk
    machine.touch(machine.window.bar.end)
    machine.touch(machine.window.end.erase)
    assert machine.ends == ["erased"]
    assert machine.window.visit.session is None
    assert QGuiApplication.clipboard().text() == ""
    assert machine.sheet is machine.window.attract
    assert not machine.window.consent.given
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    texts = [label.text() for label in machine.window.findChildren(QWidget) if hasattr(label, "text")]
    assert not any("SECRET" in text for text in texts)


def test_the_last_page_ends_the_visit(machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_printer(tmp_path, monkeypatch)
    begin_residence_permit(machine)
    machine.fill(sample_of("residence-permit").answers.typed)
    machine.print()
    machine.touch(machine.window.finish.main)
    assert machine.ends == ["done"]


def test_a_case_is_resumed_where_it_was_left_with_what_was_agreed_to(machine: Machine) -> None:
    begin_residence_permit(machine)
    machine.walk.stand_at("passport.number")
    draft: Draft = machine.window.session.draft
    machine.window._forget()
    machine.window.resume(draft)
    assert machine.sheet is machine.walk
    assert machine.walk.here == "passport.number"
    assert machine.window.visit.agreed == {"fill-in", "assess", "sensitive", "pass-on"}


def test_languages_switch_on_any_page_and_nothing_typed_is_lost(machine: Machine) -> None:
    begin_residence_permit(machine)
    walk = machine.walk
    walk.stand_at("person.surname")
    machine.type("FERREIRA")
    machine.touch(machine.window.bar.language)
    portuguese = next(b for b, chosen, _ in machine.window.screen_sheet._choices if b.text() == "Português")
    portuguese.click()
    machine.touch(machine.window.screen_sheet.main)
    assert machine.sheet is walk
    assert walk.question_title.text().startswith("Apelido")
    assert walk._rows["person.surname"].text() == "FERREIRA"


def stops(machine: Machine) -> set[QWidget]:
    """What Tab reaches on the page in front, walked all the way round."""
    seen: set[QWidget] = set()
    while True:
        focus = QApplication.focusWidget()
        assert focus is not None
        if focus in seen:
            return seen
        seen.add(focus)
        machine.press(Key.Key_Tab)


@pytest.mark.parametrize("page", ["attract", "consent", "triage", "answers", "screen_sheet", "end"])
def test_every_act_of_a_page_is_reached_by_tab(machine: Machine, page: str) -> None:
    if page != "attract":
        begin_residence_permit(machine)
    if page == "answers":
        machine.fill(sample_of("residence-permit").answers.typed)
    sheet = getattr(machine.window, page)
    assert isinstance(sheet, Sheet)
    machine.window.show_sheet(sheet)
    reached = stops(machine)
    acts = [
        each
        for each in machine.window.findChildren(QAbstractButton)
        if each.isVisible()
        and each.isEnabled()
        and each.focusPolicy() & Qt.FocusPolicy.TabFocus
        # Of a group of discs one is a stop, the arrows walk the others.
        and not each.autoExclusive()
    ]
    assert {each.text() for each in acts} <= {each.text() for each in reached if isinstance(each, QAbstractButton)}


def test_arrows_walk_the_acts_and_enter_presses_them(machine: Machine) -> None:
    machine.touch(machine.window.attract.languages[2])
    first = machine.window.consent.points[0]
    assert first.hasFocus()
    machine.press(Key.Key_Return)
    assert first.isChecked()
    machine.press(Key.Key_Down)
    assert machine.window.consent.points[1].hasFocus()
    machine.press(Key.Key_Up)
    assert first.hasFocus()


@pytest.mark.slow
@pytest.mark.parametrize("size", [(1080, 1920), (1920, 1080)])
@pytest.mark.parametrize("language", ["en", "pt", "zh-Hans", "zh-Hant-HK"])
def test_every_button_is_large_enough_and_inside_the_screen(
    qtbot: QtBot, dressed: object, size: tuple[int, int], language: str
) -> None:
    machine = Machine(qtbot, size=size, language=language, second_language="zh-Hans" if language[:2] != "zh" else "pt")
    try:
        begin_residence_permit(machine)
        for sheet in machine.window._sheets():
            machine.window.show_sheet(sheet)
            QApplication.processEvents()
            assert machine.window.width() == size[0]
            for button in sheet.findChildren(Button):
                if button.isVisible():
                    assert is_reachable(button), (type(sheet).__name__, button.text(), button.size())
                    right = button.mapTo(machine.window, button.rect().bottomRight())
                    assert right.x() <= size[0], (type(sheet).__name__, button.text())
    finally:
        machine.end()


def test_the_main_act_stands_at_the_lower_right_whatever_stands_above(machine: Machine) -> None:
    begin_residence_permit(machine)
    walk, keyboard = machine.walk, machine.window.keyboard
    places: dict[int, set[tuple[int, int]]] = {}
    for id in walk._route.questions():
        walk.stand_at(id)
        for _ in range(2):
            QApplication.processEvents()
            corner = walk.main.mapTo(machine.window, walk.main.rect().bottomRight())
            places.setdefault(keyboard.height_wanted, set()).add((corner.x(), corner.y()))
            walk.main.click() if walk.here == id else None
            walk.stand_at(id)
    assert set(places) == {0, 694}, "with the keyboard below, and without"
    assert all(len(each) == 1 for each in places.values())


@pytest.mark.parametrize("zoom", theme.ZOOMS)
def test_large_letters_stay_inside_the_screen(machine: Machine, zoom: int) -> None:
    begin_residence_permit(machine)
    machine.desk.magnify(zoom)
    machine.walk.stand_at("passport.number")
    for sheet in (*machine.window._sheets(), machine.walk):
        machine.window.show_sheet(sheet)
        QApplication.processEvents()
        for button in machine.window.findChildren(Button):
            if button.isVisible():
                right = button.mapTo(machine.window, button.rect().bottomRight())
                assert right.x() <= 1080, (type(sheet).__name__, button.text())
    machine.desk.magnify(100)


def test_every_question_of_every_form_has_a_drawing() -> None:
    from talentdesk.desktop.kiosk.pictures import sight_of
    from talentdesk.paths import room
    from talentdesk.service.rooms import catalogue

    drawings = {file.stem for file in (room("ui") / "pictures").glob("*.svg")}
    for procedure in catalogue().procedures():
        for question in catalogue().in_force(procedure, NOW.date()).questions:
            assert sight_of(question).picture in drawings, question.id


def test_every_example_stands_whole_in_its_drawing(fonts: None) -> None:
    from talentdesk.desktop.kiosk.pictures import fitted, sample_room, sight_of
    from talentdesk.service.rooms import catalogue

    font = theme.theme(theme.Look.LIGHT, theme.Size.KIOSK).font("body", "zh-Hans")
    for procedure in catalogue().procedures():
        for question in catalogue().in_force(procedure, NOW.date()).questions:
            place = sight_of(question).at
            if place is None or not question.example:
                continue
            room = sample_room(QRectF(*place))
            drawn = fitted(font, question.example, room)
            assert QFontMetricsF(drawn).horizontalAdvance(question.example) <= room.width() + 1, question.id
            assert drawn.pixelSize() >= 12, f"{question.id}: too small to read in the drawing"


def test_a_drive_also_gets_the_case_closed_for_the_office(
    qtbot: QtBot, dressed: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    private, public = new_keys()
    make_printer(tmp_path, monkeypatch)
    folder = tmp_path / "STICK"
    folder.mkdir()
    monkeypatch.setattr("talentdesk.desktop.kiosk.window.drives", lambda: (Drive("STICK", folder),))
    machine = Machine(qtbot, office_key=public)
    begin_residence_permit(machine)
    machine.fill(sample_of("residence-permit").answers.typed)
    machine.print()
    machine.window.finish.drive_buttons[0].click()
    qtbot.waitUntil(lambda: machine.window.finish._saved == "STICK", timeout=20_000)
    (bundle,) = folder.glob("*.age")
    arrival = arrive(bundle, NOW.date(), private=private)
    assert arrival.answers.typed["passport.number"] == "AB123456"
    machine.end()


@pytest.mark.slow
@pytest.mark.parametrize("size", [(1080, 1920), (1920, 1080)])
def test_the_question_is_whole_above_its_field_whatever_stood_there_before(
    qtbot: QtBot, dressed: object, size: tuple[int, int]
) -> None:
    """The pages of a long form in the longest language, one after the other and back."""
    machine = Machine(qtbot, size=size)
    machine.begin("pt")
    machine.window.begin_case("qianhai-youth-support")
    walk = machine.walk
    for id, text in sample_of("qianhai-youth-support").answers.typed.items():
        machine.window.session.answer(id, text)
    asked = [q.id for view in walk.interview.sections() for q in view.questions if walk.asks(q.id)]
    assert len(asked) > 25
    for question in [*asked, *reversed(asked)]:
        walk.stand_at(question)
        machine.window.show_sheet(walk)
        for _ in range(5):
            QApplication.processEvents()
        # The keyboard comes or goes below it first.
        qtbot.waitUntil(lambda: walk.area.verticalScrollBar().value() == 0, timeout=PATIENCE_MS)
    machine.end()


def test_the_sexes_are_words(qtbot: QtBot, dressed: object) -> None:
    machine = Machine(qtbot)
    machine.begin("pt")
    machine.window.begin_case("residence-permit")
    machine.walk.stand_at("person.sex")
    editor = machine.walk._rows["person.sex"].editor
    assert [card.label for card in editor.cards][:2] == ["Masculino", "Feminino"]  # type: ignore[attr-defined]
    machine.window.session.answer("person.sex", "F")
    assert shown(machine.window.session.interview, "person.sex", "pt") == "Feminino"
    assert shown(machine.window.session.interview, "person.sex", "en") == "Female"
    assert shown(machine.window.session.interview, "person.sex", "zh-Hans") == "女"
    machine.end()


def test_the_last_page_tells_where_the_photo_goes(
    qtbot: QtBot, dressed: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_printer(tmp_path, monkeypatch)
    machine = Machine(qtbot)
    begin_residence_permit(machine)
    machine.window.session.fill({id: (text, "") for id, text in sample_of("residence-permit").answers.typed.items()})
    machine.window._show_answers()
    machine.print()
    told = machine.window.finish.aloud("en")
    assert "Your photo goes on page 1" in told
    assert "Sign on page" in told
    assert machine.window._outcome.papers[0].photos == (1,)
    machine.end()
