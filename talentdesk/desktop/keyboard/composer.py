"""What has been typed towards a Chinese character and not been chosen yet."""

from __future__ import annotations

from dataclasses import dataclass

from talentdesk.core.inputmethods import (
    Method,
    Radical,
    Refusal,
    Tables,
    at_code_point,
    candidates,
    radicals,
    with_radical,
)
from talentdesk.core.inputmethods.lookup import LONGEST
from talentdesk.core.inputmethods.strokes import MOST_RADICAL_STROKES
from talentdesk.desktop.keyboard import layouts
from talentdesk.paper.fonts import missing

_LONGEST_CODE = {Method.CANGJIE: 5, Method.QUICK: 2, Method.CODE_POINT: 6}


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that may be chosen."""

    text: str
    note: str = ""
    """Small beside it: what a whole code would still need, or a code point."""
    used: int = 0
    radical: Radical | None = None


class Composer:
    """Takes letters, offers characters, gives what was chosen. `clear` forgets everything."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self.method: Method | None = None
        self.script = "zh-Hans"
        self.typed = ""
        self.radical: Radical | None = None
        self.offers: tuple[Offer, ...] = ()
        self.refusal: Refusal | None = None

    @property
    def is_busy(self) -> bool:
        """Whether something is begun."""
        return bool(self.typed) or self.radical is not None

    def begin(self, method: Method | None, script: str) -> None:
        """Compose with `method` from now on."""
        self.clear()
        self.method, self.script = method, script

    def type(self, key: str, surname: bool = False) -> None:
        """Take one more letter, digit or number of strokes."""
        if self.method is Method.STROKES:
            self.typed = key
        elif len(self.typed) < _LONGEST_CODE.get(self.method or Method.PINYIN, LONGEST):
            self.typed += key if self.method is Method.CODE_POINT else key.lower()
        self._look(surname)

    def delete(self, surname: bool = False) -> None:
        """Take the last step back."""
        if self.method is Method.STROKES:
            if self.typed:
                self.typed = ""
            else:
                self.radical = None
        else:
            self.typed = self.typed[:-1]
        self._look(surname)

    def choose(self, offer: Offer) -> str:
        """The text to be written; empty where a radical was chosen, whose characters are offered next."""
        if offer.radical is not None:
            self.radical, self.typed = offer.radical, ""
            self._look(False)
            return ""
        if self.method is Method.STROKES:
            self.clear()
        else:
            self.typed = self.typed[offer.used :]
            self._look(False)
        return offer.text

    def clear(self) -> None:
        """Forget what was typed."""
        self.typed, self.radical, self.offers, self.refusal = "", None, (), None

    def fits(self, key: str) -> bool:
        """Whether a number of strokes leads anywhere now."""
        if self.method is not Method.STROKES:
            return True
        number = int(key)
        if self.radical is None:
            return 0 < number <= MOST_RADICAL_STROKES
        return number in self._tables.strokes.get(self.radical.number, {})

    def shown(self) -> str:
        """What was typed, as it is read: roots, letters, `言 + 5`, `U+282E2`."""
        if self.method in (Method.CANGJIE, Method.QUICK):
            return "".join(map(layouts.root, self.typed))
        if self.method is Method.STROKES:
            return f"{self.radical.writing} + {self.typed}".rstrip() if self.radical else self.typed
        if self.method is Method.CODE_POINT:
            return f"U+{self.typed}" if self.typed else ""
        return self.typed

    def keys(self) -> str:
        """The letters behind the roots."""
        return self.typed.upper() if self.method in (Method.CANGJIE, Method.QUICK) else ""

    def _look(self, surname: bool) -> None:
        self.refusal = None
        if self.method is Method.STROKES:
            self.offers = tuple(self._by_strokes())
        elif self.method is Method.CODE_POINT:
            self.offers = tuple(self._by_code_point())
        elif self.method is not None:
            found = candidates(self._tables, self.method, self.typed, script=self.script, surname=surname)
            self.offers = tuple(Offer(each.text, self._rest(each.rest), each.used) for each in found)

    def _rest(self, letters: str) -> str:
        return "".join(map(layouts.root, letters))

    def _by_strokes(self) -> list[Offer]:
        if self.radical is not None:
            strokes = int(self.typed) if self.typed else None
            return [Offer(each) for each in with_radical(self._tables, self.radical.number, strokes, self.script)]
        if not self.typed:
            return []
        return [Offer(each.writing, str(each.number), radical=each) for each in radicals(self._tables, int(self.typed))]

    def _by_code_point(self) -> list[Offer]:
        found = at_code_point(self.typed, lambda character: not missing(character))
        if isinstance(found, Refusal):
            self.refusal = found
            return []
        return [Offer(found, used=len(self.typed))]
