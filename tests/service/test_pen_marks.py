"""What a pen changes on a printed form is found in a scan of it, box by box, and nothing else is."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter
from test_reading import FIRST, PAIR, form_of, interview_of

from talentdesk.core.interview import Interview
from talentdesk.core.parcel import Parcel, Printed, parcel_of
from talentdesk.intake import examining
from talentdesk.intake.inkquestion import marks_from
from talentdesk.paper.page import LaidBox, LaidPaper
from talentdesk.service.papers import lay_out_paper, write
from talentdesk.service.penmarks import Change, PenMark, PenReport, pen_marks, sentences
from talentdesk.service.reading import read

DOTS = 200
MM = DOTS / 25.4

Draw = Callable[[ImageDraw.ImageDraw, LaidBox], None]


class Form:
    """A printed form, and what a scanner makes of it."""

    def __init__(self, procedure: str) -> None:
        self.interview: Interview = interview_of(procedure, FIRST[procedure])
        self.paper = form_of(self.interview)
        self.laid: LaidPaper = lay_out_paper(self.interview, self.paper, PAIR)
        with closing(pypdfium2.PdfDocument(write(self.laid))) as document:
            self.pages = [
                page.render(scale=DOTS / 72, grayscale=True).to_pil().convert("L")
                for page in map(document.__getitem__, range(len(document)))
            ]

    @property
    def parcel(self) -> Parcel:
        printed = Printed("", PAIR, self.interview.as_of.isoformat())
        return parcel_of(self.interview, printed)

    def box(self, question: str) -> tuple[int, LaidBox]:
        return self.laid.boxes_of(question)[0]

    def drawn(self, **by: Draw) -> list[Image.Image]:
        """The pages with something drawn into the boxes of these questions, points written as two underscores."""
        pages = [page.copy() for page in self.pages]
        for name, draw in by.items():
            number, box = self.box(name.replace("__", "."))
            draw(ImageDraw.Draw(pages[number]), box)
        return pages


def strike(pen: ImageDraw.ImageDraw, box: LaidBox) -> None:
    """Crosses out what stands in the box."""
    rect = box.rect
    y = (rect.y + rect.height * 0.55) * MM
    pen.line(
        [((rect.x + rect.width * 0.35) * MM, y), ((rect.x + rect.width * 0.8) * MM, y - 0.6 * MM)], 60, round(0.4 * MM)
    )


def scribble(pen: ImageDraw.ImageDraw, box: LaidBox) -> None:
    """Two digits beside the answer."""
    rect = box.rect
    for at in (0.0, 3.0):
        x, y = (rect.right - 9 + at) * MM, (rect.y + rect.height / 2) * MM
        pen.line([(x, y - 1.4 * MM), (x + 1.8 * MM, y - 1.4 * MM), (x + 0.5 * MM, y + 1.5 * MM)], 70, round(0.4 * MM))


def whiten(pen: ImageDraw.ImageDraw, box: LaidBox) -> None:
    """Correction fluid over all but the edges."""
    rect = box.rect
    edges = (rect.x + 0.6, rect.y + 0.6, rect.right - 0.6, rect.bottom - 0.6)
    pen.rectangle([round(edge * MM) for edge in edges], 255)


def scanned(pages: Sequence[Image.Image], seed: int, turn: int = 0) -> list[Image.Image]:
    """Askew, shrunk, shifted, blurred, with the grain and the blocks of a cheap scanner."""
    chance, made = random.Random(seed), []
    for page in pages:
        image = page.rotate(chance.uniform(-1.5, 1.5), Image.Resampling.BICUBIC, fillcolor=248)
        shrink = chance.uniform(0.98, 1.015)
        place = (1 / shrink, 0, chance.uniform(-3, 3) * MM, 0, 1 / shrink, chance.uniform(-3, 3) * MM)
        image = image.transform(image.size, Image.Transform.AFFINE, place, Image.Resampling.BICUBIC, fillcolor=248)
        image = image.filter(ImageFilter.GaussianBlur(chance.uniform(0.4, 0.9)))
        # Pillow's own noise cannot be repeated.
        grain = Image.frombytes("L", (256, 256), chance.randbytes(256 * 256)).point(lambda level: level // 12)
        noise = Image.new("L", image.size)
        for x in range(0, image.width, 256):
            for y in range(0, image.height, 256):
                noise.paste(grain, (x, y))
        buffer = io.BytesIO()
        ImageChops.subtract(image, noise).save(buffer, "JPEG", quality=60)
        made.append(Image.open(buffer).convert("L").rotate(turn, expand=True))
    return made


def filed(pages: Sequence[Image.Image], folder: Path) -> Path:
    """All in one TIFF."""
    file = folder / "scan.tif"
    pages[0].save(file, save_all=True, append_images=list(pages[1:]), compression="tiff_deflate")
    return file


@pytest.fixture(scope="module")
def permit() -> Form:
    return Form("residence-permit")


def report(form: Form, pages: Sequence[Image.Image], folder: Path) -> PenReport:
    found = pen_marks(filed(pages, folder), form.parcel)
    assert found is not None
    return found


def test_a_scan_that_nobody_wrote_on_has_no_marks(permit: Form, tmp_path: Path) -> None:
    found = report(permit, scanned(permit.pages, 1), tmp_path)
    assert found == PenReport((), (1, 2), ())


@pytest.mark.parametrize(
    ("question", "draw"),
    [
        ("person.surname", strike),
        ("passport.number", strike),
        ("contact.address_china", scribble),
        ("employer.name", scribble),
    ],
)
def test_what_is_crossed_out_or_written_is_found_in_its_box_alone(
    permit: Form, question: str, draw: Draw, tmp_path: Path
) -> None:
    number, box = permit.box(question)
    pages = permit.drawn(**{question.replace(".", "__"): draw})[:2]
    found = report(permit, scanned(pages, len(question)), tmp_path)
    assert found.marks == (PenMark(number + 1, box.questions, Change.WRITTEN),)


def test_what_was_painted_over_is_found(permit: Form, tmp_path: Path) -> None:
    number, box = permit.box("person.surname")
    found = report(permit, scanned(permit.drawn(person__surname=whiten)[:1], 5), tmp_path)
    assert PenMark(number + 1, box.questions, Change.GONE) in found.marks
    assert {mark.questions for mark in found.marks} == {box.questions}


@pytest.mark.parametrize("turn", [180, 90])
def test_a_page_may_lie_on_its_head_or_its_side(permit: Form, turn: int, tmp_path: Path) -> None:
    found = report(permit, scanned(permit.drawn(passport__number=scribble)[:1], 7, turn), tmp_path)
    assert [mark.questions for mark in found.marks] == [permit.box("passport.number")[1].questions]


def test_the_sides_may_come_in_any_order_and_what_is_missing_is_said(permit: Form, tmp_path: Path) -> None:
    front, back, codes = scanned(permit.drawn(person__surname=strike), 3)
    assert [mark.page for mark in report(permit, [codes, back, front], tmp_path).marks] == [1]
    half = report(permit, [codes, back], tmp_path)
    assert (half.marks, half.seen, half.unseen) == ((), (2,), (1,))
    form = permit.interview.edition
    assert sentences(half, form, "en") == (
        "Not compared with what was printed, because the scan does not show them: pages 1 of the form.",
    )


def test_a_signature_is_no_change(permit: Form, tmp_path: Path) -> None:
    places = [each.id for each in permit.interview.edition.questions if each.kind == "signature"]
    signed = next(id for id in places if permit.laid.boxes_of(id))
    found = report(permit, scanned(permit.drawn(**{signed.replace(".", "__"): scribble})[:2], 2), tmp_path)
    assert found.marks == ()


def test_the_paper_itself_says_what_it_is(permit: Form, tmp_path: Path) -> None:
    file = filed(scanned(permit.drawn(person__surname=strike), 4), tmp_path)
    parcel = read(file)
    assert parcel.printed == permit.parcel.printed
    found = pen_marks(file, parcel)
    assert found is not None
    assert [mark.questions for mark in found.marks] == [permit.box("person.surname")[1].questions]
    (told,) = sentences(found, permit.interview.edition, "en")
    assert told == "Page 1, Surname: something was written by hand. Look at the paper."


@pytest.mark.parametrize(
    "printed",
    [
        None,
        Printed("../../etc", PAIR, "2026-11-23"),
        Printed("checklist-of-another", PAIR, "2026-11-23"),
        Printed("foreigner-visa-permit", ("zh-Hans", "xx"), "2026-11-23"),
        Printed("foreigner-visa-permit", PAIR, "yesterday"),
        Printed("foreigner-visa-permit", (), "2026-11-23"),
    ],
    ids=["none", "path", "another", "language", "day", "no languages"],
)
def test_a_paper_that_is_not_known_is_not_compared(permit: Form, printed: Printed | None, tmp_path: Path) -> None:
    file = filed(permit.pages, tmp_path)
    parcel = Parcel(permit.parcel.procedure, permit.parcel.edition, permit.parcel.typed, printed=printed)
    assert pen_marks(file, parcel) is None


def test_pictures_of_something_else_are_none_of_the_pages(permit: Form, tmp_path: Path) -> None:
    grain = Image.frombytes("L", (400, 600), random.Random(1).randbytes(240_000)).resize((1240, 1754))
    white = Image.new("L", (1240, 1754), 255)
    other = Form("k-visa") if form_of(interview_of("k-visa", FIRST["k-visa"])) else None
    found = report(permit, [grain, white, *(other.pages[:1] if other else [])], tmp_path)
    assert (found.marks, found.seen) == ((), ())


@pytest.mark.parametrize(
    "lie",
    [
        {},
        {"marks": {}},
        {"marks": [[99, [], []]]},
        {"marks": [[0, ["1"], []]]},
        {"marks": [[0, [1]]]},
        {"marks": [7]},
        {"marks": [[True, [], []]]},
    ],
    ids=str,
)
def test_a_process_that_was_taken_over_can_say_nothing_else(lie: dict[str, object]) -> None:
    with pytest.raises((ValueError, LookupError, TypeError)):
        marks_from(lie)


def test_a_file_that_cannot_be_compared_leaves_the_answers_alone(
    permit: Form, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examining, "_PATIENCE", 0.01)
    assert pen_marks(filed(permit.pages, tmp_path), permit.parcel) is None
