"""The answers as QR symbols: packed, wrapped, drawn large enough, and nothing hostile unpacked."""

from __future__ import annotations

from collections.abc import Callable

import brotli
import cbor2
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from talentdesk.core.interview import Interview
from talentdesk.core.parcel import Parcel, PartDamaged, parcel_of, split
from talentdesk.core.sheet import Sheet
from talentdesk.paper.codepage import Strip
from talentdesk.paper.codes import Envelope, symbol, unpack, unwrap, wrap
from talentdesk.paper.document import write_pdf
from talentdesk.paper.page import Code, LaidPaper, Run
from talentdesk.paper.typesetting import lay_out

PAIR = ("zh-Hans", "en")
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
ANSWER = st.text(st.characters(), max_size=30)  # half characters too
ID = st.from_regex(r"[a-z_]{1,8}(\[[0-9]{1,2}\])?(\.[a-z_]{1,8}){0,2}", fullmatch=True)
PARCELS = st.builds(Parcel, ID, TEXT, st.dictionaries(ID, ANSWER, max_size=30), st.frozensets(ID, max_size=5))


@given(PARCELS)
@settings(max_examples=50)
def test_any_answers_come_back(parcel: Parcel) -> None:
    body = wrap(parcel)
    assert unpack(unwrap(body)) == parcel
    assert body == wrap(Parcel(parcel.procedure, parcel.edition, dict(reversed(parcel.typed.items())), parcel.declined))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.binary(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
)


@given(st.binary(max_size=80) | VALUES.map(cbor2.dumps))
def test_a_hostile_body_is_unwrapped_or_refused(body: bytes) -> None:
    try:
        envelope = unwrap(body)
    except PartDamaged:
        return
    assert isinstance(envelope.content, bytes)


@given(st.binary(max_size=80) | VALUES.map(cbor2.dumps).map(brotli.compress))
def test_hostile_content_is_unpacked_or_refused(content: bytes) -> None:
    try:
        parcel = unpack(Envelope("p", "e", False, content))
    except PartDamaged:
        return
    assert all(isinstance(text, str) for text in (*parcel.typed, *parcel.typed.values(), *parcel.declined))


@pytest.mark.parametrize(
    "raw",
    [
        bytes(200 << 20),  # 200 MB in some hundred bytes
        b"\x81" * 100_000,  # nested a hundred thousand times
        cbor2.dumps([{"a": {"b": cbor2.CBORTag(35, "(a+)+$")}}, []]),  # a regular expression
        b"\x82\xbf\xff\x80",  # a second spelling of the same
        cbor2.dumps([{"a": {"b": 1}}, []]),
        cbor2.dumps([{"a": "b"}, []]),
        cbor2.dumps([{}, [1]]),
    ],
    ids=["bomb", "nested", "tag", "spelling", "number", "flat", "declined"],
)
def test_what_we_would_not_have_written_is_refused(raw: bytes) -> None:
    with pytest.raises(PartDamaged):
        unpack(Envelope("p", "e", False, brotli.compress(raw, quality=3)))


def test_a_symbol_says_its_text_to_a_decoder_that_did_not_write_it() -> None:
    (text, _) = split(bytes(range(256)))
    modules = symbol(text)
    picture = Image.frombytes("L", (len(modules),) * 2, b"".join(modules)).point(lambda bit: 0 if bit else 255)
    wide = Image.new("L", (len(modules) + 8,) * 2, 255)
    wide.paste(picture, (4, 4))
    (found,) = zxingcpp.read_barcodes(wide.resize((wide.width * 4,) * 2, Image.Resampling.NEAREST))
    assert found.text == text
    assert found.ec_level == "M"


# ---- on the page


@pytest.fixture
def laid(sheet: Sheet, ask: Callable[..., Interview]) -> LaidPaper:
    """A long text, so that a continuation sheet stands between the form and the codes."""
    interview = ask({"request.notes": "证件遗失" * 400})
    return lay_out(sheet, interview, PAIR, strip=Strip(split(wrap(parcel_of(interview)))))


def words(laid: LaidPaper, page: int) -> str:
    return " ".join(item.text for item in laid.pages[page].items() if isinstance(item, Run))


def codes(laid: LaidPaper) -> list[tuple[int, Code]]:
    pages = enumerate(laid.pages)
    return [(number, item) for number, page in pages for item in page.items() if isinstance(item, Code)]


def test_all_pages_are_counted_together(laid: LaidPaper) -> None:
    total = len(laid.pages)
    assert total == 4
    for page in range(total):
        assert f"Page {page + 1} of {total}" in words(laid, page)


def test_modules_are_large_enough_and_symbols_have_white_around_them(laid: LaidPaper) -> None:
    page = laid.pages[-1]
    rects = [code.rect for number, code in codes(laid) if number == len(laid.pages) - 1]
    assert len(rects) == len(codes(laid)) >= 2
    module = rects[0].width / len(codes(laid)[0][1].modules)
    assert module >= 0.42 - 1e-9
    left, right = min(rect.x for rect in rects), max(rect.right for rect in rects)
    assert left >= 15
    assert right <= page.size[0] - 15
    for one in rects:
        for other in rects:
            apart = max(other.x - one.right, one.x - other.right, other.y - one.bottom, one.y - other.bottom)
            assert one is other or apart >= 4 * module


def test_each_symbol_has_words_for_who_cannot_see_it(laid: LaidPaper) -> None:
    said = [code.says for _, code in codes(laid)]
    assert len(set(said)) == len(said)
    assert all("of" in each for each in said)


def test_the_page_says_who_can_read_it(sheet: Sheet, ask: Callable[..., Interview]) -> None:
    texts = split(wrap(parcel_of(ask())))
    open_, sealed = (lay_out(sheet, ask(), PAIR, strip=Strip(texts, sealed)) for sealed in (False, True))
    assert "Whoever has this page can read them" in words(open_, -1).replace("  ", " ")
    assert "Only the office can read them" in words(sealed, -1).replace("  ", " ")


def test_many_symbols_go_on_on_a_next_page(sheet: Sheet, ask: Callable[..., Interview]) -> None:
    strip = Strip(split(bytes(range(256)) * 40))
    laid = lay_out(sheet, ask(), PAIR, strip=strip)
    places = codes(laid)
    assert len(places) == len(strip.texts)
    assert {number for number, _ in places} == set(range(2, len(laid.pages)))
    assert all(code.rect.bottom < 297 - 15 for _, code in places)
    assert write_pdf(laid) == write_pdf(laid)
