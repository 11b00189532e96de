"""What can go wrong while remembering cases: each mishap has a name, and a sentence that says what to do."""

from __future__ import annotations

import errno
from typing import ClassVar

from talentdesk.i18n import N_


class StoreTrouble(Exception):
    """The store could not do what was asked. Nothing that was acknowledged as saved is lost.

    `code` is stable, for logs and tests. `remedy` is the English message id of one
    or two sentences for the person: what happened and what to do. `passing` says
    that the trouble may end by itself, so that trying again makes sense. Neither
    names a person, an answer or a folder.
    """

    code: ClassVar[str] = "store.failed"
    remedy: ClassVar[str] = N_(
        "The store of cases could not be used. What you typed is kept in this window: save it as a file, "
        "then start talentdesk again."
    )
    passing: ClassVar[bool] = False

    def __init__(self) -> None:
        super().__init__(self.code)


class NotEncrypted(StoreTrouble):
    """The engine or the file would leave answers readable on the disk."""

    code = "store.not_encrypted"
    remedy = N_(
        "Cases can't be kept safely here: the encrypted database engine is missing or too old, or the store is not "
        "encrypted. Nothing was written. Install talentdesk again, or choose another data folder."
    )


class WrongKey(StoreTrouble):
    """The file does not open with the key of this place: another store's key file, or a damaged first page."""

    code = "store.wrong_key"
    remedy = N_(
        "The store of cases does not open with the key that lies beside it. Put back the store and its keyslots.json "
        "from the same backup. Nothing was changed."
    )


class NewerStore(StoreTrouble):
    """The store was written by a later version of talentdesk."""

    code = "store.newer"
    remedy = N_(
        "This store of cases was written by a newer version of talentdesk. Install that version, or choose another "
        "data folder. Nothing was changed."
    )


class OlderStore(StoreTrouble):
    """An earlier version of the program wrote the store, and nobody has opened it since."""

    code = "store.older"
    remedy = N_("An earlier version kept these cases. Open the window once: it brings them up to date, after a copy.")


class StoreLocked(StoreTrouble):
    """Another process is writing and did not finish in time."""

    code = "store.locked"
    remedy = N_(
        "Another program is using the store of cases. What you typed is kept and saved as soon as it is free. "
        "If this lasts, close other windows of talentdesk and backup programs."
    )
    passing = True


class StoreInUse(StoreTrouble):
    """Another process has the store open, which must be closed for what was asked."""

    code = "store.in_use"
    remedy = N_(
        "The store of cases is open in another window. Close talentdesk everywhere on this computer, then try again."
    )


class NoBackup(StoreTrouble):
    """The file is no backup of ours, or not a whole one."""

    code = "store.no_backup"
    remedy = N_("This file is not a whole backup of talentdesk. Choose another one; nothing was changed.")


class OtherStore(StoreTrouble):
    """A backup of one store would replace another one."""

    code = "store.other_store"
    remedy = N_(
        "There is another store of cases in this data folder. Name an empty folder with --data, or move the other "
        "store away first. Nothing was changed."
    )


class NothingToRestore(StoreTrouble):
    """No copy of that name, or none at all."""

    code = "store.nothing_to_restore"
    remedy = N_("There is no such copy of the store. `talentdesk restore --list` tells which copies there are.")


class DiskFull(StoreTrouble):
    """No room is left on the disk, or within the person's quota."""

    code = "store.disk_full"
    remedy = N_(
        "The disk is full. What you typed is kept in this window. Delete files you no longer need or save it as a "
        "file on another disk; saving goes on as soon as there is room."
    )
    passing = True


class DiskFailing(StoreTrouble):
    """The disk answered with an error."""

    code = "store.disk_failing"
    remedy = N_(
        "The disk reports an error. What you typed is kept in this window: save it as a file on another disk, and "
        "have this disk checked."
    )
    passing = True


class ReadOnlyPlace(StoreTrouble):
    """The folder, the file or the disk may not be written."""

    code = "store.read_only"
    remedy = N_(
        "The data folder can't be written. Give yourself permission to write it, unlock the disk, or choose another "
        "data folder. What you typed is kept in this window."
    )
    passing = True


class OnlyReading(ReadOnlyPlace):
    """The store is open, from a disk that can't be written."""

    code = "store.only_reading"
    remedy = N_(
        "The data folder can't be written, so the cases are open for reading alone and nothing typed here is saved. "
        "Unlock the disk or give yourself permission: saving goes on by itself then. Until that, save what you typed "
        "to a file."
    )


class NetworkPlace(StoreTrouble):
    """The folder is on a network share, where a database file gets damaged."""

    code = "store.network_place"
    remedy = N_(
        "The data folder is on a network drive, where a store of cases would get damaged. Choose a folder on this "
        "computer's own disk."
    )


class Damaged(StoreTrouble):
    """A page of the file is not what was written."""

    code = "store.damaged"
    remedy = N_(
        "The store of cases is damaged. Don't delete anything: save what you typed as a file, then restore the last "
        "backup and have this disk checked."
    )


class MigrationFailed(StoreTrouble):
    """The store could not be brought to this version's form; it was left as it was."""

    code = "store.migration_failed"
    remedy = N_(
        "The store of cases could not be brought up to date and was left as it was. Go on with the earlier version of "
        "talentdesk, and report this with the code shown."
    )


class ChangedElsewhere(StoreTrouble):
    """Someone else saved or erased this case after it was opened here."""

    code = "store.changed_elsewhere"
    remedy = N_(
        "This case was changed in another window after you opened it here. What you typed here is kept: open the case "
        "and say for each answer which one holds, or save yours as a file."
    )


class NoSuchCase(StoreTrouble):
    """The case is not, or no longer, in this store."""

    code = "store.no_such_case"
    remedy = N_("This case is no longer in the store. Search for it again, or start a new one.")


class NoSuchPerson(StoreTrouble):
    """The person is not, or no longer, in this store."""

    code = "store.no_such_person"
    remedy = N_("This person is no longer in the store. Search for them again, or begin with a new one.")


class NotMergeable(StoreTrouble):
    """Two ledgers cannot be merged, or not be taken apart, as they stand now: another desk was faster."""

    code = "store.not_mergeable"
    remedy = N_("These two have been merged or taken apart meanwhile. Open the person again and look.")


class KeyslotsLost(StoreTrouble):
    """The store is there, the file with its wrapped keys is not."""

    code = "key.slots_lost"
    remedy = N_(
        "The file keyslots.json is missing beside the store of cases, which can't be opened without it. Put it back "
        "from a backup. Nothing was changed."
    )


class KeyslotsDamaged(StoreTrouble):
    """The file with the wrapped keys is not as talentdesk wrote it."""

    code = "key.slots_damaged"
    remedy = N_(
        "The file keyslots.json was changed or damaged and is not trusted. Put it back from a backup. "
        "Nothing was changed."
    )


class DeviceKeyLost(StoreTrouble):
    """This device's secret is gone from where it was kept, or belongs to another device."""

    code = "key.device_lost"
    remedy = N_(
        "This computer no longer knows the key of the store of cases. Nothing is lost: open it with the recovery code "
        "or the passphrase, or restore this computer's keyring."
    )


class KeyringLocked(StoreTrouble):
    """The system's keyring is there, but does not answer now."""

    code = "key.keyring_locked"
    remedy = N_("The system's keyring is locked or not running. Unlock it, then try again. Nothing was changed.")
    passing = True


class KeyBesideData(StoreTrouble):
    """The device key would lie in the data folder, where whoever copies the data gets the key."""

    code = "key.beside_data"
    remedy = N_(
        "The data folder is where this computer's key is kept; together they protect nothing. Choose another data "
        "folder."
    )


class KeyInMemory(StoreTrouble):
    """A store that ends with this process has no other ways to be opened."""

    code = "key.in_memory"
    remedy = N_("These cases are thrown away when the window is closed. They need no recovery code.")


class WrongSecret(StoreTrouble):
    """The recovery code or passphrase opens no slot."""

    code = "key.wrong_secret"
    remedy = N_("The recovery code or passphrase does not fit. Check each letter and digit, then try again.")


class WeakPassphrase(StoreTrouble):
    """A passphrase of fewer characters than are accepted."""

    code = "key.weak_passphrase"
    remedy = N_("The passphrase is too short. Choose at least 8 characters; several words are better.")


class ServerGone(StoreTrouble):
    """The database server does not answer, or broke off."""

    code = "store.server_gone"
    remedy = N_(
        "The database server does not answer. What you typed is kept in this window and saved as soon as the server is "
        "back. If this lasts, check the network and tell who looks after the server."
    )
    passing = True


class ServerDiskFull(StoreTrouble):
    """The server's disk has no room left."""

    code = "store.server_disk_full"
    remedy = N_(
        "The database server's disk is full. What you typed is kept in this window and saved as soon as there is room. "
        "Tell who looks after the server."
    )
    passing = True


class ServerRefuses(StoreTrouble):
    """The account may not do this there, or the database is not there or takes no changes."""

    code = "store.server_refuses"
    remedy = N_(
        "The database server does not let this account work with the cases. Ask who looks after the server to check "
        "the name of the database and the account's rights. What you typed is kept in this window."
    )


class WrongPassword(StoreTrouble):
    """The server does not accept the account or its password."""

    code = "store.wrong_password"
    remedy = N_(
        "The database server does not accept the account or its password. Correct the address in the settings, or the "
        "password file of this account, then start talentdesk again."
    )


class TlsRefused(StoreTrouble):
    """No encrypted connection to a server whose name is proven."""

    code = "store.tls_refused"
    remedy = N_(
        "The database server could not prove who it is, or offers no encryption, so nothing was sent. Ask who looks "
        "after it for its root certificate, and name that file in the address with sslrootcert=."
    )


class BadAddress(StoreTrouble):
    """The address of the database server can't be used."""

    code = "store.bad_address"
    remedy = N_(
        "The address of the database server can't be used. Write it as "
        "postgresql+psycopg://account@server/database and try again."
    )


class DriverMissing(StoreTrouble):
    """The program was installed without the way to a database server."""

    code = "store.driver_missing"
    remedy = N_(
        "The part that speaks to database servers is not installed. Install talentdesk again with its dependencies."
    )


class ServersDuty(StoreTrouble):
    """Copies of a server's store are made on the server."""

    code = "store.servers_duty"
    remedy = N_(
        "These cases are kept on a database server, which makes its own copies. Ask who looks after it, or copy the "
        "cases into a folder with talentdesk move-to."
    )


class TargetNotEmpty(StoreTrouble):
    """Cases would be moved to where there are cases already."""

    code = "store.target_not_empty"
    remedy = N_("There are cases in the other store already. Name an empty folder or database; nothing was changed.")


class MovedWrongly(StoreTrouble):
    """What the other store holds is not what was copied."""

    code = "store.moved_wrongly"
    remedy = N_(
        "The copy in the other store is not what is kept here, and was taken back. Nothing was changed; have the disks "
        "checked, then try again."
    )


_BUSY, _LOCKED, _READONLY, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _NOTADB = 5, 6, 8, 10, 11, 13, 14, 26
_IOERR_SHMSIZE = 10 | 19 << 8  # the write-ahead index could not grow: the disk is full

_BY_ENGINE_CODE: dict[int, type[StoreTrouble]] = {
    _BUSY: StoreLocked,
    _LOCKED: StoreLocked,
    _READONLY: ReadOnlyPlace,
    _IOERR: DiskFailing,
    _IOERR_SHMSIZE: DiskFull,
    _CORRUPT: Damaged,
    _FULL: DiskFull,
    _CANTOPEN: ReadOnlyPlace,
    _NOTADB: WrongKey,
}
_BY_ERRNO: dict[int, type[StoreTrouble]] = {
    errno.ENOSPC: DiskFull,
    errno.EDQUOT: DiskFull,
    errno.EACCES: ReadOnlyPlace,
    errno.EPERM: ReadOnlyPlace,
    errno.EROFS: ReadOnlyPlace,
    errno.ENOTDIR: ReadOnlyPlace,
    errno.EIO: DiskFailing,
}


def trouble_from(error: BaseException) -> StoreTrouble:
    """The named trouble behind an error of the driver, of SQLAlchemy (which wraps the driver's) or of the system."""
    if isinstance(error, StoreTrouble):
        return error
    if isinstance(error, OSError):
        return _BY_ERRNO.get(error.errno or 0, DiskFailing)()
    driver_error = getattr(error, "orig", None) or error
    return _by_engine_code(int(getattr(driver_error, "sqlite_errorcode", 0)))


def _by_engine_code(code: int) -> StoreTrouble:
    """The extended code decides where it is known, else its primary part."""
    return _BY_ENGINE_CODE.get(code, _BY_ENGINE_CODE.get(code & 0xFF, StoreTrouble))()
