"""Paints the batch with a made-up table: every kind of cell, a heading that is no question, half of it done.

python tests/pictures/batch_screen.py FOLDER [--language L] [--second L] [--look LOOK] [--size SIZE]
                                      [--start] [--editing]
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from openpyxl import Workbook
from PySide6.QtWidgets import QApplication
from screens import Stage

from talentdesk.desktop import typefaces
from talentdesk.desktop.app import application
from talentdesk.desktop.batch import BatchScreen
from talentdesk.desktop.batchwork import Phase
from talentdesk.settings import Settings

HEADS = (
    "计划", "Organiser", "中文姓名", "Surname in Latin letters", "英文名", "Date of birth",
    "港澳居民身份类别 / Resident status in Hong Kong or Macao", "Macao Resident Identity Card number",
    "Home return permit", "联系电话", "Host", "实习开始日期", "Internship until",
)  # fmt: skip
PEOPLE = (
    ("馬天恩", "MATEUS", "Inês", "2003-05-11"), ("蘇澤麟", "SOUSA LEAL", "Tomás", "2004-09-30"),
    ("黃家樂", "WONG", "Ka Lok", "2002-13-18"), ("歐碧翠", "DE ARAÚJO", "Beatriz", "2005-02-30"),
    ("馮曉彤", "FONG", "Hio Tong", "2004-01-08"), ("高思雅", "KOWALSKA", "Zofia", "2003-07-21"),
    ("梁䶮文", "LEONG", "Iong Man", ""), ("畢睿", "PINTO", "Rui", "2001-12-15"),
    ("鄭淑儀", "CHEANG", "Sok I", "2003-04-02"), ("盧美玲", "NOBRE", "Marta", "2004-03-27"),
    ("賴迪", "LAGE", "Duarte", "2002-07-19"), ("何雅詩", "HO", "Nga Si", "2003-02-14"),
)  # fmt: skip


def table(folder: Path) -> Path:
    """Twelve interns."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Team"
    sheet.append(HEADS)
    for at, (chinese, surname, given, born) in enumerate(PEOPLE):
        card = f"{1234560 + at}({at % 10})" if at != 3 else "12-3456"
        row = (
            "澳门：内地实习计划", "澳門青年協會", chinese, surname, given, born, "澳门永久性居民", card,
            f"M1234567{at % 10}", f"+853 6612 34{at:02d}", "前海青创中心", "2027-01-04", "2027-02-26",
        )  # fmt: skip
        sheet.append(row)
    book.create_sheet("Old list").append(["nothing"])
    file = folder / "interns-2026-12.xlsx"
    book.save(file)
    return file


def main() -> None:
    told = argparse.ArgumentParser()
    told.add_argument("folder", type=Path)
    told.add_argument("--language", default="en")
    told.add_argument("--second", default="zh-Hans")
    told.add_argument("--look", default="light")
    told.add_argument("--size", default="counter")
    told.add_argument("--start", action="store_true")
    told.add_argument("--editing", action="store_true")
    chosen = told.parse_args()
    app = application()
    typefaces.load_first(chosen.language, chosen.second)
    for _missing in typefaces.load_rest():
        pass
    with tempfile.TemporaryDirectory() as place:
        settings = Settings(
            language=chosen.language, second_language=chosen.second, look=chosen.look, size=chosen.size, mode="personal"
        )
        stage = Stage(settings, Path(place))
        stage.open_store()
        stage.frame.resize(*((1280, 800) if chosen.size == "counter" else (1080, 1920)))
        stage.window.visit("batch")
        screen = stage.window.screen_in_front
        assert isinstance(screen, BatchScreen)
        shown = "start-" if chosen.start else "editing-" if chosen.editing else ""
        name = f"batch-{shown}{chosen.language}-{chosen.look}-{chosen.size}.png"
        file = table(Path(place))
        if chosen.start:
            screen.start.procedure.show_text("youth-internship")
            screen.start.retranslate()  # the buttons follow what is typed, and nobody typed
        screen.open_file(file, "youth-internship")
        stage.wait(lambda: screen.work.sheet is not None and screen.work.phase is Phase.NONE)
        if not chosen.start:
            screen.table.next_problem()
            screen.table.next_problem()
        else:
            screen._change_file()
            stage.wait(lambda: bool(screen.start._kept))
        stage.wait(lambda: not screen._soon.isActive())
        screen.enter()
        if chosen.editing:
            screen.heads.leave_button.click()
            screen.heads.leave_button.click()
            stage.wait(lambda: screen.work.kept)
            screen.work.make_cases()
            stage.wait(lambda: screen.work.phase is Phase.NONE and screen.work.kept)
            screen.table.go_to(3, "person.birth_date")
            screen.table.edit_here()
            stage.wait(lambda: not screen._soon.isActive())
        for _ in range(5):
            QApplication.processEvents()
        chosen.folder.mkdir(parents=True, exist_ok=True)
        stage.picture().save(str(chosen.folder / name))
        stage.end()
    del app


if __name__ == "__main__":
    main()
