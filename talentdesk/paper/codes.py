"""The answers as QR symbols: packed small, wrapped in an envelope that says what form it is, drawn as squares."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import brotli
import cbor2

from talentdesk.core.parcel import Parcel, PartDamaged, Printed
from talentdesk.paper.symbols import Matrix, qr_code

MODULE = 0.42
"""Millimetres a module: office scanners read that at 200 dpi, and most at 150."""

_LARGEST = 1 << 20
_LAST_DAY = date.max.toordinal()

Change = Callable[[bytes, bytes], bytes]
"""Turns content into other content, given what travels openly beside it."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """What the symbols of a paper hold together."""

    procedure: str
    edition: str
    sealed: bool
    content: bytes

    @property
    def beside(self) -> bytes:
        """What a sealed content is bound to: it cannot be moved under another form's name."""
        return _encoded([self.procedure, self.edition])


def pack(parcel: Parcel) -> bytes:
    """Answers as CBOR (RFC 8949, deterministic encoding), compressed with brotli (RFC 7932)."""
    groups: dict[str, dict[str, str | bytes]] = {}
    for name, text in parcel.typed.items():
        # One prefix for all answers of a group.
        group, _, own = name.rpartition(".")
        groups.setdefault(group, {})[own] = _spelled(text)
    content = [groups, sorted(parcel.declined), *_paper_of(parcel.printed)]
    packed: bytes = brotli.compress(_encoded(content), quality=11, lgwin=16)
    return packed


_FIRST = "zh-Hans"
"""The first language of nearly every paper: not said."""


def _paper_of(printed: Printed | None) -> list[list[str | int]]:
    """As few bytes as will do: each symbol more on a paper is one more that a pen can spoil."""
    if printed is None:
        return []
    languages = printed.languages[1:] if printed.languages[:1] == (_FIRST,) else ("", *printed.languages)
    return [[date.fromisoformat(printed.as_of).toordinal(), printed.paper, *languages]]


def unpack(envelope: Envelope) -> Parcel:
    """The answers of an opened envelope. Raises PartDamaged for anything `pack` would not have made."""
    try:
        match _decoded(_decompress(envelope.content)):
            case [dict(groups), list(declined), *paper]:
                answers, said = dict(_entries(groups)), frozenset(map(_text, declined))
                return Parcel(envelope.procedure, envelope.edition, answers, said, _printed(paper))
    except (brotli.error, ValueError):
        pass
    raise PartDamaged


def _printed(found: Sequence[object]) -> Printed | None:
    """Raises ValueError."""
    match found:
        case []:
            return None
        case [[int(day), str(paper), *rest]] if 0 < day <= _LAST_DAY:
            said = tuple(map(_text, rest))
            languages = said[1:] if said[:1] == ("",) else (_FIRST, *said)
            return Printed(paper, languages, date.fromordinal(day).isoformat())
    raise ValueError("no paper")


def _entries(groups: Mapping[object, object]) -> Iterator[tuple[str, str]]:
    """Raises ValueError."""
    for group, answers in groups.items():
        if not isinstance(answers, dict):
            raise ValueError("no answers")
        for own, text in answers.items():
            yield ".".join(filter(None, (_text(group), _text(own)))), _text(text)


def _spelled(text: str) -> str | bytes:
    """CBOR has no half characters (lone surrogates) in its texts; an answer with one travels as bytes."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")
    return text


def _text(found: object) -> str:
    """Raises ValueError."""
    text = found.decode("utf-8", "surrogatepass") if isinstance(found, bytes) else found
    if not isinstance(text, str) or _spelled(text) != found:
        raise ValueError("no text")
    return text


def _decompress(packed: bytes) -> bytes:
    """Raises ValueError beyond a size that no form reaches, brotli.error for what is not brotli."""
    machine = brotli.Decompressor()
    raw: bytes = machine.process(packed, output_buffer_limit=_LARGEST)
    if not machine.is_finished():
        raise ValueError("incomplete, or far too large")
    return raw


def _encoded(value: object) -> bytes:
    return cbor2.dumps(value, canonical=True)


def _decoded(raw: bytes) -> object:
    """The value, if it is encoded exactly as we encode. Raises ValueError."""
    try:
        found: object = cbor2.loads(raw, max_depth=4, allow_indefinite=False, allow_duplicate_keys=False)
        # Tags, references and second spellings are not what we write.
        same = _encoded(found) == raw
    except (cbor2.CBORError, ValueError, TypeError, RecursionError, OverflowError):
        same = False
    if not same:
        raise ValueError("no CBOR of ours")
    return found


def wrap(parcel: Parcel, seal: Change | None = None) -> bytes:
    """The body to cut into symbols; closed by `seal` where one is given."""
    plain = Envelope(parcel.procedure, parcel.edition, seal is not None, pack(parcel))
    content = seal(plain.content, plain.beside) if seal else plain.content
    return _encoded([plain.procedure, plain.edition, plain.sealed, content])


def unwrap(body: bytes) -> Envelope:
    """The envelope of a body. Raises PartDamaged."""
    try:
        match _decoded(body):
            case [str(procedure), str(edition), bool(sealed), bytes(content)]:
                return Envelope(procedure, edition, sealed, content)
    except ValueError:
        pass
    raise PartDamaged


@lru_cache(maxsize=64)
def symbol(text: str) -> Matrix:
    """The QR code of a text at level M, without its quiet zone."""
    return qr_code(text)
