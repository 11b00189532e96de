"""Bech32 (BIP 173), as age writes its keys: a human-readable part, the sign 1, and bytes with a checksum."""

from __future__ import annotations

_SIGNS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_VALUES = {sign: value for value, sign in enumerate(_SIGNS)}
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECKSUM = 6
_LONGEST = 500
"""age knows no limit; nothing of ours comes near this one."""


def encode(prefix: str, content: bytes) -> str:
    """`content` in lower case behind `prefix`, which is lower case too."""
    values = _groups(content, 8, 5, pad=True)
    checksum = _polymod([*_spread(prefix), *values, *[0] * _CHECKSUM]) ^ 1
    values += [checksum >> 5 * (_CHECKSUM - 1 - at) & 31 for at in range(_CHECKSUM)]
    return f"{prefix}1" + "".join(_SIGNS[value] for value in values)


def decode(text: str) -> tuple[str, bytes]:
    """Prefix, in lower case, and content. Raises ValueError for a text that is none, or was miscopied."""
    if len(text) > _LONGEST or text not in (text.lower(), text.upper()):
        raise ValueError("no bech32")
    prefix, one, rest = text.lower().rpartition("1")
    if not one or not prefix or len(rest) < _CHECKSUM or not all("!" <= sign <= "~" for sign in prefix):
        raise ValueError("no bech32")
    try:
        values = [_VALUES[sign] for sign in rest]
    except KeyError:
        raise ValueError("no bech32") from None
    if _polymod([*_spread(prefix), *values]) != 1:
        raise ValueError("checksum")
    return prefix, bytes(_groups(values[:-_CHECKSUM], 5, 8, pad=False))


def _spread(prefix: str) -> list[int]:
    codes = prefix.encode("ascii")
    return [*(code >> 5 for code in codes), 0, *(code & 31 for code in codes)]


def _polymod(values: list[int]) -> int:
    found = 1
    for value in values:
        top = found >> 25
        found = (found & 0x1FFFFFF) << 5 ^ value
        for bit, part in enumerate(_GENERATOR):
            found ^= part if top >> bit & 1 else 0
    return found


def _groups(values: bytes | list[int], size: int, wanted: int, *, pad: bool) -> list[int]:
    """Bits in groups of another size. Without `pad` what is left over must be less than a group and all zero."""
    store, bits, made = 0, 0, []
    for value in values:
        store, bits = store << size | value, bits + size
        while bits >= wanted:
            bits -= wanted
            made.append(store >> bits)
            store &= (1 << bits) - 1
    if pad and bits:
        made.append(store << wanted - bits)
    elif bits >= size or store:
        raise ValueError("padding")
    return made
