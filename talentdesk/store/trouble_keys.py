"""What can go wrong with PINs, staff and the organisation's key, each with a sentence that says what to do."""

from __future__ import annotations

from talentdesk.i18n import N_
from talentdesk.store.trouble import DeviceKeyLost, StoreTrouble


class SignInNeeded(StoreTrouble):
    """The store is opened by one of the staff with a PIN, and nobody has signed in."""

    code = "key.sign_in"
    remedy = N_("Somebody has to sign in here with a name and PIN before cases are opened.")


class PassphraseWanted(DeviceKeyLost):
    """This computer keeps no key on purpose: the passphrase is asked for at each start."""

    code = "key.passphrase_wanted"
    remedy = N_("This computer keeps no key of the cases: type the passphrase, or the recovery code, to open them.")


class PinsElsewhere(StoreTrouble):
    """This computer does not have the secret that the PINs go with."""

    code = "key.pins_elsewhere"
    remedy = N_(
        "PINs open these cases on the computer they were set on, and not here. Nothing is lost: open them with the "
        "recovery code or the organisation's key file, then set the PINs for this computer."
    )


class CounterUnknown(PinsElsewhere):
    """This computer was never let in among the centre's counters."""

    code = "key.counter_unknown"
    remedy = N_(
        "This computer does not belong to the centre's counters yet, so no PIN opens anything here. Type the recovery "
        "code, or choose the organisation's key file: from then on everybody signs in here with their PIN."
    )


class WrongPin(StoreTrouble):
    """The PIN does not fit."""

    code = "key.wrong_pin"
    remedy = N_("The name and PIN do not fit. Try again; after five tries there is a pause.")


class PinWaits(StoreTrouble):
    """Too many wrong PINs: the next try has to wait."""

    code = "key.pin_waits"
    remedy = N_("There were too many wrong PINs. Wait until the time has passed, then try again.")

    def __init__(self, seconds: int) -> None:
        super().__init__()
        self.seconds = seconds


class PinBlocked(StoreTrouble):
    """Twenty wrong PINs: this PIN opens nothing any more."""

    code = "key.pin_blocked"
    remedy = N_(
        "This PIN was mistyped twenty times and is blocked. A colleague with the role administrator sets a new one; "
        "otherwise the recovery code or the organisation's key file opens the cases."
    )


class WeakPin(StoreTrouble):
    """A PIN that is guessed first."""

    code = "key.weak_pin"
    remedy = N_(
        "A PIN has at least 6 characters, not all the same and not in a row like 123456. More digits or letters are "
        "better."
    )


class SlotsTooOld(StoreTrouble):
    """The recovery code or the passphrase is from a version that could not give it a new key."""

    code = "key.slots_too_old"
    remedy = N_(
        "The recovery code or the passphrase was made by an older version. Make a new recovery code (talentdesk "
        "recovery) or set the passphrase anew, then ask for the new key again."
    )


class KeyGuardsNothing(StoreTrouble):
    """A key that was asked to be changed protects no answers."""

    code = "key.guards_nothing"
    remedy = N_(
        "On a database server the key protects no answers: the server's accounts do. Ask who looks after the server to "
        "change the password of the account that talentdesk uses."
    )


class KeyChanged(StoreTrouble):
    """A backup from before the store got a new key."""

    code = "key.changed"
    remedy = N_(
        "This backup was made before the cases got a new key, so it cannot take their place. Restore it into an empty "
        "folder (--data FOLDER), and look there for what is missing here."
    )


class RecoveryCodeFirst(StoreTrouble):
    """The way back was not shown to be there."""

    code = "key.recovery_first"
    remedy = N_(
        "From the first PIN on, this computer no longer opens the cases by itself. Make a recovery code, write it "
        "down, and type it here: it is what helps when PINs or this computer are lost."
    )


class LastAdministrator(StoreTrouble):
    """Nobody would be left who may look after keys and staff."""

    code = "staff.last_administrator"
    remedy = N_("This is the last administrator with a PIN. Make somebody else an administrator first.")


class NoSuchColleague(StoreTrouble):
    """Nobody of that name works here."""

    code = "staff.unknown"
    remedy = N_("Nobody of that name works here. Look at the list with talentdesk staff list.")


class NameTaken(StoreTrouble):
    """Two colleagues of one name could not be told apart."""

    code = "staff.name_taken"
    remedy = N_("Somebody of that name works here already, or the name is empty. Add what tells the two apart.")


class NotAllowed(StoreTrouble):
    """The role of who is signed in does not include that."""

    code = "staff.not_allowed"
    remedy = N_("Your role does not include this. Ask a colleague whose role does; nothing was changed.")


class SecondPersonNeeded(StoreTrouble):
    """Two people are needed for that."""

    code = "staff.second_person"
    remedy = N_("Two people are needed for this: a second colleague has to confirm it with a name and PIN.")


class WrongKeyFile(StoreTrouble):
    """The key file is not that of the organisation the store was closed for."""

    code = "key.wrong_file"
    remedy = N_("This file is not the organisation's private key for these cases. Choose the right file.")
