"""A counter in a test: the real window over a real store in a folder, with plain pages in place of the case screens."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from talentdesk.core.catalogue import Catalogue
from talentdesk.core.draft import Draft
from talentdesk.desktop.casescreens import ELIGIBILITY, FILLING, REVIEW, CaseScreen
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.frame import Frame
from talentdesk.desktop.opencases import FillingPage
from talentdesk.desktop.screen import Guide, Screen
from talentdesk.desktop.session import Session
from talentdesk.desktop.window import Window
from talentdesk.paths import room
from talentdesk.service.procedures import grouped
from talentdesk.settings import Settings
from talentdesk.store.keeper import Keeper, memory_key

NOW = datetime(2026, 11, 23, 14, 3, 22, tzinfo=timezone(timedelta(hours=8)))
QUESTIONS = ("person.surname", "person.given_names", "passport.number")


def place_of(procedure: str) -> int:
    """Where a procedure stands in the list of new cases, from 1: the digit that chooses it."""
    groups = grouped(Catalogue([room("forms")]))
    return [about.procedure for group in groups for about in group.procedures].index(procedure) + 1


class PlainPage(FillingPage):
    """Three questions as three fields."""

    def __init__(self, desk: Desk, guide: Guide, session: Session) -> None:
        super().__init__(desk, guide)
        self.session = session
        self.fields = {id: QLineEdit(self) for id in QUESTIONS}
        column = QVBoxLayout(self)
        for id, field in self.fields.items():
            field.setText(session.draft.typed.get(id, ""))
            field.textEdited.connect(lambda text, id=id: session.answer(id, text))
            column.addWidget(field)

    def title(self, language: str) -> str:
        return "Questions"

    def focus_place(self) -> QWidget:
        return self.fields[QUESTIONS[0]]

    def go_to(self, question: str) -> None:
        if question in self.fields:
            self.fields[question].setFocus()


class PlainReview(Screen):
    """Nothing but a title."""

    def __init__(self, desk: Desk, guide: Guide, session: Session) -> None:
        super().__init__(desk, guide)
        self.session = session

    def title(self, language: str) -> str:
        return "Review"


# What the window shows a case on.
PLAIN_PAGES: Mapping[str, CaseScreen] = {FILLING: PlainPage, REVIEW: PlainReview, ELIGIBILITY: PlainReview}


class Counter:
    """Desk, window and store of one test."""

    def __init__(
        self,
        qtbot: QtBot,
        place: Path,
        *,
        drafts: tuple[Draft, ...] = (),
        screens: Mapping[str, CaseScreen] | None = None,
        keeper: Mapping[str, Any] | None = None,
        **settings: Any,
    ) -> None:
        """`screens` shows cases on other pages than plain ones; `keeper` is how the store is opened."""
        self.qtbot = qtbot
        self.desk = Desk(Settings(**{"language": "en", "second_language": "zh-Hans", **settings}), lambda: NOW)
        self.desk.dress()
        self.frame = Frame(self.worn, lambda: None)
        self.desk.setParent(self.frame)
        qtbot.addWidget(self.frame)
        self.window = Window(self.desk, screens or PLAIN_PAGES)
        put = self.desk.letters.put
        self.keeper = Keeper(
            place,
            lambda id, revision: put(lambda: self.window.saved(id, revision)),
            lambda trouble: put(lambda: self.window.troubled(trouble)),
            **{"unlock": memory_key, **(keeper or {})},
        )
        self.keeper.start()
        for draft in drafts:
            self.keeper.begin(draft).result(20)
        self.desk.take_keeper(self.keeper)
        self.frame.fill(self.window, self.window, self.window.home.search.line)
        self.window.home.furnish()
        self.frame.show()
        qtbot.waitUntil(self.frame.isActiveWindow)
        self.window.screen_in_front.enter()

    @property
    def worn(self) -> Any:
        from talentdesk.desktop import theme

        return theme.current()

    @property
    def handle(self) -> Any:
        """The window keys are sent to, as the system does."""
        return self.frame.windowHandle()

    def press(self, *keys: Any) -> None:
        """Presses keys on whatever has the focus."""
        for key in keys:
            self.qtbot.keyClick(self.handle, *(key if isinstance(key, tuple) else (key,)))

    def type(self, text: str) -> None:
        """Types as a person does: the times between the keys are a person's."""
        from typist_of_keys import type_slowly

        type_slowly(self.handle, text)

    def names(self) -> list[str]:
        """The applicants listed."""
        ledger = self.window.home.ledger
        assert ledger is not None
        return [ledger.model.lines(row, 0)[0] for row in range(ledger.model.rowCount())]

    def end(self) -> None:
        self.keeper.close(10)


def draft(id: str, surname: str, given_names: str = "", **more: Any) -> Draft:
    """A stored case of a person."""
    typed = {"person.surname": surname, "person.given_names": given_names, **more.pop("typed", {})}
    return Draft(
        id=id,
        procedure="residence-permit",
        edition=more.pop("edition", "2024-12-01"),
        as_of=NOW.date(),
        typed=typed,
        created_at=NOW,
        **more,
    )
