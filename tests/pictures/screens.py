"""Paints every screen in every language, look and size, with made-up people, to be looked at.

python tests/pictures/screens.py FOLDER [SCREEN …] [--language L] [--second L] [--look LOOK] [--size SIZE]
                                 [--window 1366x768] [--letters 200]

Without names every screen is painted; options may be repeated. A picture is called `review-pt-dark-kiosk.png`.
"""

from __future__ import annotations

import argparse
import itertools
import os
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QMenu
from review_screen import TROUBLED, sample
from shell_screens import MRZ, NOW, cases

from talentdesk.core.bundle import About, Carried, pack
from talentdesk.core.cases import read_cases
from talentdesk.core.draft import Draft
from talentdesk.desktop import theme, typefaces
from talentdesk.desktop.app import application
from talentdesk.desktop.arrival import ArrivalScreen
from talentdesk.desktop.casescreens import CASE_SCREENS, TIMELINE
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.eligibility import EligibilityScreen
from talentdesk.desktop.filling import FillingScreen
from talentdesk.desktop.finder import FinderEditor
from talentdesk.desktop.frame import Frame
from talentdesk.desktop.review import ReviewScreen
from talentdesk.desktop.timelinescreen import TimelineScreen
from talentdesk.desktop.triage import TriageScreen
from talentdesk.desktop.window import Window
from talentdesk.i18n import LANGUAGES
from talentdesk.paths import room
from talentdesk.settings import Settings
from talentdesk.store.closing import close_for, close_with
from talentdesk.store.deskkey import DeskKey
from talentdesk.store.keeper import Keeper, memory_key
from talentdesk.store.sealing import age_key, new_keys
from talentdesk.store.trouble import DiskFull

_PATIENCE_S = 20
_READ = ("person.surname", "person.given_names", "person.nationality", "person.birth_date", "person.sex")
_SEEN = ("application-form:original", "photo-receipt:original", "passport:original", "passport:returned")


class Stage:
    """One window in one outfit, which is led from screen to screen."""

    def __init__(self, settings: Settings, place: Path) -> None:
        self.folder = place
        self.desk = Desk(settings, lambda: NOW)
        self.desk.dress()
        self.frame = Frame(theme.current(), lambda: None)
        self.window = Window(self.desk, CASE_SCREENS)
        self.frame.fill(self.window, self.window, self.window.home.search.line)
        self.window.home.furnish()
        put = self.desk.letters.put
        self.keeper = Keeper(
            place,
            lambda id, revision: put(lambda: self.window.saved(id, revision)),
            lambda trouble: put(lambda: self.window.troubled(trouble)),
            unlock=memory_key,
        )
        self.keeper.start()
        self.frame.show()
        self.frame.activateWindow()
        QApplication.processEvents()

    def open_store(self) -> None:
        """The list of the start is made up; from here on cases are real."""
        if not self.desk.is_ready:
            self.desk.take_keeper(self.keeper)

    def case(self, *, troubled: bool) -> None:
        """Opens a case, in order or with every kind of problem."""
        self.open_store()
        model = sample()
        typed = dict(model.answers.typed)
        if troubled:
            typed = {name: text for name, text in {**typed, **TROUBLED}.items() if text}
        self.window.open_case(
            Draft(
                id="troubled" if troubled else "clean",
                procedure="residence-permit",
                edition=self.desk.catalogue.in_force("residence-permit", model.as_of).edition,
                as_of=model.as_of,
                typed=typed,
                sources={id: "mrz" for id in _READ if id in typed},
                created_at=NOW,
                number=471,
                seen=frozenset(_SEEN),
            )
        )

    @property
    def filling(self) -> FillingScreen:
        """The questions of the case in front."""
        screen = self.window.screen_in_front
        assert isinstance(screen, FillingScreen)
        return screen

    def picture(self) -> QPixmap:
        """The window as it is seen, with a menu that is open over it."""
        if self.desk.is_ready:
            self.keeper.flush().result(_PATIENCE_S)
        for _ in range(6):
            QApplication.processEvents()
        whole = self.frame.grab()
        menu = QApplication.activePopupWidget()
        if isinstance(menu, QMenu):
            # Put where it belongs: the offscreen platform has a small screen and would push it aside.
            button = self.window.header.menu_button
            corner = button.mapTo(self.frame, button.rect().bottomRight()) - QPoint(menu.width(), 0)
            painter = QPainter(whole)
            painter.drawPixmap(corner, menu.grab())
            painter.end()
            menu.close()
        return whole

    def wait(self, ready: Callable[[], bool]) -> None:
        """For what is done elsewhere."""
        end = time.monotonic() + _PATIENCE_S
        while not ready() and time.monotonic() < end:
            QApplication.processEvents()
            time.sleep(0.01)

    def end(self) -> None:
        self.frame.close()
        self.keeper.close(10)
        self.desk.elsewhere.close()
        self.frame.deleteLater()
        # Nobody runs the event loop here: what shall go, goes now, or every later window is slower.
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # type: ignore[call-overload]


def home(stage: Stage) -> None:
    _list(stage, cases())


def empty(stage: Stage) -> None:
    _list(stage, ())


def _list(stage: Stage, listed: tuple[object, ...]) -> None:
    ledger, due = stage.window.home.ledger, stage.window.home.due
    assert ledger is not None
    assert due is not None
    ledger.show_cases(listed)  # type: ignore[arg-type]
    due.show_cases(listed)  # type: ignore[arg-type]
    stage.window.screen_in_front.enter()


def menu(stage: Stage) -> None:
    stage.window.header.open_menu()


def trouble(stage: Stage) -> None:
    stage.window.troubled(DiskFull())


def new(stage: Stage) -> None:
    stage.window.banner.clear()
    stage.window.choose_procedure()


def triage(stage: Stage) -> None:
    """A few questions answered; on a touch screen the third of them."""
    stage.window.find_procedure()
    form = _triage(stage).form
    for id, code in (("residency.status", "none"), ("person.nationality", "PRT"), ("triage.purpose", "work")):
        form.rows[id].show_value(code)
        form._typed(id, code)
    form.stand_at("triage.purpose")
    _triage(stage)._answered()


def fits(stage: Stage) -> None:
    """All of them answered."""
    form = _triage(stage).form
    answers = {
        "triage.pr_card": "no",
        "triage.in_mainland": "no",
        "triage.employer": "qianhai",
        "triage.work_permit": "no",
        "triage.category_a": "no",
        "triage.young_scientist": "yes",
        "degree.level": "master",
    }
    for id, code in answers.items():
        form.rows[id].show_value(code)
        form._typed(id, code)
    _triage(stage)._end()


def _triage(stage: Stage) -> TriageScreen:
    screen = stage.window.screen_in_front
    assert isinstance(screen, TriageScreen)
    return screen


def scan(stage: Stage) -> None:
    stage.window.scan(MRZ)


def garbage(stage: Stage) -> None:
    stage.window.go_home()
    stage.window.scan(MRZ.replace("<6PRT", "<7PRT")[:-3])


def two(stage: Stage) -> None:
    """Two documents in one burst. The second is the specimen of ICAO 9303-4."""
    stage.window.go_home()
    other = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
    stage.window.scan(f"{MRZ}\n{other}")


def keys(stage: Stage) -> None:
    stage.window.go_home()
    stage.window._help()


def questions(stage: Stage) -> None:
    stage.case(troubled=True)
    stage.wait(lambda: stage.filling.preview.holds("person.surname"))
    for id in ("person.surname", "passport.expiry_date", "person.birth_place"):
        stage.filling.go_to(id)


def finder(stage: Stage) -> None:
    stage.filling.go_to("person.nationality")
    row = stage.filling.page.row_of("person.nationality")
    assert row is not None
    assert isinstance(row.editor, FinderEditor)
    row.editor.open_list()


def problem(stage: Stage) -> None:
    stage.filling.go_to("passport.expiry_date")


def table(stage: Stage) -> None:
    stage.filling.go_to("dependants")


def law(stage: Stage) -> None:
    stage.filling.go_to("visa.expiry_date")
    stage.filling.help_wanted()


def beside(stage: Stage) -> None:
    """A scan into a case that has answers already."""
    stage.filling.help_wanted()
    stage.window.scan(MRZ)


def review(stage: Stage) -> None:
    stage.window.back()
    _review(stage)


def eligibility(stage: Stage) -> None:
    session = stage.window.screen_in_front.session
    assert session is not None
    stage.window.judge(session)


def another_day(stage: Stage) -> None:
    """The rules as they stood on another day."""
    screen = stage.window.screen_in_front
    assert isinstance(screen, EligibilityScreen)
    screen.choose_day()
    screen.bar.editor.take(0, "2027-08-01")


def points(stage: Stage) -> None:
    """A procedure with a table of points, some of its questions open."""
    cases = read_cases(room("forms") / "procedures/work-permit/cases.toml")
    model = next(case for case in cases if case.sample)
    edition = stage.desk.catalogue.in_force("work-permit", model.as_of).edition
    draft = Draft("points", "work-permit", edition, model.as_of, dict(model.answers.typed), created_at=NOW, number=466)
    stage.window.open_case(draft)
    eligibility(stage)


def timeline(stage: Stage) -> None:
    """The time of the person of that case, and what does not fit."""
    session = stage.window.screen_in_front.session
    assert session is not None
    stage.window.show_case(session, TIMELINE)
    screen = stage.window.screen_in_front
    assert isinstance(screen, TimelineScreen)
    stage.wait(lambda: not screen._newest.waiting)


def paper(stage: Stage) -> None:
    """The paper in front: a tab of a narrow window, and what the kiosk's button shows."""
    stage.window.back()
    stage.window.back()
    stage.frame.resize(min(stage.frame.width(), 1100), stage.frame.height())
    QApplication.processEvents()
    stage.filling._put_paper_in_front(True)


def clean(stage: Stage) -> None:
    stage.frame.resize(*_size(stage))
    stage.case(troubled=False)
    _review(stage)


def locked(stage: Stage) -> None:
    """A bundle that asks for a passphrase."""
    _arrive(stage, close_with(b"nothing", "correct horse", 10))
    stage.wait(lambda: _arrival(stage).passphrase.isVisible())


def refused(stage: Stage) -> None:
    """A file that is not taken."""
    _arrive(stage, b"%PDF-1.7 cut off")
    stage.wait(lambda: _arrival(stage).refusal.isVisible())


def arrival(stage: Stage) -> None:
    """A bundle of the person whose case is open, from a desk that is not known."""
    model, keys = sample(), new_keys()
    typed = {**model.answers.typed, "contact.phone": "+86 755 0000 0000", "nothing.known": "x"}
    typed.pop("person.birth_place", None)
    edition = stage.desk.catalogue.in_force("residence-permit", model.as_of).edition
    desk, to = DeskKey(b"another desk".ljust(32)), (age_key(keys.public),)
    packed = pack(
        About(NOW, "counter", to, desk.public), Carried("residence-permit", edition, model.as_of, typed), desk.sign
    )
    _arrive(stage, close_for(packed, to))
    stage.wait(lambda: _arrival(stage).focus_place() is _arrival(stage).key_button)
    key = stage.folder / "office.key"
    key.write_bytes(keys.private)
    _arrival(stage).use_key(key)
    stage.wait(lambda: _arrival(stage).take_button.isEnabled())


def _arrival(stage: Stage) -> ArrivalScreen:
    screen = stage.window.screen_in_front
    assert isinstance(screen, ArrivalScreen)
    return screen


def _arrive(stage: Stage, raw: bytes) -> None:
    file = stage.folder / "case.age"
    file.write_bytes(raw)
    stage.window.look_into(file)


def _review(stage: Stage) -> None:
    session = stage.window.screen_in_front.session
    assert session is not None
    stage.window.review(session)
    screen = stage.window.screen_in_front
    assert isinstance(screen, ReviewScreen)
    stage.wait(lambda: all(tick.pages for tick in screen.strip.ticks))


def _size(stage: Stage) -> tuple[int, int]:
    worn = theme.current()
    return worn.pick(1280, 1080), worn.pick(800, 1920)


# In the order a person could meet them: each starts where the one before has led.
SCREENS: Mapping[str, Callable[[Stage], None]] = {
    act.__name__: act
    for act in (
        *(home, empty, menu, trouble, new, triage, fits, scan, garbage, two, keys),
        *(
            questions,
            finder,
            problem,
            table,
            law,
            beside,
            review,
            eligibility,
            another_day,
            paper,
            clean,
            points,
            timeline,
        ),
        *(locked, refused, arrival),
    )
}


def paint(folder: Path, wanted: set[str], settings: Settings, window: tuple[int, int] | None) -> None:
    """All wanted screens in one outfit."""
    with tempfile.TemporaryDirectory() as place:
        stage = Stage(settings, Path(place))
        stage.frame.resize(*(window or _size(stage)))
        for name, act in SCREENS.items():
            act(stage)
            picture = stage.picture()
            if name in wanted:
                letters = "" if settings.letters == "100" else f"-{settings.letters}"
                picture.save(str(folder / f"{name}-{settings.language}-{settings.look}-{settings.size}{letters}.png"))
        stage.end()


def main() -> None:
    """Paints what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("screens", nargs="*", metavar="SCREEN", help=f"of: {', '.join(SCREENS)}")
    parser.add_argument("--language", action="append", choices=LANGUAGES)
    parser.add_argument("--second", default="en")
    parser.add_argument("--look", action="append", choices=list(theme.Look))
    parser.add_argument("--size", action="append", choices=list(theme.Size))
    parser.add_argument("--window", type=lambda text: tuple(int(side) for side in text.split("x")))
    parser.add_argument("--letters", default="100", help="per cent of the drawn size")
    wanted = parser.parse_args()
    if unknown := set(wanted.screens) - set(SCREENS):
        parser.error(f"no screen {', '.join(sorted(unknown))}; there are: {', '.join(SCREENS)}")
    wanted.folder.mkdir(parents=True, exist_ok=True)
    application()
    typefaces.load_first("zh-Hans")
    for _ in typefaces.load_rest():
        pass
    looks, sizes = wanted.look or list(theme.Look), wanted.size or list(theme.Size)
    for language, look, size in itertools.product(wanted.language or LANGUAGES, looks, sizes):
        settings = Settings(
            language=language,
            second_language=wanted.second if wanted.second != language else "zh-Hans",
            look=str(look),
            size=str(size),
            office="前海国际人才港",
            counter_name="3",
            letters=wanted.letters,
        )
        paint(wanted.folder, set(wanted.screens or SCREENS), settings, wanted.window)
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
