"""Our QR codes are the standard's: what segno draws, and what a decoder reads, in every size."""

from __future__ import annotations

import random

import pytest
import segno
import zxingcpp
from PIL import Image
from segno import consts

from talentdesk.paper.symbols import Matrix, qr_code

LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
LONGEST = 3391
"""Letters of a symbol of size 40 at level M (ISO/IEC 18004, table 7)."""


def text(length: int) -> str:
    return "".join(random.Random(length).choices(LETTERS, k=length))


def drawn(modules: Matrix) -> Image.Image:
    """Three points a module, with the white around it."""
    side = len(modules)
    symbol = Image.frombytes("L", (side, side), b"".join(modules)).point(lambda bit: 0 if bit else 255)
    page = Image.new("L", (side + 8, side + 8), 255)
    page.paste(symbol, (4, 4))
    return page.resize((page.width * 3, page.height * 3), Image.Resampling.NEAREST)


@pytest.mark.parametrize("version", range(1, 41))
def test_a_symbol_is_the_one_segno_draws(version: int) -> None:
    counted = 9 if version < 10 else 11 if version < 27 else 13
    longest = (consts.SYMBOL_CAPACITY[version][consts.ERROR_LEVEL_M] - 4 - counted) * 2 // 11
    for length in range(longest - 4, longest + 1):
        # Where the bits end with a whole codeword segno puts one more that says nothing.
        if (4 + counted + length // 2 * 11 + length % 2 * 6 + 4) % 8:
            theirs = segno.make_qr(text(length), error="m", mode="alphanumeric", boost_error=False, mask=3)
            assert theirs.version == version
            assert qr_code(text(length)) == tuple(bytes(row) for row in theirs.matrix)


# At 7, 23 and 55 letters the bits end with a whole codeword.
@pytest.mark.parametrize("length", [7, 23, 55, 90, 122, 178, 250, 350, 450, 600, 796, 1200])
def test_a_symbol_says_its_text_to_a_decoder(length: int) -> None:
    (found,) = zxingcpp.read_barcodes(drawn(qr_code(text(length))))
    assert found.text == text(length)
    assert found.ec_level == "M"


def test_what_no_symbol_holds_is_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        qr_code(text(LONGEST + 1))
    with pytest.raises(ValueError, match="not alphanumeric"):
        qr_code("abc")
