"""The longest answers in every box: what is cut off, leaves its place or runs into others is told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from talentdesk import paths
from talentdesk.core.catalogue import Catalogue
from talentdesk.core.fault import Fault
from talentdesk.core.form import Kind
from talentdesk.core.inspection import inspect
from talentdesk.core.values import longest
from talentdesk.paper.page import LaidBox, LaidPage, LaidPaper, Rect, Run
from talentdesk.paper.spoiled import Spoils, spoiled
from talentdesk.service.proofs import longest_answers, proof

ROOM = Path(__file__).resolve().parents[1] / "small_room" / "forms"
LONG = "Whether the garden is fenced on each and every one of its sides by a wall that a cow cannot climb"

FORM = """
title = {{ zh-Hans = "花园表", en = "Garden form" }}

[[page]]
[[page.section]]
number = "1"
[[page.section.row]]
{boxes}
"""


def proved(room: Path) -> list[str]:
    catalogue = Catalogue([room])
    return [str(fault) for fault in proof(catalogue)]


@pytest.fixture
def room(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOM, tmp_path / "forms"))


def with_form(room: Path, boxes: str) -> Path:
    """The small room with a form on which these boxes stand in one row."""
    edition = room / "procedures" / "garden-permit" / "2024-01-01.toml"
    edition.write_text(edition.read_text("utf-8").replace('["checklist"]', '["garden-form", "checklist"]'), "utf-8")
    form = room / "papers" / "garden-form" / "2024-01-01.toml"
    form.parent.mkdir(parents=True)
    form.write_text(FORM.format(boxes=boxes), "utf-8")
    return room


def box(question: str, label: str, more: str = "") -> str:
    return f'[[page.section.row.box]]\nquestion = "{question}"\nlabel = {{ zh-Hans = "栏", en = "{label}" }}\n{more}\n'


def test_the_small_room_is_in_order() -> None:
    assert proved(ROOM) == []


def test_a_form_with_room_enough_is_in_order(room: Path) -> None:
    assert proved(with_form(room, box("person.surname", "Surname") + box("garden.fenced", "Fenced"))) == []


def test_a_label_that_is_cut_off_is_told_with_file_line_and_remedy(room: Path) -> None:
    (fault,) = proved(with_form(room, box("person.surname", LONG, "label_width = 20")))
    assert fault.startswith("forms/papers/garden-form/2024-01-01.toml:9: garden-form, page 1, person.surname (zh-Hans,")
    assert "are cut off; make the box larger" in fault


def test_ticks_that_leave_their_box_and_run_into_its_neighbour_are_told(room: Path) -> None:
    ticks = ", ".join(f'{{ code = "{code}", label = {{ zh-Hans = "字", en = "{LONG}" }} }}' for code in ("yes", "no"))
    fenced = box("garden.fenced", "Fenced", f'kind = "ticks"\nwidth = 60\ntick = [{ticks}]')
    faults = proved(with_form(room, fenced + box("garden.start", "From")))
    assert any("leave their place" in fault for fault in faults)
    assert any("run into" in fault for fault in faults)


def paper_of(*runs: Run) -> LaidPaper:
    boxes = (LaidBox("one", ("one",), Rect(20, 20, 60, 10), runs),)
    return LaidPaper("", ("zh-Hans", "en"), (LaidPage((210, 297), (), boxes),))


def run(text: str, x: float, y: float, *, cut: bool = False) -> Run:
    return Run(text, "NotoSans-Regular", 10, x, y, 2.0 * len(text), cut=cut)


@pytest.mark.parametrize(
    ("runs", "found"),
    [
        ((run("above", 22, 24), run("below", 22, 28.5)), []),
        ((run("left", 22, 26), run("right", 31, 26)), []),
        ((run("left", 22, 26), run("right", 28, 26)), [Spoils.COLLIDE]),
        ((run("above", 22, 25), run("below", 22, 27)), [Spoils.COLLIDE]),
        ((run("off the right edge of the box..", 22, 26),), [Spoils.OUTSIDE]),
        ((run("low", 22, 31),), [Spoils.OUTSIDE]),
        ((run("begun", 22, 26, cut=True),), [Spoils.CUT]),
    ],
)
def test_each_kind_of_spoiling_is_seen_and_no_other(runs: tuple[Run, ...], found: list[Spoils]) -> None:
    assert [each.how for each in spoiled(paper_of(*runs))] == found


def test_the_longest_answers_fill_every_question(small: Catalogue) -> None:
    edition = small.edition("garden-permit", "2024-01-01")
    typed = longest_answers(edition, small, "鑫")
    asked = [question for question in edition.questions if question.kind not in (Kind.PHOTO, Kind.TABLE)]
    assert {question.id for question in asked} <= typed.keys()
    assert len(typed["person.surname"]) >= longest(edition.questions[0]) - 1
    assert typed["garden.plants"] == "tree rose"
    assert {"family[0].surname", "family[1].relation"} <= typed.keys()
    assert "family[2].surname" not in typed


@pytest.mark.slow
def test_every_shipped_paper_holds_the_longest_answers() -> None:
    catalogue = Catalogue([paths.room("forms")])
    assert not inspect(catalogue)
    found: list[Fault] = list(proof(catalogue))
    assert [str(fault) for fault in found] == []
