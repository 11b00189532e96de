"""Paints the screens of the working day: a case received, in review with comments, given back and come again.

python tests/pictures/workday_screens.py FOLDER [SCENE …] [--wish LANGUAGE+SECOND,LOOK,SIZE[,WIDTHxHEIGHT]]
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import pypdfium2
from PIL import Image

from talentdesk.core.cases import read_cases
from talentdesk.core.draft import Draft, State
from talentdesk.core.form import CORRECTION_SLIP
from talentdesk.desktop import theme, typefaces
from talentdesk.desktop.app import application
from talentdesk.desktop.casescreens import CASE_SCREENS
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.filling import FillingScreen
from talentdesk.desktop.frame import Frame
from talentdesk.desktop.review import ReviewScreen
from talentdesk.desktop.session import Session
from talentdesk.desktop.window import Window
from talentdesk.paths import room
from talentdesk.service.papers import print_out
from talentdesk.service.returns import slip_pair
from talentdesk.settings import Settings
from talentdesk.store.keeper import Keeper, memory_key

NOW = datetime(2026, 11, 23, 14, 9, 47, tzinfo=timezone(timedelta(hours=8)))
WISHES = ("zh-Hans+en,light,counter,1280x800", "pt+zh-Hans,dark,counter,1280x800", "en+zh-Hans,light,kiosk,1080x1920")


class Stage:
    """One window with one case in it."""

    def __init__(self, wish: str, place: Path) -> None:
        languages, look, size, *more = wish.split(",")
        language, second = languages.split("+")
        settings = Settings(language=language, second_language=second, look=look, size=size, counter_name="3")
        self.minutes = 0
        self.desk = Desk(settings, self.clock)
        typefaces.load_first(language, second)
        for _ in typefaces.load_rest():
            pass
        self.desk.dress()
        self.frame = Frame(theme.current(), lambda: None)
        self.window = Window(self.desk, CASE_SCREENS)
        self.keeper = Keeper(place, lambda *_: None, lambda *_: None, unlock=memory_key)
        self.keeper.start()
        self.desk.take_keeper(self.keeper)
        self.frame.fill(self.window, self.window, self.window.home.search.line)
        self.window.home.furnish()
        if more:
            self.frame.resize(*map(int, more[0].split("x")))
        self.frame.show()

    def clock(self) -> datetime:
        """A minute later each time."""
        self.minutes += 1
        return NOW + timedelta(minutes=self.minutes)

    def open(self, state: State) -> Session:
        """The sample case in this state."""
        cases = read_cases(room("forms") / "procedures/residence-permit/cases.toml")
        case = next(case for case in cases if case.sample)
        draft = Draft(
            id="picture",
            procedure="residence-permit",
            edition=self.desk.catalogue.in_force("residence-permit", case.as_of).edition,
            as_of=case.as_of,
            typed=dict(case.answers.typed),
            created_at=NOW,
            number=471,
            state=state,
        )
        self.window.open_case(draft)
        session = self.window.screen_in_front.session
        assert session is not None
        return session

    @property
    def filling(self) -> FillingScreen:
        """The questions, in front."""
        screen = self.window.screen_in_front
        assert isinstance(screen, FillingScreen)
        return screen

    def settle(self) -> None:
        """Lets everything come to rest."""
        for _ in range(60):
            application().processEvents()
            self.keeper.flush().result(60)


def received(stage: Stage) -> None:
    stage.open(State.RECEIVED)


def given_back(stage: Stage) -> Session:
    """Comments, the way back to the person, and two answers changed since."""
    session = stage.open(State.REVIEW)
    session.comment("passport.number", "护照号码少一位 / one digit is missing")
    session.comment("contact.address_china", "请写到门牌号 / with the house number")
    session.move(State.RETURNED)
    session.answer("passport.number", "CB4821379")
    session.rest()
    session.answer("visa.number", "771204580")
    session.move(State.REVIEW)
    return session


def changed(stage: Stage) -> None:
    given_back(stage)
    stage.window.screen_in_front.go_to("passport.number")  # type: ignore[attr-defined]


def history(stage: Stage) -> None:
    changed(stage)
    stage.settle()
    stage.filling.acts.show_past("passport.number")


def comment(stage: Stage) -> None:
    changed(stage)
    stage.settle()
    stage.filling.acts.write_comment("passport.number")


def paper(stage: Stage) -> None:
    stage.open(State.DRAFT)
    for _ in range(10):
        stage.settle()
    stage.filling.copy_paper()
    stage.filling.go_to("passport.number")


def review(stage: Stage) -> None:
    session = given_back(stage)
    stage.window.review(session)


def returning(stage: Stage) -> None:
    review(stage)
    stage.settle()
    screen = stage.window.screen_in_front
    assert isinstance(screen, ReviewScreen)
    screen.returning.open()


def slip(stage: Stage) -> Image.Image:
    """The paper that goes back with the person, for a reader of the screen's language."""
    session = stage.window.screen_in_front.session
    assert session is not None
    paper = print_out(session.interview, (CORRECTION_SLIP,), slip_pair(stage.desk.language))
    document = pypdfium2.PdfDocument(paper.content)
    try:
        return document[0].render(scale=1.4).to_pil()
    finally:
        document.close()


SCENES: dict[str, Callable[[Stage], None]] = {
    each.__name__: each for each in (received, changed, history, comment, paper, review, returning)
}


def main() -> None:
    """All pictures asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("scenes", nargs="*", default=list(SCENES))
    parser.add_argument("--wish", action="append")
    wanted = parser.parse_args()
    wanted.folder.mkdir(parents=True, exist_ok=True)
    application()
    for wish in wanted.wish or WISHES:
        for scene in wanted.scenes:
            with tempfile.TemporaryDirectory() as place:
                stage = Stage(wish, Path(place))
                SCENES[scene](stage)
                stage.settle()
                name = wish.replace(",", "-")
                stage.frame.grab().save(str(wanted.folder / f"{scene}-{name}.png"))
                if scene == "returning":
                    slip(stage).save(str(wanted.folder / f"slip-{name}.png"))
                stage.frame.close()
                stage.desk.elsewhere.close()
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
