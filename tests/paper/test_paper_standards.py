"""Every paper keeps to PDF/A and PDF/UA, and the validator that says so can say otherwise."""

from __future__ import annotations

import importlib.util
import io
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pikepdf
import pytest
from seeds import chance

from talentdesk import paths
from talentdesk.core.cases import open_case, read_cases
from talentdesk.core.catalogue import Catalogue
from talentdesk.core.form import Kind
from talentdesk.core.interview import Interview
from talentdesk.paper.colour import srgb_profile
from talentdesk.paper.document import write_pdf
from talentdesk.paper.grid import plain_grid
from talentdesk.service.papers import lay_out_paper, papers_of
from talentdesk.service.pickup import pickup_slip

LANGUAGES = ("zh-Hans", "en")
LONG_RUN = bool(os.environ.get("TALENTDESK_LONG"))
MORE = 0.1
LONG = "前海蓝湾设计公司 Straße Łódź 𠀀 " * 40
SHAPED = "Ali محمد عَلِيّ اللّٰه مُحَمَّد 12 (دبي) क्षत्रिय श्री น้ำ ที่ Q\u0303uân \u05d0"
"""Joined, stacked, reordered, from the right, with marks, and a letter that no font has."""


def _driver() -> ModuleType:
    file = Path(__file__).parent / "verapdf" / "driver.py"
    specification = importlib.util.spec_from_file_location("verapdf_driver", file)
    assert specification
    assert specification.loader
    module = importlib.util.module_from_spec(specification)
    sys.modules[specification.name] = module
    specification.loader.exec_module(module)
    return module


DRIVER = _driver()
asks_verapdf = pytest.mark.skipif(bool(DRIVER.lacking()), reason=DRIVER.lacking() or "veraPDF is here")


def golden(catalogue: Catalogue) -> Iterator[tuple[str, Interview]]:
    """Every case that the forms room tells of."""
    for file in sorted((paths.room("forms") / "procedures").glob("*/cases.toml")):
        for number, case in enumerate(read_cases(file)):
            if case.edition is not None:
                continue
            yield f"{file.parent.name}-{number}", open_case(case, file.parent.name, catalogue)


def permit(catalogue: Catalogue) -> Interview:
    """A case whose form has a table, a photo's place and both languages."""
    return next(interview for name, interview in golden(catalogue) if name.startswith("residence-permit"))


def overflowing(interview: Interview, text: str = LONG) -> Interview:
    """The same case, every free text far too long for its box, or another `text`."""
    free = {each.id for each in interview.edition.questions if each.kind is Kind.TEXT}
    typed = {**interview.typed, **dict.fromkeys(free & set(interview.typed), text)}
    return Interview(interview.edition, interview.catalogue, as_of=interview.as_of, typed=typed)


def papers(catalogue: Catalogue, room: Path) -> Iterator[tuple[str, Path]]:
    """Flavour and file: the page for measuring; each paper filled, blank, overflowing, for the archive, and of some
    more cases, others each time; in the long run of every case."""
    grid = room / "grid.pdf"
    grid.write_bytes(write_pdf(plain_grid(LANGUAGES)))
    slip = room / "pick-up-slip.pdf"
    until = datetime(2026, 11, 29, 10, 0, tzinfo=UTC)
    slip.write_bytes(write_pdf(pickup_slip(permit(catalogue), LANGUAGES, "TD-7F3A", code="K7QWERTY", until=until)))
    yield from ((flavour, file) for file in (grid, slip) for flavour in ("2a", "ua1"))
    seen: set[str] = set()
    draw = chance()
    for name, interview in golden(catalogue):
        for paper in papers_of(interview):
            is_first = (first := f"{interview.edition.procedure}-{paper}") not in seen
            if is_first or LONG_RUN or draw.random() < MORE:
                yield from _written(room / f"{name}-{paper}.pdf", interview, paper)
            if is_first:
                seen.add(first)
                yield from _written(room / f"{first}-blank.pdf", interview, paper, blank=True)
                yield from _written(room / f"{first}-over.pdf", overflowing(interview), paper)
                yield from _written(room / f"{first}-archive.pdf", interview, paper, answers=b'{"answers": {}}')


def shaped_papers(catalogue: Catalogue, room: Path) -> Iterator[tuple[str, Path]]:
    """The same, with names in scripts that are shaped, on each paper of one case; then more of them than find room."""
    interview = permit(catalogue)
    for paper in papers_of(interview):
        yield from _written(room / f"shaped-{paper}.pdf", overflowing(interview, SHAPED), paper)
        yield from _written(room / f"shaped-{paper}-over.pdf", overflowing(interview, SHAPED * 12), paper)
        yield from _written(room / f"shaped-{paper}-archive.pdf", overflowing(interview, SHAPED), paper, answers=b"{}")


def _written(
    file: Path, interview: Interview, paper: str, *, blank: bool = False, answers: bytes | None = None
) -> Iterator[tuple[str, Path]]:
    file.write_bytes(write_pdf(lay_out_paper(interview, paper, LANGUAGES, blank=blank), answers))
    yield "2a" if answers is None else "3a", file
    yield "ua1", file


@pytest.mark.slow
@pytest.mark.timeout(900)
@asks_verapdf
def test_every_paper_of_every_case_keeps_to_the_standards(catalogue: Catalogue, tmp_path: Path) -> None:
    asked = list(papers(catalogue, tmp_path))
    verdicts = DRIVER.judge(asked, tmp_path)
    assert [(each.flavour, each.file) for each in verdicts] == asked
    assert [f"{each.flavour} {each.file.name}: {each.said}" for each in verdicts if not each.passed] == []


@pytest.mark.slow
@pytest.mark.timeout(300)
@asks_verapdf
def test_papers_with_shaped_names_keep_to_the_standards(catalogue: Catalogue, tmp_path: Path) -> None:
    verdicts = DRIVER.judge(list(shaped_papers(catalogue, tmp_path)), tmp_path)
    assert verdicts
    assert [f"{each.flavour} {each.file.name}: {each.said}" for each in verdicts if not each.passed] == []


def _without_unicode(pdf: pikepdf.Pdf) -> None:
    for font in _fonts(pdf):
        del font["/ToUnicode"]


def _wrong_widths(pdf: pikepdf.Pdf) -> None:
    for font in _fonts(pdf):
        font.DescendantFonts[0]["/W"] = pikepdf.Array([1, pikepdf.Array([123] * 500)])


def _fonts(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    return [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/Subtype") == "/Type0"]


def _without_alt(pdf: pikepdf.Pdf) -> None:
    for each in pdf.objects:
        if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Figure":
            del each["/Alt"]


def _ragged_table(pdf: pikepdf.Pdf) -> None:
    row = next(each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/TR")
    row.K = row.K[0]


def _without(key: str) -> Callable[[pikepdf.Pdf], None]:
    def remove(pdf: pikepdf.Pdf) -> None:
        del pdf.Root[key]

    return remove


SABOTAGE: dict[str, tuple[str, str, Callable[[pikepdf.Pdf], None]]] = {
    "no-unicode": ("2a", "6.2.11.7.2-1", _without_unicode),
    "no-colour": ("2a", "6.2.4.3-4", _without("/OutputIntents")),
    "no-alt": ("ua1", "7.3-1", _without_alt),
    "no-language": ("ua1", "7.2-", _without("/Lang")),
    "wrong-width": ("2a", "6.2.11.5-1", _wrong_widths),
    "untagged": ("2a", "6.7.3", _without("/StructTreeRoot")),
    "ragged-table": ("ua1", "7.2-", _ragged_table),
}


@pytest.mark.slow
@pytest.mark.timeout(300)
@asks_verapdf
def test_the_validator_finds_what_is_broken(catalogue: Catalogue, tmp_path: Path) -> None:
    interview = permit(catalogue)
    whole = write_pdf(lay_out_paper(interview, papers_of(interview)[0], LANGUAGES))
    asked = []
    for name, (flavour, _, spoil) in SABOTAGE.items():
        with pikepdf.open(io.BytesIO(whole)) as pdf:
            spoil(pdf)
            pdf.save(tmp_path / f"{name}.pdf")
        asked.append((flavour, tmp_path / f"{name}.pdf"))
    verdicts = {each.file.stem: each for each in DRIVER.judge(asked, tmp_path)}
    unseen = [
        f"{name}: {verdicts[name].said}"
        for name, (_, clause, _) in SABOTAGE.items()
        if verdicts[name].passed or clause not in verdicts[name].said
    ]
    assert unseen == []


def _tree(pdf: pikepdf.Pdf) -> Iterator[tuple[pikepdf.Object, int]]:
    def below(element: pikepdf.Object, depth: int) -> Iterator[tuple[pikepdf.Object, int]]:
        yield element, depth
        kids = element.get("/K")
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary):
                yield from below(kid, depth + 1)

    yield from below(pdf.Root.StructTreeRoot.K, 0)


def test_headings_come_before_their_boxes_and_a_table_has_its_heads(catalogue: Catalogue) -> None:
    interview = permit(catalogue)
    with pikepdf.open(io.BytesIO(write_pdf(lay_out_paper(interview, papers_of(interview)[0], LANGUAGES)))) as pdf:
        elements = [element for element, _ in _tree(pdf)]
        roles = [str(element.S) for element in elements]
        assert roles[:2] == ["/Document", "/H1"]
        assert roles.index("/Sect") < roles.index("/H2") < roles.index("/Figure")
        heads = [element for element in elements if element.S == "/TH"]
        assert heads
        assert all(head.A.Scope == "/Column" for head in heads)
        assert all(str(element.Alt) for element in elements if element.S == "/Figure")


def test_a_second_language_is_told_from_the_first(catalogue: Catalogue) -> None:
    interview = permit(catalogue)
    laid = lay_out_paper(interview, papers_of(interview)[0], ("zh-Hans", "pt"))
    with pikepdf.open(io.BytesIO(write_pdf(laid))) as pdf:
        spoken = {
            str(operands[1]["/Lang"])
            for page in pdf.pages
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) == "BDC" and "/Lang" in operands[1]
        }
        assert pdf.Root.Lang == "zh-Hans-CN"
    assert spoken == {"pt-PT"}


def test_the_archives_copy_carries_the_answers_under_a_name_that_tells_nothing(catalogue: Catalogue) -> None:
    interview = permit(catalogue)
    laid = lay_out_paper(interview, papers_of(interview)[0], LANGUAGES)
    with pikepdf.open(io.BytesIO(write_pdf(laid, b'{"answers": {"a": "b"}}'))) as pdf:
        (file,) = pdf.Root.AF
        assert (file.AFRelationship, str(file.UF)) == ("/Source", "answers.json")
        assert file.EF.F.read_bytes() == b'{"answers": {"a": "b"}}'
    assert write_pdf(laid, b"{}") == write_pdf(replace(laid), b"{}")


def test_the_colour_profile_is_read_by_others_as_srgb() -> None:
    from PySide6.QtGui import QColorSpace

    read = QColorSpace.fromIccProfile(srgb_profile())
    assert read.isValid()
    assert read.primaries() is QColorSpace.Primaries.SRgb
