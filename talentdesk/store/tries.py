"""How many wrong PINs there were: after five each next one waits, after twenty none is tried any more.

The count is written down before a PIN is tried, so that whoever ends the program in between gains nothing. It lies in
the data folder and, the same again, in the keyring (where there is none: in the settings folder); the higher one
counts. Who puts back an older data folder, or deletes the file, gains nothing and is noticed. Who can put back both
places gets new tries, unnoticed: against that no count helps which lies on the same machine, only a long PIN.

Where the data folder can't be written the place outside counts alone, and says from which number on.
"""

from __future__ import annotations

import contextlib
import hmac
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from talentdesk.store.place import alone, exists_unwritable, write_private
from talentdesk.store.trouble import StoreTrouble, trouble_from
from talentdesk.store.trouble_keys import PinBlocked, PinWaits

TRIES = "tries.json"
FREE = 5
MOST = 20
_PAUSES = (30, 60, 300)
_LONGEST = 900
_LARGEST = 1 << 14


def pause_after(wrong: int) -> int:
    """Seconds to wait after that many wrong PINs in a row."""
    if wrong < FREE:
        return 0
    return _PAUSES[wrong - FREE] if wrong - FREE < len(_PAUSES) else _LONGEST


@dataclass(frozen=True, slots=True)
class Count:
    """Wrong PINs of one person in a row, and when the last one was (seconds since 1970)."""

    wrong: int = 0
    last: int = 0


def seconds_left(count: Count, now: int) -> int:
    """Seconds until the next try may be made. Raises PinBlocked."""
    if count.wrong >= MOST:
        raise PinBlocked
    whole = pause_after(count.wrong)
    return min(whole, max(0, count.last + whole - now))


@dataclass(frozen=True, slots=True)
class Tally:
    """All counts. `number` grows with each writing, so that the older of two is known."""

    number: int = 0
    counts: Mapping[str, Count] = field(default_factory=dict)
    put_back: bool = False
    """One of the two places held an older count, or none; until somebody was told."""
    apart: int = 0
    """The number of the count that the data folder held when it could not be written any more; 0 while it can."""


class Tries:
    """The counts of one store. `key` comes from this computer's secret; `keep` and `kept` are the place outside, and
    `aside` is a folder of this computer's own, where one waits for the other while the data folder can't be written."""

    def __init__(
        self,
        place: Path,
        key: bytes,
        keep: Callable[[str], bool],
        kept: Callable[[], str],
        now: Callable[[], datetime],
        aside: Path,
    ) -> None:
        self._place, self._key, self._keep, self._kept, self._now = place, key, keep, kept, now
        self._aside = aside

    def begin(self) -> None:
        """Make the counts, with the first PIN."""
        self._write(Tally(1))

    def seconds(self, owner: str) -> int:
        """How long this person has to wait before the next try. Raises PinBlocked."""
        return self._pause(self._read().counts.get(owner, Count()))

    def try_one(self, owner: str) -> None:
        """Count a try before it is made. Raises PinWaits or PinBlocked, and counts nothing then."""
        with self._alone():
            tally = self._read()
            count = tally.counts.get(owner, Count())
            seconds = self._pause(count)
            if seconds:
                if count.last > self._second():  # the clock was set back: the pause begins anew, and is no longer
                    self._write(self._with(tally, owner, replace(count, last=self._second())))
                raise PinWaits(seconds)
            self._write(self._with(tally, owner, Count(count.wrong + 1, self._second())))

    def forget(self, owner: str) -> tuple[int, bool]:
        """The PIN was right, or is a new one. How many tries there had been, and whether an older count had been put
        back since somebody was told."""
        with self._alone():
            tally = self._read()
            self._write(replace(self._with(tally, owner, Count()), put_back=False))
        return tally.counts.get(owner, Count()).wrong, tally.put_back

    def _pause(self, count: Count) -> int:
        return seconds_left(count, self._second())

    def _second(self) -> int:
        return int(self._now().timestamp())

    def _with(self, tally: Tally, owner: str, count: Count) -> Tally:
        counts = {**tally.counts, owner: count}
        return replace(tally, counts={name: each for name, each in counts.items() if each.wrong})

    # ---- the two places

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        if exists_unwritable(self._place):
            try:
                self._aside.mkdir(mode=0o700, parents=True, exist_ok=True)
            except OSError as error:
                raise trouble_from(error) from error
            with alone(self._aside):
                yield
            return
        with alone(self._place):
            yield

    def _read(self) -> Tally:
        here, outside = self._parse(self._file_text()), self._parse(self._kept())
        found = [tally for tally in (here, outside) if tally is not None]
        if not found:
            return Tally(put_back=True)
        newest = max(found, key=lambda tally: tally.number)
        same = here is not None and outside is not None and here.number in (outside.number, outside.apart)
        return replace(newest, put_back=newest.put_back or not same)

    def _write(self, tally: Tally) -> None:
        """Both places, the one outside first: where the power fails in between, the higher count is there."""
        locked = exists_unwritable(self._place)
        apart = (tally.apart or tally.number) if locked else 0
        text = self._text(replace(tally, number=tally.number + 1, apart=apart))
        if not self._keep(text):
            raise StoreTrouble
        if not locked:
            write_private(self._place / TRIES, text.encode())

    def _file_text(self) -> str:
        with contextlib.suppress(OSError), (self._place / TRIES).open("rb") as stream:
            return stream.read(_LARGEST).decode("ascii", "replace")
        return ""

    def _text(self, tally: Tally) -> str:
        counts = {owner: [count.wrong, count.last] for owner, count in sorted(tally.counts.items())}
        apart = [tally.apart] if tally.apart else []
        body = json.dumps([tally.number, counts, tally.put_back, *apart], separators=(",", ":"))
        return f"{self._mac(body)} {body}"

    def _parse(self, text: str) -> Tally | None:
        mac, _, body = text.partition(" ")
        if not hmac.compare_digest(mac.encode(), self._mac(body).encode()):
            return None
        number, counts, *told = json.loads(body)
        return Tally(number, {owner: Count(*count) for owner, count in counts.items()}, *told)

    def _mac(self, body: str) -> str:
        return hmac.new(self._key, body.encode(), sha256).hexdigest()
