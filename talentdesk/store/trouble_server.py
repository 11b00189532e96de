"""The named trouble behind an error of a PostgreSQL server, by its SQLSTATE (Appendix A of PostgreSQL's manual)."""

from __future__ import annotations

from talentdesk.store.trouble import (
    Damaged,
    ServerDiskFull,
    ServerGone,
    ServerRefuses,
    StoreLocked,
    StoreTrouble,
    TlsRefused,
    WrongPassword,
    trouble_from,
)

_BY_STATE: dict[str, type[StoreTrouble]] = {
    "25006": ServerRefuses,  # read-only: a standby, or the database is set so
    "28000": WrongPassword,
    "28P01": WrongPassword,
    "3D000": ServerRefuses,  # no such database
    "40001": StoreLocked,
    "40P01": StoreLocked,
    "42501": ServerRefuses,
    "23505": StoreLocked,  # two made the same row at once; who tries again finds the other's
    "53100": ServerDiskFull,
    "55P03": StoreLocked,
    "57014": StoreLocked,
}
_BY_CLASS: dict[str, type[StoreTrouble]] = {"08": ServerGone, "53": ServerGone, "57": ServerGone, "XX": Damaged}

# A refused connection has no SQLSTATE. libpq's own words are English; a server may speak otherwise, and what is not
# understood counts as a server that does not answer.
_TLS = ("SSL", "certificate", "TLS")
_PASSWORD = ("password authentication failed", "no password supplied", "authentication failed for user")
_REFUSED = ("does not exist", "no pg_hba.conf entry", "permission denied for database", "is not permitted to log in")


def trouble_from_server(error: BaseException) -> StoreTrouble:
    """The named trouble behind an error of the driver; what is none of the driver's is named as elsewhere."""
    state = getattr(error, "sqlstate", None)
    if isinstance(state, str):
        return _BY_STATE.get(state, _BY_CLASS.get(state[:2], StoreTrouble))()
    if type(error).__name__ in {"OperationalError", "ConnectionTimeout", "InterfaceError"}:
        return _by_words(error)
    return trouble_from(error)


def _by_words(error: BaseException) -> StoreTrouble:
    said = str(error)
    if any(word in said for word in _PASSWORD):
        return WrongPassword()
    if "root certificate" in said or ("pg_hba" not in said and any(word in said for word in _TLS) and _is_tls(said)):
        return TlsRefused()
    if "FATAL" in said and any(word in said for word in _REFUSED):
        return ServerRefuses()
    return ServerGone()


def _is_tls(said: str) -> bool:
    """A connection that breaks tells of its TLS, too: `SSL connection has been closed unexpectedly`."""
    return any(word in said for word in ("does not support", "certificate", "SSL error", "does not match"))
