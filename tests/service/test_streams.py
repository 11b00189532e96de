"""Every stream of every paper is whole: its length is what it says, and a strict decoder comes to its end."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator

import pytest

from talentdesk.core.cases import open_case
from talentdesk.core.interview import Interview
from talentdesk.service.fillable import make_fillable
from talentdesk.service.papers import papers_of
from talentdesk.service.rendering import render
from talentdesk.service.rooms import catalogue
from talentdesk.service.sample import samples

PAIR = ("zh-Hans", "en")
PROCEDURES = ("residence-permit", "ehub-admission")
"""One whose form is placed in the forms room, and one whose form is made of its questions."""


def opened(procedure: str) -> Interview:
    return open_case(samples(procedure)[0], procedure, catalogue())


def streams(pdf: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Dictionary and content of each stream, by the length that it says."""
    at = 0
    while (begun := re.compile(rb"stream\r?\n").search(pdf, at)) is not None:
        entries = pdf[pdf.rindex(b" obj", 0, begun.start()) : begun.start()]
        (length,) = re.findall(rb"/Length (\d+)", entries)
        at = begun.end() + int(length)
        yield entries, pdf[begun.end() : at]
        ended = re.compile(rb"\r?\n?endstream").match(pdf, at)
        assert ended, f"the length of {entries!r} is wrong"
        at = ended.end()


def is_whole(pdf: bytes) -> bool:
    found = list(streams(pdf))
    for entries, content in found:
        if b"/FlateDecode" not in entries:
            continue
        decoder = zlib.decompressobj()
        decoder.decompress(content)
        assert decoder.eof, entries
        assert not decoder.unused_data, entries
    return len(found) > 5


PAPERS = [(procedure, paper) for procedure in PROCEDURES for paper in papers_of(opened(procedure))]


@pytest.mark.parametrize(("procedure", "paper"), PAPERS)
@pytest.mark.parametrize("options", [{}, {"blank": True}, {"archive": True}, {"code": False}], ids=str)
def test_every_stream_of_a_paper_is_whole(procedure: str, paper: str, options: dict[str, bool]) -> None:
    assert is_whole(render(opened(procedure), paper, PAIR, **options).content)


@pytest.mark.parametrize("procedure", PROCEDURES)
@pytest.mark.parametrize("blank", [False, True])
def test_every_stream_of_a_fillable_copy_is_whole(procedure: str, blank: bool) -> None:
    interview = opened(procedure)
    assert is_whole(make_fillable(interview, papers_of(interview)[0], PAIR, blank=blank).content)


@pytest.mark.parametrize(
    "spoil",
    [lambda pdf: pdf.replace(b"/Length ", b"/Length 1", 1), lambda pdf: pdf.replace(b"\nendstream", b"", 1)],
    ids=["length", "end"],
)
def test_a_spoiled_stream_is_seen(spoil: Callable[[bytes], bytes]) -> None:
    whole = render(opened(PROCEDURES[0]), papers_of(opened(PROCEDURES[0]))[0], PAIR).content
    with pytest.raises(AssertionError, match="length"):
        is_whole(spoil(whole))
