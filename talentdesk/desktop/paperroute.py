"""The way through a case in the order of the paper on the desk: from box to box, across the sections of the screen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from talentdesk.core.interview import Interview
from talentdesk.core.sheet import Box, Sheet
from talentdesk.desktop.route import Route

_CODE = re.compile(r"(\d+(?:\.\d+)+[A-Z]?)\s")


class PaperRoute(Route):
    """What is asked now, in the order of the boxes; what no box prints comes last, in the order of the form."""

    def __init__(self, interview: Interview, sheet: Sheet) -> None:
        super().__init__(interview)
        self.boxes = boxes_of(sheet)
        """The code of the box of each question that is printed."""

    def questions(self) -> list[str]:
        """Everything to fill in, box after box."""
        order = super().questions()
        asked = set(order)
        on_paper = [id for id in self.boxes if id in asked]
        printed = set(on_paper)
        return [*on_paper, *(id for id in order if id not in printed)]


def boxes_of(sheet: Sheet) -> Mapping[str, str]:
    """The code of each question's first box, in the order in which a hand fills the boxes in.

    Where the paper numbers its boxes, that number (`1.2`); a box without one goes by the number that stands above it.
    Elsewhere the boxes of a part are counted: `2-3` is the third box of part 2.
    """
    found: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for page, each in enumerate(sheet.pages, 1):
        for part in each.sections:
            number, printed = part.number or f"p{page}", ""
            for box in part.boxes:
                printed = _printed_code(box) or printed
                if box.questions:
                    counts[number] += 1
                for question in box.questions:
                    found.setdefault(question, printed or f"{number}-{counts[number]}")
    return found


def _printed_code(box: Box) -> str:
    told = box.label or box.text
    match = _CODE.match(told.zh) if told else None
    return match[1] if match else ""
