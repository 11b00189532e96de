"""The row above the keys: what is being typed, and what it may become, page by page."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from talentdesk.desktop import theme
from talentdesk.desktop.keyboard.composer import Offer
from talentdesk.desktop.keyboard.keycap import Caption, Ground, KeyCap
from talentdesk.desktop.keyboard.layouts import Job, Key
from talentdesk.desktop.words import Span, Words


class Strip(QWidget):
    """Typed letters at the left, offers in the middle, pages at the right. `clear` leaves no text behind."""

    def __init__(
        self,
        pressed: Callable[[KeyCap], None],
        caption_of: Callable[[Key], Caption],
        refilling: Callable[[], None],
        parent: QWidget | None = None,
    ) -> None:
        """`refilling` is called before keys go away."""
        super().__init__(parent)
        self._pressed = pressed
        self._refilling = refilling
        self._offers: Sequence[Offer] = ()
        self._language = "en"
        self._starts = [0]
        self._end = 0
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self.typed = Words(wrap=False)
        self._middle = QWidget(self)
        self._row = QHBoxLayout(self._middle)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addStretch(1)
        self._middle.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.fewer, self.more = (self._turner(job, caption_of) for job in (Job.FEWER, Job.MORE))
        self._turners = (self.fewer, self.more)
        self.caps: list[KeyCap] = []
        """The keys of this page."""
        self._pool: list[KeyCap] = []
        self._layout.addWidget(self.typed, 0, Qt.AlignmentFlag.AlignVCenter)
        self._layout.addWidget(self._middle, 1)
        self._layout.addWidget(self.fewer)
        self._layout.addWidget(self.more)
        gap = theme.current().pick(4, 8)
        self._layout.setSpacing(gap)
        self._row.setSpacing(gap)

    def show_typed(self, text: str, keys: str, language: str, *, sentence: bool = False) -> None:
        """Show what is being typed, with the keys pressed for it below; a sentence is set as words are."""
        kiosk = theme.current().kiosk
        style = "small" if sentence else ("key" if kiosk else "input")
        small = "key_second" if kiosk else "key_hint"
        first = (Span(text, style, language, "muted" if sentence else "accent"),)
        self.typed.show_words(*((first, (Span(keys, small, "en", "muted"),)) if keys else (first,) if text else ()))
        self.typed.setVisible(bool(text))
        self.typed.setAccessibleName(f"{text} {keys}".strip())

    def show_offers(self, offers: Sequence[Offer], language: str) -> None:
        """Offer these, from the first page."""
        self._offers, self._language, self._starts = offers, language, [0]
        self._fill()

    def turn(self, by: int) -> None:
        """Go a page on (1) or back (-1)."""
        if by > 0 and self._end < len(self._offers):
            self._starts.append(self._end)
        elif by < 0 and len(self._starts) > 1:
            self._starts.pop()
        self._fill()

    def offer_of(self, cap: KeyCap) -> Offer:
        """What a key of the page offers."""
        return self._offers[self._starts[-1] + self.caps.index(cap)]

    def first(self) -> Offer | None:
        """The first offer of this page."""
        return self._offers[self._starts[-1]] if self._offers else None

    def clear(self) -> None:
        """Forget all text."""
        self.show_typed("", "", "en")
        self.show_offers((), "en")

    def buttons(self) -> list[KeyCap]:
        """The keys that can be pressed now."""
        return [cap for cap in (*self.caps, self.fewer, self.more) if not cap.isHidden() and cap.isEnabled()]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width has room for another number."""
        super().resizeEvent(event)
        self._starts = [0]
        self._fill()

    def _turner(self, job: Job, caption_of: Callable[[Key], Caption]) -> KeyCap:
        cap = KeyCap(Key(job), self)
        cap.show_caption(caption_of(cap.key))
        cap.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        cap.clicked.connect(lambda: self._pressed(cap))
        return cap

    def _fill(self) -> None:
        start = self._starts[-1]
        room = self._room()
        count = 0
        for offer in self._offers[start:]:
            cap = self._cap(count)
            cap.show_caption(self._caption(offer, first=count == 0 and start == 0))
            room -= cap.sizeHint().width() + self._row.spacing()
            if count and room < -self._row.spacing():
                break
            count += 1
        self._end = start + count
        several = len(self._offers) > count or start > 0
        possible = (start > 0, self._end < len(self._offers))
        going = [*self._pool[count:], *(turner for turner, yes in zip(self._turners, possible, strict=True) if not yes)]
        if any(cap.hasFocus() for cap in going):
            self._refilling()
        for cap in self._pool[count:]:
            # What was offered is not to be found in a key that nobody sees.
            cap.show_caption(Caption())
            cap.hide()
        self.caps = self._pool[:count]
        for cap in self.caps:
            cap.show()
        for turner, yes in zip(self._turners, possible, strict=True):
            turner.setVisible(several)
            turner.setEnabled(yes)

    def _room(self) -> int:
        gap = self._layout.spacing()
        typed = 0 if self.typed.isHidden() else self.typed.sizeHint().width() + gap
        return self.width() - typed - 2 * (self.more.sizeHint().width() + gap)

    def _cap(self, place: int) -> KeyCap:
        if place == len(self._pool):
            cap = KeyCap(Key(Job.CHOOSE), self._middle)
            cap.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
            cap.clicked.connect(lambda: self._pressed(cap))
            self._row.insertWidget(self._row.count() - 1, cap)
            self._pool.append(cap)
        return self._pool[place]

    def _caption(self, offer: Offer, *, first: bool) -> Caption:
        """The first offer, which the space key takes, is marked while something is being typed."""
        marked = first and not self.typed.isHidden()
        return Caption(
            offer.text,
            offer.note,
            said=offer.text,
            language=self._language,
            second_language=self._language,
            ground=Ground.CHOSEN if marked else Ground.LETTER,
        )
