"""Paints the questions' screen of a half-filled case, to be looked at.

python tests/pictures/filling_screen.py FOLDER [LANGUAGE+SECOND,LOOK,SIZE[,QUESTION[,WIDTHxHEIGHT]] …]
"""

from __future__ import annotations

import itertools
import os
import sys
import tempfile
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from talentdesk.core.draft import Draft
from talentdesk.desktop import theme, typefaces
from talentdesk.desktop.app import application
from talentdesk.desktop.casescreens import CASE_SCREENS
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.filling import FillingScreen
from talentdesk.desktop.frame import Frame
from talentdesk.desktop.window import Window
from talentdesk.settings import Settings
from talentdesk.store.keeper import Keeper, memory_key

NOW = datetime(2026, 11, 23, 14, 3, 22, tzinfo=timezone(timedelta(hours=8)))
PAIRS = ("zh-Hans+en", "en+zh-Hans", "zh-Hant-HK+en", "pt+zh-Hans")
LOOKS = ("light", "dark", "high_contrast")
DEFAULT = (
    *(",".join(wish) for wish in itertools.product(PAIRS, LOOKS, ("counter", "kiosk"), ("passport.expiry_date",))),
    "zh-Hans+en,light,counter,visa.expiry_date",
    "en+zh-Hans,light,counter,dependants[0].surname",
    "pt+zh-Hans,light,counter,person.surname",
    "zh-Hans+en,light,counter,person.surname,760x700",
)
HALF_FILLED = {
    "request.act": "extension",
    "request.rp_kind": "work",
    "person.surname": "FERREIRA DA COSTA",
    "person.given_names": "HELENA MARIA",
    "person.name_zh": "何丽娜",
    "person.nationality": "PRT",
    "person.birth_place": "COIMBRA",
    "person.birth_date": "1994-06-18",
    "person.sex": "F",
    "contact.address_china": "深圳市南山区前海桂湾五路128号6栋1203",
    "contact.phone": "18600004127",
    "employer.name": "前海蓝湾设计（深圳）有限公司",
    "employer.contact": "周小姐 0755-0000 2186",
    "passport.type": "ordinary",
    "passport.number": "CB482137",
    "passport.expiry_date": "2029-02-31",
    "visa.kind": "residence_permit",
    "visa.number": "77120",
    "visa.expiry_date": "2027-01-31",
    "request.rp_until": "2028-01-31",
}


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
    window = Window(desk, CASE_SCREENS)
    put = desk.letters.put
    keeper = Keeper(place, lambda id, r: put(lambda: window.saved(id, r)), lambda *_: None, unlock=memory_key)
    keeper.start()
    desk.take_keeper(keeper)
    frame.fill(window, window, window.home.search.line)
    window.home.furnish()
    if len(more) > 1:
        frame.resize(*map(int, more[1].split("x")))
    frame.show()
    frame.activateWindow()
    draft = Draft(
        id="picture",
        procedure="residence-permit",
        edition=desk.catalogue.in_force("residence-permit", NOW.date()).edition,
        as_of=NOW.date(),
        typed=HALF_FILLED,
        sources={"passport.number": "mrz", "person.surname": "mrz"},
        place=more[0] if more else "",
        created_at=NOW,
        number=471,
    )
    window.open_case(draft)
    screen = window.screen_in_front
    assert isinstance(screen, FillingScreen)
    keeper.flush().result(5)
    until = time.monotonic() + 0.6
    while screen.preview.paper is None or time.monotonic() < until:
        application().processEvents()
    frame.grab().save(str(folder / f"{wish.replace(',', '-')}.png"))
    frame.close()
    keeper.close(5)
    desk.elsewhere.close()


def main() -> None:
    """All pictures asked for."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    application()
    for wish in sys.argv[2:] or DEFAULT:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
            draw(folder, wish, Path(place))
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
