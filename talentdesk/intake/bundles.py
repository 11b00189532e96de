"""What a bundle holds, on its way between two processes."""

from __future__ import annotations

from collections.abc import Mapping

from talentdesk.core.bundle import BundleDamaged, NewerBundle, Packed, unpack
from talentdesk.intake.found import IntakeTrouble, Trouble


def look_into(raw: bytes) -> dict[str, object]:
    """The members of the archive, as JSON. Raises IntakeTrouble."""
    try:
        packed = unpack(raw)
    except BundleDamaged:
        raise IntakeTrouble(Trouble.DAMAGED) from None
    except NewerBundle:
        raise IntakeTrouble(Trouble.NEWER) from None
    return {
        "manifest": packed.manifest,
        "signature": packed.signature.hex(),
        "draft": packed.draft,
        "attachments": packed.attachments,
    }


def packed_from(data: Mapping[str, object]) -> Packed:
    """The other end of `look_into`. Raises ValueError, since the process at that end has read a stranger's file."""
    manifest, signature, draft, attachments = (data.get(name) for name in _MEMBERS)
    if not (isinstance(manifest, str) and isinstance(signature, str) and isinstance(draft, str)):
        raise ValueError("members")
    if not isinstance(attachments, list):
        raise ValueError("attachments")
    return Packed(manifest, bytes.fromhex(signature), draft, tuple(map(str, attachments)))


_MEMBERS = ("manifest", "signature", "draft", "attachments")
