"""A photo on white is rejected: what is wrong stands on the slips in the person's language; the second one is taken."""

from __future__ import annotations

from pathlib import Path

import pytest
from clerk import Clerk, out_of_printer, text_of
from display import until
from keycount import CountingDisplay
from PIL import Image
from printsystem import PrintRoom
from residence import ANSWERS

from talentdesk.core.states import State

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

BRAZIL = "P<BRANOGUEIRA<<RAFAEL<<<<<<<<<<<<<<<<<<<<<<<GA310772<4BRA8603175M3108228<<<<<<<<<<<<<<<2"
WHITE, BLUE = (255, 255, 255), (67, 142, 219)
FAULT = "O fundo não é azul, mas #ffffff."
MOST_TO_REJECT = 8
"""To the photo, check, the file, the comment as suggested, give back, print."""
MOST_TO_TAKE = 14


def test_a_photo_on_white_goes_back_and_one_on_blue_is_taken(
    printer: PrintRoom, clerk: Clerk, counter: CountingDisplay, tmp_path: Path
) -> None:
    white, blue = photo(tmp_path / "w.png", WHITE), photo(tmp_path / "b.png", BLUE)
    clerk.start(language="zh-Hans")
    clerk.new_ledger(BRAZIL)
    clerk.begin("居留许可")
    clerk.walk(dict(ANSWERS), ("request.act",))
    clerk.fill(dict(ANSWERS))
    clerk.press("F9")
    with counter.counting() as rejecting:
        clerk.press("F6", "F6")
        check(clerk, counter, white)
        clerk.look("white")
        clerk.press("F8")
        clerk.look("suggested")
        clerk.press("Return")
        until(lambda: clerk.comments() == {"place.photo": FAULT}, "the fault is the comment")
        clerk.press("ctrl+r")
        clerk.look("give-back")
        counter.press("Return")
        (slip,) = out_of_printer(printer, 1)
    assert rejecting.keys <= MOST_TO_REJECT + 1, rejecting
    clerk.has_state(State.RETURNED)
    clerk.rest()
    clerk.look("given-back")
    text = text_of(slip)
    assert FAULT in text
    assert "Fotografia" in text
    assert "photo-receipt:original" not in clerk.draft().seen

    missing_alone(clerk)
    clerk.look("missing-alone")
    counter.press("ctrl+p")
    missing = text_of(out_of_printer(printer, 2)[1])
    assert "Em falta" in missing or "Ainda em falta" in missing, missing[:400]
    clerk.has_state(State.RETURNED)

    with counter.counting() as taking:
        clerk.press("ctrl+r")
        clerk.has_state(State.REVIEW)
        clerk.press("F6")
        clerk.press("F6")
        check(clerk, counter, blue)
        clerk.look("blue")
        clerk.press("space", "F8", "Tab", "Tab", "Return")
        until(lambda: "photo-receipt:original" in clerk.draft().seen, "the photo is seen")
        until(lambda: not clerk.comments(), "the comment is settled")
    assert taking.keys <= MOST_TO_TAKE, taking
    clerk.look("taken")
    clerk.close()
    clerk.acts_name_nobody("NOGUEIRA", "GA310772", str(white))


def photo(file: Path, colour: tuple[int, int, int]) -> Path:
    Image.new("RGB", (330, 480), colour).save(file)
    return file


def check(clerk: Clerk, counter: CountingDisplay, file: Path) -> None:
    """Enter on the photo's row, the file's name, and what came of it."""
    clerk.press("Return")
    until(lambda: counter.title() == "检查照片", "the dialog opens")
    counter.type(str(file))
    before = counter.still()
    counter.press("Return")
    until(lambda: counter.title() == "talentdesk", "the dialog closes")
    counter.changed(before)
    clerk.rest(1.2)  # it is measured in a process of its own


def missing_alone(clerk: Clerk) -> None:
    """Only the slip of what is missing is ticked for the printer."""
    clerk.press("Tab", "space")  # what became of the slip is put away
    clerk.press("Tab", "space", "Tab", "space", "Tab", "space")
