"""Who notes what in the chain of acts from this process, and where its end is written down outside the store."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from talentdesk.store import audit
from talentdesk.store.audit import Action, Actor, Anchor, Verdict
from talentdesk.store.vault import Vault

_CLOCK_PATIENCE = timedelta(minutes=5)


class Chronicle:
    """The chain of one store, as this process writes it."""

    def __init__(self, vault: Vault, actor: Actor, anchors: Path | None, now: Callable[[], datetime]) -> None:
        self._key = audit.audit_key(vault.signing)
        self.mode = actor.name
        self._actor = Actor(actor.name, audit.pseudonym(self._key, actor.machine), actor.program)
        self._file = anchors / f"{vault.store_id}.txt" if anchors and vault.store_id else None
        self._now = now
        self._pending: Anchor | None = None
        self._overtaken = False

    @property
    def actor(self) -> str:
        """Who acts: a role, or the id of who is signed in."""
        return self._actor.name

    def act_as(self, name: str) -> None:
        """From now on this one acts."""
        self._actor = replace(self._actor, name=name)

    def look_back(self, session: Session) -> None:
        """Whether the chain still leads past the anchor kept outside. Where it does not, that anchor stays as the
        proof, until a restore is noted."""
        kept = self._kept()
        self._overtaken = kept is not None and audit.mac_at(session, kept.seq) != kept.mac

    def forget_anchor(self) -> None:
        """After a restore that was asked for: the chain begins anew from the copy."""
        if self._file is not None:
            self._file.unlink(missing_ok=True)
        self._overtaken = False

    def note(self, session: Session, action: Action, id: str = "", result: str = "ok") -> None:
        """Add an act within the session's transaction; a clock that was set back is noted before it."""
        now = self._now()
        last = audit.last_moment(session)
        if last and last - now > _CLOCK_PATIENCE:
            audit.note(session, self._key, now, self._actor, Action.CLOCK, result="back")
        subject = audit.pseudonym(self._key, id)
        self._pending = audit.note(session, self._key, now, self._actor, action, subject, result)

    def drop_anchor(self) -> None:
        """Write the chain's end down outside. Where that can't be done the older one stays, which still holds."""
        pending, self._pending = self._pending, None
        if pending is None or self._file is None or self._overtaken:
            return
        with contextlib.suppress(OSError):
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            half = self._file.with_suffix(".tmp")
            half.write_text(f"{pending}\n", "ascii")
            half.replace(self._file)

    def verify(self, session: Session, anchors: Iterable[Anchor] = ()) -> Verdict:
        """Follow the chain past the anchor kept outside and those given."""
        own = self._kept()
        return audit.verify(audit.entries(session), self._key, [*anchors, *([own] if own else [])])

    def _kept(self) -> Anchor | None:
        if self._file is None or not self._file.exists():
            return None
        return audit.parse_anchor(self._file.read_text("ascii", "replace"))
