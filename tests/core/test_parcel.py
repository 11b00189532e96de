"""What travels in the codes of a paper: cut, lost, mixed up and put together again."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentdesk.core import parcel
from talentdesk.core.parcel import base45, from_base45, join, split

BODIES = st.binary(min_size=1, max_size=4 * parcel.PART_BYTES)


@pytest.mark.parametrize(
    ("raw", "text"), [(b"AB", "BB8"), (b"Hello!!", "%69 VD92EX0"), (b"base-45", "UJCLQE7W581"), (b"ietf!", "QED8WEX0")]
)
def test_base45_is_that_of_rfc_9285(raw: bytes, text: str) -> None:
    assert base45(raw) == text
    assert from_base45(text) == raw


@pytest.mark.parametrize("text", ["A", "GGW", ":::", "ab", "ÄÖÜ", "000::"])
def test_what_is_no_base45_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="base45"):
        from_base45(text)


@given(BODIES, st.randoms(use_true_random=False))
def test_any_one_symbol_may_be_lost_and_the_order_does_not_matter(body: bytes, chance: random.Random) -> None:
    texts = list(split(body))
    assert len({len(text) for text in texts}) == 1
    texts.remove(chance.choice(texts))
    chance.shuffle(texts)
    assert join(["https://example.org", *texts, *texts]) == body


@given(st.binary(min_size=2 * parcel.PART_BYTES, max_size=4 * parcel.PART_BYTES), st.data())
def test_of_two_lost_ones_both_are_named(body: bytes, data: st.DataObject) -> None:
    texts = split(body)
    lost = data.draw(st.sets(st.integers(0, len(texts) - 1), min_size=2, max_size=2))
    with pytest.raises(parcel.PartsMissing) as slip:
        join(text for index, text in enumerate(texts) if index not in lost)
    assert slip.value.missing == tuple(sorted(index + 1 for index in lost))
    assert slip.value.total == len(texts)


@given(BODIES, st.data())
def test_a_changed_symbol_is_noticed_and_done_without(body: bytes, data: st.DataObject) -> None:
    texts = list(split(body))
    at = data.draw(st.integers(0, len(texts) - 1))
    start = texts[at].index(":") + 1
    place = data.draw(st.integers(start, len(texts[at]) - 1))
    new = data.draw(st.sampled_from(sorted(set("0123456789ABC") - {texts[at][place]})))
    texts[at] = texts[at][:place] + new + texts[at][place + 1 :]
    assert join(texts) == body
    with pytest.raises(parcel.PartDamaged):
        join(texts[at : at + 1])


def test_two_papers_in_one_file_are_not_mixed() -> None:
    with pytest.raises(parcel.SeveralParcels):
        join([*split(b"one"), *split(b"two")])


def test_a_newer_version_is_told_apart_from_a_foreign_code() -> None:
    newer = [re.sub("^TALENTDESK 1:", "TALENTDESK 7:", text) for text in split(b"x")]
    with pytest.raises(parcel.NewerVersion) as slip:
        join(newer)
    assert slip.value.version == 7
    with pytest.raises(parcel.NoParcel):
        join(["https://example.org", "talentdesk 1:AAA", ""])


def test_too_much_for_a_paper_is_refused() -> None:
    split(bytes(parcel.MOST_PARTS * parcel.PART_BYTES))
    with pytest.raises(ValueError, match="too large"):
        split(bytes(parcel.MOST_PARTS * parcel.PART_BYTES + 1))


@given(st.lists(st.text() | st.text(alphabet="ABC012 :").map("TALENTDESK 1:".__add__), max_size=4))
def test_any_texts_give_a_body_or_a_reason(texts: list[str]) -> None:
    assert not parcel.complete(texts)


@given(st.binary(max_size=60).map(lambda raw: "TALENTDESK 1:" + base45(raw)))
def test_a_header_of_chance_is_no_part(text: str) -> None:
    with pytest.raises(parcel.PartDamaged):
        join([text])
