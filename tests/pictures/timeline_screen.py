"""Paints the timeline and the conflicts of one person with three cases, to be looked at.

python tests/pictures/timeline_screen.py FOLDER [LANGUAGE+SECOND,LOOK,SIZE[,WIDTHxHEIGHT[,edit|gap|keep|empty|unknown]]]
"""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import datetime, timedelta, timezone
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from talentdesk.core.draft import Draft
from talentdesk.core.timeline import Gap, Span
from talentdesk.desktop import theme, typefaces
from talentdesk.desktop.app import application
from talentdesk.desktop.casescreens import TIMELINE
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.frame import Frame
from talentdesk.desktop.timelinescreen import TimelineScreen
from talentdesk.desktop.window import Window
from talentdesk.settings import Settings
from talentdesk.store.keeper import Keeper, memory_key

NOW = datetime(2026, 11, 23, 14, 9, 47, tzinfo=timezone(timedelta(hours=8)))
DEFAULT = (
    "zh-Hans+en,light,counter",
    "zh-Hant-HK+en,light,counter,1280x900,edit",
    "en+zh-Hans,light,counter,1280x900,gap",
    "pt+zh-Hans,light,counter,1280x900,keep",
    "en+zh-Hans,dark,counter,1280x900,unknown",
    "zh-Hans+en,high_contrast,counter,1280x900,edit",
    "pt+zh-Hans,light,counter,1062x1400,edit",
    "zh-Hans+en,light,kiosk,1080x3200",
    "en+zh-Hans,light,counter,1280x800,empty",
)
PERSON = {
    "person.name_zh": "陳詠恩",
    "person.surname": "CHAN",
    "person.given_names": "WING YAN",
    "passport.number": "K12345678",
}
TOLD = {
    **PERSON,
    "contact.address_china": "桂湾五路 128 号 6 栋 1203",
    "education[0].from": "2018-09",
    "education[0].to": "2020-06",
    "education[0].school": "香港大學",
    "education[0].field": "硕士 MArch",
    "education[1].from": "2013-09",
    "education[1].to": "2017-06",
    "education[1].school": "香港大學",
    "education[1].field": "建筑学士 BA Architecture",
    "work[0].from": "2020-09",
    "work[0].to": "2023-03",
    "work[0].employer": "香港 · 助理建筑师",
    "work[1].from": "2023-12",
    "work[1].employer": "前海 · 建筑师 Architect",
    "work[2].from": "2022-10",
    "work[2].to": "2023-03",
    "work[2].employer": "兼职",
    "passport.expiry_date": "2027-06-01",
    "request.wp_until": "2028-01-01",
}
UNKNOWN = {**TOLD, "education[0].to": "2020", "work[0].from": "2021", "work[2].from": "", "work[2].to": "2023-03"}
BESIDE = {
    "hk-macao-residence-permit": {
        **PERSON,
        "person.name_zh": "陳咏恩",
        "travel_permit.number": "H01234542",
        "residence.since": "2023-12-01",
        "contact.address_china": "桂湾五路 128 号 6 栋 1206",
    },
    "income-tax-subsidy": PERSON,
    "qianhai-youth-support": PERSON,
}


def draft_of(desk: Desk, id: str, number: int, procedure: str, typed: dict[str, str]) -> Draft:
    """A case in force on the day of the picture."""
    edition = desk.catalogue.in_force(procedure, NOW.date()).edition
    return Draft(id, procedure, edition, NOW.date(), typed, created_at=NOW, number=number)


def draw(folder: Path, wish: str, place: Path) -> None:
    """One picture."""
    languages, look, size, *more = wish.split(",")
    language, second = languages.split("+")
    desk = Desk(
        Settings(language=language, second_language=second, look=look, size=size, counter_name="3"), lambda: NOW
    )
    typefaces.load_first(language, second)
    for _ in typefaces.load_rest():
        pass
    desk.dress()
    frame = Frame(theme.current(), lambda: None)
    window = Window(desk)
    keeper = Keeper(place, lambda *_: None, lambda *_: None, unlock=memory_key)
    keeper.start()
    desk.take_keeper(keeper)
    frame.fill(window, window, window.home.search.line)
    window.home.furnish()
    if more and "x" in more[0]:
        frame.resize(*map(int, more[0].split("x")))
    frame.show()
    typed = UNKNOWN if "unknown" in more else PERSON if "empty" in more else TOLD
    if "empty" not in more:
        for number, (procedure, told) in enumerate(BESIDE.items(), 2):
            keeper.begin(draft_of(desk, f"beside{number}", 0, procedure, told)).result(20)
    window.open_case(keeper.begin(draft_of(desk, "picture", 0, "work-permit", dict(typed))).result(20))
    window.show_case(window.screen_in_front.session, TIMELINE)
    screen, app = window.screen_in_front, application()
    assert isinstance(screen, TimelineScreen)
    while screen._newest.waiting:
        app.processEvents()
    pieces = screen.card.axis.pieces
    if "edit" in more:
        screen.card.open(next(p.item for p in pieces if isinstance(p.item, Span) and p.item.lane == "work"))
    if "gap" in more:
        screen.card.open(next(p.item for p in pieces if isinstance(p.item, Gap) and p.item.lane == "work"))
    if "keep" in more:
        screen.session.settle(screen.board.cards[-1].conflict.key, "两份证件写法不同")
        screen.refresh()
        screen.board.cards[0].keep_button.click()
    for _ in range(20):
        app.processEvents()
    frame.grab().save(str(folder / f"{wish.replace(',', '_')}.png"))
    keeper.close(10)
    frame.close()
    frame.deleteLater()
    app.processEvents()


def main() -> None:
    """All wishes."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    application()
    with tempfile.TemporaryDirectory() as store:
        for number, wish in enumerate(sys.argv[2:] or DEFAULT):
            draw(folder, wish, Path(store) / str(number))


if __name__ == "__main__":
    main()
