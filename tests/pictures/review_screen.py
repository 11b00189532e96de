"""Paints the review screen of a case with every kind of problem, to be looked at.

python tests/pictures/review_screen.py FOLDER [LANGUAGE+SECOND,LOOK,SIZE[,WIDTHxHEIGHT[,clean|look]] …]
"""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import datetime, timedelta, timezone
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from talentdesk.core.cases import Case, read_cases
from talentdesk.core.draft import Draft
from talentdesk.desktop import theme, typefaces
from talentdesk.desktop.app import application
from talentdesk.desktop.casescreens import CASE_SCREENS, FILLING
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.frame import Frame
from talentdesk.desktop.opencases import FillingPage
from talentdesk.desktop.review import ReviewScreen
from talentdesk.desktop.screen import Guide
from talentdesk.desktop.session import Session
from talentdesk.desktop.window import Window
from talentdesk.paths import room
from talentdesk.settings import Settings
from talentdesk.store.keeper import Keeper, memory_key

NOW = datetime(2026, 11, 23, 14, 9, 47, tzinfo=timezone(timedelta(hours=8)))
DEFAULT = (
    "zh-Hans+en,light,counter",
    "zh-Hant-HK+en,light,counter",
    "en+zh-Hans,dark,counter",
    "pt+zh-Hans,high_contrast,counter",
    "en+zh-Hans,light,counter,1100x1500",
    "zh-Hans+en,light,counter,1280x1600,clean",
    "zh-Hans+en,light,counter,1280x800,look",
    "pt+zh-Hans,light,kiosk,1080x1920",
    "zh-Hans+en,light,kiosk,1080x3800",
)
TROUBLED = {
    "passport.expiry_date": "2029-02-31",
    "visa.last_entry_date": "2026-10-20",
    "person.name_zh": "何\U000323b0明",
    "work_permit.letter_date": "2026-05-01",
    "employer.contact": "",
    "agent.represented": "",
    "request.notes": "",
    "passport.lost": "yes",
}


class Blank(FillingPage):
    """Stands for the questions, which are not looked at here."""

    def title(self, language: str) -> str:
        return "…"

    def go_to(self, question: str) -> None:
        pass


def blank(desk: Desk, guide: Guide, session: Session) -> Blank:
    """Makes one."""
    page = Blank(desk, guide)
    page.session = session
    return page


def sample() -> Case:
    """A case in order."""
    return next(case for case in read_cases(room("forms") / "procedures/residence-permit/cases.toml") if case.sample)


def draw(folder: Path, wish: str, place: Path) -> None:
    """One picture."""
    languages, look, size, *more = wish.split(",")
    language, second = languages.split("+")
    settings = Settings(language=language, second_language=second, look=look, size=size, counter_name="3")
    desk = Desk(settings, lambda: NOW)
    typefaces.load_first(language, second)
    for _ in typefaces.load_rest():
        pass
    desk.dress()
    frame = Frame(theme.current(), lambda: None)
    window = Window(desk, {**CASE_SCREENS, FILLING: blank})
    keeper = Keeper(place, lambda *_: None, lambda *_: None, unlock=memory_key)
    keeper.start()
    desk.take_keeper(keeper)
    frame.fill(window, window, window.home.search.line)
    window.home.furnish()
    case = sample()
    typed = dict(case.answers.typed)
    if "clean" not in more:
        typed = {name: text for name, text in {**typed, **TROUBLED}.items() if text}
    draft = Draft(
        id="picture",
        procedure="residence-permit",
        edition=desk.catalogue.in_force("residence-permit", case.as_of).edition,
        as_of=case.as_of,
        typed=typed,
        created_at=NOW,
        number=471,
        seen=frozenset(
            {"application-form:original", "photo-receipt:original", "passport:original", "passport:returned"}
        ),
    )
    if more and "x" in more[0]:
        frame.resize(*map(int, more[0].split("x")))
    frame.show()
    window.open_case(draft)
    window.review(window.screen_in_front.session)
    app = application()
    screen = window.screen_in_front
    assert isinstance(screen, ReviewScreen)
    for _ in range(400):
        app.processEvents()
        if all(tick.pages for tick in screen.strip.ticks):
            break
        keeper.flush().result(5)
    for _ in range(5):
        app.processEvents()
    if "look" in more:
        screen.look_at_papers()
        for _ in range(5):
            app.processEvents()
    frame.grab().save(str(folder / f"{wish.replace(',', '-')}.png"))
    frame.close()
    desk.elsewhere.close()


def main() -> None:
    """All pictures asked for."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    application()
    for wish in sys.argv[2:] or DEFAULT:
        with tempfile.TemporaryDirectory() as place:
            draw(folder, wish, Path(place))
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
