"""What may be typed after `talentdesk`, with help and refusals in the person's language."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

from talentdesk import __version__
from talentdesk.cli.mishaps import UsageError
from talentdesk.cli.output import write
from talentdesk.core.words import N_, nearest
from talentdesk.i18n import LANGUAGES, language_of, say, system_language

if TYPE_CHECKING:
    from datetime import date


class Chosen(argparse.Namespace):
    """What was typed, read. Which attributes are there depends on the command."""

    command: Callable[[Chosen], int]
    language: str
    language_said: bool
    json: bool

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...


@dataclass(frozen=True, slots=True)
class Option:
    """One argument of a command."""

    names: tuple[str, ...]
    help: str
    metavar: str | None = None
    read: Callable[[str], object] | None = None
    default: object = None
    many: bool = False
    optional: bool = False
    needed: bool = False
    flag: bool = False


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its name, what it does, what it takes, and where its code is, imported only when it is called."""

    name: str
    help: str
    module: str
    options: tuple[Option, ...]


def day(text: str) -> date:
    """A date as typed. Raises UsageError."""
    from datetime import date

    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise UsageError(N_("“{text}” is not a day"), N_("write year, month and day, as in 2026-11-22"), text=text[:40])


def language(text: str) -> str:
    """A language of the program by its tag. Raises UsageError."""
    found = language_of(text)
    if found:
        return found
    known = ", ".join(LANGUAGES)
    raise UsageError(
        N_("“{text}” is not a language of this program"), N_("use one of: {known}"), text=text[:40], known=known
    )


def languages(text: str) -> tuple[str, str]:
    """The two languages of a paper, separated by a comma; one alone stands beside Chinese. Raises UsageError."""
    found = tuple(dict.fromkeys(language(part.strip()) for part in text.split(",") if part.strip()))
    if len(found) == 2:
        return found[0], found[1]
    if len(found) == 1:
        return ("zh-Hans", "en") if found[0] == "zh-Hans" else ("zh-Hans", found[0])
    raise UsageError(N_("a paper has two languages"), N_("write for example: --languages zh-Hans,en"))


def one_of(*choices: str) -> Callable[[str], str]:
    """A reader for one of a few words."""

    def read(text: str) -> str:
        if text in choices:
            return text
        near, known = nearest(text, choices), ", ".join(choices)
        remedy = N_("did you mean {near}?") if near else N_("use one of: {known}")
        raise UsageError(N_("“{text}” cannot be chosen here"), remedy, text=text[:40], near=near, known=known)

    return read


def processes(text: str) -> int:
    """How many processes work at once. Raises UsageError."""
    if re.fullmatch(r"[0-9]{1,2}", text) and 1 <= int(text) <= 32:
        return int(text)
    raise UsageError(N_("“{text}” is no number of processes"), N_("write a number from 1 to 32"), text=text[:40])


def papers(text: str) -> tuple[str, ...]:
    """Papers separated by commas, each once. Raises UsageError."""
    found = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    if found:
        return found
    raise UsageError(N_("no paper is named"), N_("write the papers with commas between, or leave the option out"))


def offset(text: str) -> tuple[float, float]:
    """Millimetres to the right and down, separated by a comma. Raises UsageError."""
    from talentdesk.core.calibration import MOST_MM

    found = re.fullmatch(r"\s*([+-]?\d+(?:\.\d+)?)\s*[,;]\s*([+-]?\d+(?:\.\d+)?)\s*", text)
    if found and all(abs(float(each)) <= MOST_MM for each in found.groups()):
        return float(found[1]), float(found[2])
    raise UsageError(
        N_("“{text}” is no offset"),
        N_("write millimetres to the right and down, at most {most}, as in 1.5,-0.8"),
        text=text[:40],
        most=f"{MOST_MM:g}",
    )


def scale(text: str) -> float:
    """A factor near one. Raises UsageError."""
    from talentdesk.core.calibration import SCALES

    if re.fullmatch(r"\d+(\.\d+)?", text) and SCALES[0] <= float(text) <= SCALES[1]:
        return float(text)
    least, most = (f"{each:g}" for each in SCALES)
    raise UsageError(
        N_("“{text}” is no scale"), N_("write a number from {least} to {most}"), text=text[:40], least=least, most=most
    )


_LANGUAGE = Option(("--language",), N_("language of the sentences: zh-Hans, zh-Hant-HK, en or pt"), "L", language)
_AS_OF = Option(("--as-of",), N_("the case's date, as in 2026-11-22; today if not given"), "D", day)
_JSON = Option(("--json",), N_("one JSON document instead of text"), flag=True)
_PROCEDURE = Option(("procedure",), N_("id of the procedure; see: talentdesk list"), "PROCEDURE")
_ANSWERS = Option(("--answers",), N_("file of answers, TOML or JSON"), "F")
_FORMS = Option(("--forms",), N_("work with this forms room instead of the shipped one"), "FOLDER")
_OFFSET = Option(("--offset",), N_("move the answers by so many millimetres to the right and down"), "X,Y", offset)
_PRINTER = Option(("--printer",), N_("the printer that was calibrated"), "NAME")
_TRAY = Option(("--tray",), N_("its tray"), "NAME")

_DATA = Option(("--data",), N_("where cases are kept: a folder or a database URL"), "PLACE")
_KEY = Option(("--key",), N_("the office's key file, for what is closed for its key"), "FILE")

COMMANDS: tuple[Command, ...] = (
    Command(
        "open",
        N_("open the window"),
        "window",
        (
            Option(("--mode",), N_("counter, kiosk or personal"), "M", one_of("counter", "kiosk", "personal")),
            _DATA,
            Option(("--demo",), N_("show sample people in a store that is thrown away"), flag=True),
            Option(("--watch",), N_("work with this forms room, and read it again when a file is saved"), "FOLDER"),
            _LANGUAGE,
        ),
    ),
    Command("list", N_("list the procedures in force"), "procedures", (_AS_OF, _FORMS, _JSON, _LANGUAGE)),
    Command(
        "diff",
        N_("what is different between two days: editions, rules, papers, amounts"),
        "changes",
        (
            Option(("first",), N_("the first day, as in 2026-11-22"), "D1", day),
            Option(("second",), N_("the second day"), "D2", day),
            Option(("--data",), N_("also tell which cases kept in this folder come out differently"), "PLACE"),
            _JSON,
            _LANGUAGE,
        ),
    ),
    Command(
        "check",
        N_("check the form files and translations; one line for each fault"),
        "upkeep",
        (
            Option(
                ("paths",), N_("forms room to check, or files of it; the shipped one if not given"), "PATH", many=True
            ),
            Option(
                ("--mutations",),
                N_("change each operator of each rule, one at a time: tell what no case in cases.toml notices"),
                flag=True,
            ),
            Option(("--publish",), N_("if nothing is wrong, freeze the editions that are new"), flag=True),
            _JSON,
            _LANGUAGE,
        ),
    ),
    Command(
        "triage",
        N_("tell which procedures fit a person, and why"),
        "sorting",
        (Option(("--answers",), _ANSWERS.help, "F", needed=True), _AS_OF, _FORMS, _JSON, _LANGUAGE),
    ),
    Command(
        "evaluate",
        N_("tell what follows from the answers: problems, rules, documents, deadlines"),
        "procedures",
        (_PROCEDURE, Option(("--answers",), _ANSWERS.help, "F", needed=True), _AS_OF, _FORMS, _JSON, _LANGUAGE),
    ),
    Command(
        "deadlines",
        N_("tell the last days of a case, and save them for a calendar"),
        "lastdays",
        (
            _PROCEDURE,
            Option(("--answers",), _ANSWERS.help, "F", needed=True),
            Option(("--out",), N_("the iCalendar file to write, without names or numbers"), "F.ics"),
            _AS_OF,
            _FORMS,
            _JSON,
            _LANGUAGE,
        ),
    ),
    Command(
        "consistency",
        N_("tell what does not fit in several forms of one person: names, numbers, dates, gaps"),
        "agreeing",
        (
            Option(("files",), N_("files of answers, as FILE or PROCEDURE=FILE; two or more"), "FILE", many=True),
            _AS_OF,
            _JSON,
            _LANGUAGE,
        ),
    ),
    Command(
        "render",
        N_("write a paper as PDF"),
        "procedures",
        (
            _PROCEDURE,
            _ANSWERS,
            Option(("--out",), N_("the PDF to write"), "P.pdf", needed=True),
            Option(("--paper",), N_("which paper; the form itself if not given"), "ID"),
            Option(
                ("--languages",), N_("languages of the paper, as in zh-Hans,en"), "L,L", languages, ("zh-Hans", "en")
            ),
            Option(("--blank",), N_("leave every box empty"), flag=True),
            Option(("--fillable",), N_("with fields to be filled in on a screen"), flag=True),
            Option(("--archive",), N_("a copy for the archive, with the answers attached"), flag=True),
            Option(("--no-code",), N_("without the codes that carry the answers"), flag=True),
            Option(
                ("--office-key",), N_("seal the codes to this public key; the setting office_key if not given"), "K"
            ),
            Option(("--preprinted",), N_("only the answers, for paper with the official form on it"), flag=True),
            _OFFSET,
            _PRINTER,
            _TRAY,
            _AS_OF,
            _FORMS,
            _LANGUAGE,
        ),
    ),
    Command(
        "read",
        N_("read the answers back from a paper: PDF, scan or photo; or from a bundle; or a passport's picture"),
        "reading",
        (
            Option(("file",), N_("the PDF, a picture in PNG, JPEG, TIFF or WebP, or a bundle"), "FILE"),
            _KEY,
            _JSON,
            _LANGUAGE,
        ),
    ),
    Command(
        "photo",
        N_("tell whether a photo is what an office asks for: size, background, age"),
        "photo",
        (
            Option(("file",), N_("the photo, in JPEG, PNG, TIFF or WebP"), "FILE"),
            Option(("--use",), N_("what it is for, such as visa, work-permit, residence-permit"), "USE", needed=True),
            _AS_OF,
            _JSON,
            _LANGUAGE,
        ),
    ),
    Command(
        "keys",
        N_("make a pair of keys, so that only the office can read the codes"),
        "reading",
        (
            Option(("--out",), N_("the file for the private key"), "FILE", needed=True),
            Option(("--age",), N_("write the private key as the age tool reads it"), flag=True),
            _JSON,
            _LANGUAGE,
        ),
    ),
    Command(
        "template",
        N_("write the blank table of a procedure, for many applicants"),
        "tables",
        (
            _PROCEDURE,
            Option(("--out",), N_("the xlsx file to write"), "F.xlsx", needed=True),
            _AS_OF,
            _FORMS,
            _LANGUAGE,
        ),
    ),
    Command(
        "review-sheet",
        N_("write every text of a procedure in the four languages as a table, and bring corrections back"),
        "review",
        (
            Option(("procedure",), _PROCEDURE.help, "PROCEDURE", optional=True),
            Option(("--out",), N_("the xlsx file to write"), "F.xlsx"),
            Option(("--import",), N_("bring the corrections of this table back"), "F.xlsx"),
            _AS_OF,
            _FORMS,
            _LANGUAGE,
        ),
    ),
    Command(
        "batch",
        N_("write one PDF for each row of a filled table"),
        "tables",
        (
            _PROCEDURE,
            Option(("file",), N_("the table, xlsx or csv"), "FILE"),
            Option(("--out",), N_("the folder for the papers"), "DIR", needed=True),
            Option(
                ("--paper",), N_("which papers, in this order; what a person takes along if not given"), "ID,ID", papers
            ),
            Option(("--jobs",), N_("how many processes work at once; as many as there are cores"), "N", processes),
            Option(
                ("--languages",), N_("languages of the paper, as in zh-Hans,en"), "L,L", languages, ("zh-Hans", "en")
            ),
            Option(("--no-code",), N_("without the codes that carry the answers"), flag=True),
            Option(
                ("--office-key",), N_("seal the codes to this public key; the setting office_key if not given"), "K"
            ),
            _AS_OF,
            _JSON,
            _LANGUAGE,
        ),
    ),
    Command(
        "fields",
        N_("list the fields of an official PDF, to place answers on it"),
        "calibrating",
        (
            Option(("file",), N_("the PDF"), "FILE"),
            Option(("--out",), N_("write the PDF with a grid in millimetres and the names of its fields"), "P.pdf"),
            _JSON,
            _LANGUAGE,
        ),
    ),
    Command(
        "calibrate",
        N_("measure how a printer sets answers on official forms, and keep it; list what is kept"),
        "calibrating",
        (
            Option(("--out",), N_("write a page to be printed and measured"), "P.pdf"),
            Option(("--paper",), N_("the paper, an office's own PDF"), "ID"),
            Option(("--printer",), N_("the printer, as the system calls it"), "NAME"),
            _TRAY,
            _OFFSET,
            Option(("--scale",), N_("print the answers larger or smaller, as in 1.002"), "S", scale),
            _AS_OF,
            _JSON,
            _LANGUAGE,
        ),
    ),
    Command(
        "identify",
        N_("tell what a number says and whether its check digit fits"),
        "numbers",
        (
            Option(("scheme",), N_("kind of number, such as hong_kong_identity_card"), "SCHEME"),
            Option(("value",), N_("the number"), "VALUE"),
            _JSON,
            _LANGUAGE,
        ),
    ),
    Command(
        "mrz",
        N_("read the machine-readable zone of a passport, card or visa"),
        "numbers",
        (
            Option(("file",), N_("a text file; - or nothing: the standard input"), "FILE", default="-", optional=True),
            _AS_OF,
            _JSON,
            _LANGUAGE,
        ),
    ),
    Command(
        "glyphs",
        N_("tell which characters no font of the program can draw"),
        "numbers",
        (Option(("text",), N_("the text"), "TEXT"), _JSON, _LANGUAGE),
    ),
    Command(
        "import",
        N_("make a case out of an answers file, a paper of ours or a bundle; every answer is checked anew"),
        "bundles",
        (
            Option(("file",), N_("answers in TOML or JSON, a PDF or scan of ours, or a bundle"), "FILE"),
            Option(("--procedure",), N_("id of the procedure, where the file does not name it"), "P"),
            _KEY,
            Option(("--dry-run", "--show"), N_("show what would be taken, and keep nothing"), flag=True),
            _DATA,
            _JSON,
            _LANGUAGE,
        ),
    ),
    Command(
        "export",
        N_("write a case as an encrypted bundle for another desk. Left at home: answers that are kept but not used"),
        "bundles",
        (
            Option(("case",), N_("the case's number, or its id"), "CASE"),
            Option(("--out",), N_("the file to write"), "F", needed=True),
            Option(
                ("--to",),
                N_("public key of who may open it, as keys prints it; the setting office_key if not given"),
                "RECIPIENT",
                many=True,
            ),
            Option(("--passphrase",), N_("close it with a passphrase, which is asked for"), flag=True),
            Option(
                ("--purpose",),
                N_("why it goes out, for the list of acts: counter, applicant, authority or archive"),
                "WHY",
                one_of("counter", "applicant", "authority", "archive"),
                "counter",
            ),
            Option(
                ("--abroad",),
                N_("who outside the Mainland receives it, as named in the consent that the person gave for it"),
                "NAME",
            ),
            _DATA,
            _JSON,
            _LANGUAGE,
        ),
    ),
    Command(
        "backup",
        N_(
            "write the whole store of cases into one encrypted file. Kept: every case, the ways to open it, the list "
            "of what was erased. Not kept: settings"
        ),
        "custody",
        (Option(("--out",), N_("the file to write"), "F", needed=True), _DATA, _JSON, _LANGUAGE),
    ),
    Command(
        "restore",
        N_(
            "put a backup or one of the store's own copies in the store's place. Kept: what was there, aside for a "
            "week. Lost: what was typed since; what was erased since stays erased"
        ),
        "custody",
        (
            Option(("file",), N_("the backup; without one the store's own newest copy"), "FILE", optional=True),
            Option(("--copy",), N_("which of the store's own copies, as --list names it"), "NAME"),
            Option(("--list",), N_("list the store's own copies and do nothing else"), flag=True),
            Option(
                ("--dry-run",),
                N_("only try whether the backup can be opened and put back; nothing is changed"),
                flag=True,
            ),
            Option(
                ("--salvage",), N_("rescue what can be read of a damaged store, the rest from its copies"), flag=True
            ),
            _DATA,
            _JSON,
            _LANGUAGE,
        ),
    ),
    Command(
        "recovery",
        N_("make what opens the cases where this computer's key is lost, or open them with it"),
        "custody",
        (
            Option(
                ("action",),
                N_("code: a new recovery code; passphrase: set one; open: let this computer know the key again"),
                "ACTION",
                one_of("code", "passphrase", "open"),
                "code",
                optional=True,
            ),
            _DATA,
            _JSON,
            _LANGUAGE,
        ),
    ),
    Command(
        "staff",
        N_("who signs in here with a PIN: list, add, remove, a new PIN or role; the organisation's key; end: nobody"),
        "staff",
        (
            Option(
                ("action",),
                N_("list, add, remove, rekey (a new key), pin, role, organisation (a public key, or none) or end"),
                "ACTION",
                one_of("list", "add", "remove", "rekey", "pin", "role", "organisation", "end"),
                "list",
                optional=True,
            ),
            Option(("name",), N_("whom it is about; for organisation the public key"), "NAME", optional=True),
            Option(
                ("--role",),
                N_("counter, supervisor, auditor or admin"),
                "ROLE",
                one_of("counter", "supervisor", "auditor", "admin"),
            ),
            _DATA,
            _JSON,
            _LANGUAGE,
        ),
    ),
    Command(
        "purge",
        N_("erase every case past its time. Kept: cases that are held, and their own time. Lost for good: the others"),
        "custody",
        (_DATA, _JSON, _LANGUAGE),
    ),
    Command(
        "hold",
        N_("keep a case beyond its time for a reason, until a day or until it is released; where staff sign in by two"),
        "holding",
        (
            Option(("number",), N_("the case's number"), "NUMBER"),
            Option(("--until",), N_("the last day it is kept, as 2027-03-31"), "DAY", day),
            Option(("--reason",), N_("why: a complaint, a lawsuit, an inquiry. Name no person"), "TEXT"),
            Option(("--release",), N_("its own time counts again"), flag=True),
            _DATA,
            _LANGUAGE,
        ),
    ),
    Command(
        "move-to",
        N_(
            "copy every case into another store, a server's or a folder's, and compare. Kept: the cases here, and in "
            "the copy numbers, holds and the list of what was erased. Not copied: the list of acts, settings"
        ),
        "custody",
        (
            Option(("goal",), N_("an empty folder or database URL"), "PLACE"),
            _DATA,
            _JSON,
            _LANGUAGE,
        ),
    ),
    Command(
        "audit",
        N_("list who did what to which case, and tell whether the list was tampered with"),
        "custody",
        (
            Option(("--anchor",), N_("an end of the list written down earlier, to compare"), "N:MAC"),
            _DATA,
            _JSON,
            _LANGUAGE,
        ),
    ),
    Command(
        "doctor",
        N_("tell what is wrong with this machine and what to do"),
        "upkeep",
        (
            Option(("--kiosk",), N_("also check what a public machine needs"), flag=True),
            Option(
                ("--thorough",),
                N_(
                    "also read every page of the store of cases, which may take minutes; where staff sign in, one of "
                    "them is asked"
                ),
                flag=True,
            ),
            _DATA,
            _JSON,
            _LANGUAGE,
        ),
    ),
    Command(
        "translations",
        N_("for translators: bring new messages into the .po files, or tell what is left to do"),
        "upkeep",
        (
            Option(("action",), N_("update or status"), "ACTION", one_of("update", "status"), "status", optional=True),
            _LANGUAGE,
        ),
    ),
)


def wanted_language(arguments: Sequence[str]) -> str:
    """The language to speak in, found before anything else is read, so that help and refusals have it too."""
    for at, argument in enumerate(arguments):
        name, sign, value = argument.partition("=")
        if name == "--language":
            said = value if sign else next(iter(arguments[at + 1 : at + 2]), "")
            return language_of(said) or system_language()
    return system_language()


def read_arguments(arguments: Sequence[str], tongue: str) -> Chosen | None:
    """What was typed; None when help was asked for and has been printed. Raises UsageError."""
    arguments = _joined(arguments)
    if arguments[:1] in (["-h"], ["--help"]):
        write(_help(tongue))
        return None
    if arguments[:1] == ["--version"]:
        write(f"talentdesk {__version__}")
        return None
    if not arguments or arguments[0].startswith("-"):
        arguments.insert(0, "open")
    command = next((each for each in COMMANDS if each.name == arguments[0]), None)
    if command is None:
        raise _no_such_command(arguments[0])
    chosen = _parser(command).parse_args(arguments[1:], Chosen())
    if chosen.help:
        write(_parser(command, tongue).format_help().rstrip())
        return None
    _require(command, chosen)
    chosen.language_said = chosen.language is not None
    chosen.language = chosen.language or tongue
    chosen.command = _code(command)
    return chosen


def _joined(arguments: Sequence[str]) -> list[str]:
    """The arguments, with a number below zero joined to the option before it, so that it is not taken for one."""
    found: list[str] = []
    for argument in arguments:
        if re.match(r"-[0-9.]", argument) and found and re.fullmatch(r"--[a-z-]+", found[-1]):
            found[-1] += f"={argument}"
        else:
            found.append(argument)
    return found


def _code(command: Command) -> Callable[[Chosen], int]:
    from importlib import import_module

    found: Callable[[Chosen], int] = getattr(
        import_module(f"talentdesk.cli.{command.module}"), f"run_{command.name.replace('-', '_')}"
    )
    return found


def _no_such_command(name: str) -> UsageError:
    names = [command.name for command in COMMANDS]
    near = nearest(name, names)
    remedy = N_("did you mean {near}?") if near else N_("commands are: {known}")
    return UsageError(N_("there is no command “{name}”"), remedy, name=name[:40], near=near, known=", ".join(names))


class _Parser(argparse.ArgumentParser):
    """argparse, whose refusals become sentences of ours."""

    def error(self, message: str) -> NoReturn:
        raise _refusal(message, self._names(), self.prog)

    def _names(self) -> list[str]:
        return [name for action in self._actions for name in action.option_strings]


_REFUSALS: tuple[tuple[str, str], ...] = (
    (r"the following arguments are required: (?P<what>.*)", N_("still needed: {what}")),
    (r"argument (?P<what>\S+): expected .*", N_("{what} needs a value after it")),
    (r"argument (?P<what>\S+): ignored explicit argument .*", N_("{what} takes no value")),
    (r"ambiguous option: (?P<what>\S+) .*", N_("{what} can mean several options")),
    (r"unrecognized arguments: (?P<what>.*)", N_("{what} is not understood here")),
)


def _refusal(message: str, names: Iterable[str], program: str) -> UsageError:
    for pattern, cause in _REFUSALS:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            what = found["what"][:80]
            near = nearest(what.split("=")[0].split(" ")[0], names) if cause == _REFUSALS[-1][1] else ""
            remedy = N_("did you mean {near}?") if near else N_("see: {program} --help")
            return UsageError(cause, remedy, what=what, near=near, program=program)
    return UsageError(
        N_("the command cannot be read: {reason}"), N_("see: {program} --help"), reason=message, program=program
    )


def _parser(command: Command, tongue: str = "en") -> _Parser:
    """Only its help has words: a window that opens does not wait for translations of them."""
    parser = _Parser(
        prog=f"talentdesk {command.name}",
        description=_sentence(say(command.help, tongue)),
        usage=f"talentdesk {command.name} {_usage(command)}".rstrip(),
        add_help=False,
        allow_abbrev=False,
        formatter_class=lambda prog: _Formatter(prog, tongue),
    )
    plain = parser.add_argument_group(say(N_("arguments"), tongue))
    options = parser.add_argument_group(say(N_("options"), tongue))
    options.add_argument("-h", "--help", action="store_true", help=say(N_("show this help"), tongue))
    for option in command.options:
        _add(options if option.names[0].startswith("-") else plain, option, tongue)
    return parser


def _add(group: argparse._ArgumentGroup, option: Option, tongue: str) -> None:
    words = say(option.help, tongue).replace("%", "%%")
    if option.flag:
        group.add_argument(*option.names, action="store_true", help=words)
    elif option.names[0].startswith("-"):
        action = "append" if option.many else "store"
        group.add_argument(
            *option.names,
            help=words,
            metavar=option.metavar,
            type=option.read or str,
            default=option.default,
            action=action,
        )
    else:
        # Whether it is there is asked afterwards, so that --help alone is understood.
        count = "*" if option.many else "?"
        group.add_argument(
            *option.names,
            help=words,
            metavar=option.metavar,
            nargs=count,
            type=option.read or str,
            default=option.default,
        )


def _require(command: Command, chosen: Chosen) -> None:
    for option in command.options:
        positional = not option.names[0].startswith("-")
        needed = option.needed or (positional and not option.many and not option.optional)
        if needed and getattr(chosen, option.names[-1].lstrip("-").replace("-", "_")) is None:
            what = (option.metavar or "") if positional else option.names[0]
            program = f"talentdesk {command.name}"
            raise UsageError(N_("still needed: {what}"), N_("see: {program} --help"), what=what, program=program)


def _usage(command: Command) -> str:
    return " ".join(_shape(option) for option in command.options)


def _shape(option: Option) -> str:
    named = option.names[0].startswith("-")
    shape = f"{option.names[0]} {option.metavar}" if named and not option.flag else option.names[0]
    shape = (shape if named else (option.metavar or option.names[0])) + ("…" if option.many else "")
    needed = option.needed or not (named or option.many or option.optional)
    return shape if needed else f"[{shape}]"


class _Formatter(argparse.HelpFormatter):
    def __init__(self, prog: str, tongue: str) -> None:
        super().__init__(prog, max_help_position=28, width=100)
        self._tongue = tongue

    def add_usage(self, usage, actions, groups, prefix=None) -> None:  # type: ignore[no-untyped-def]
        super().add_usage(usage, actions, groups, say(N_("usage: "), self._tongue))


def _help(tongue: str) -> str:
    width = max(len(command.name) for command in COMMANDS) + 2
    lines = [say("talentdesk prepares applications for the Qianhai counters.", tongue), ""]
    lines.append(say("usage: talentdesk [COMMAND] [OPTIONS]; without a command the window opens.", tongue))
    lines.append("")
    lines += [f"  {command.name:<{width}}{say(command.help, tongue)}" for command in COMMANDS]
    lines += ["", say("talentdesk COMMAND --help tells more.", tongue)]
    lines.append(say("Exit codes: 0 done, 1 faults in the input, 2 not called as it can be, 3 a mishap.", tongue))
    return "\n".join(lines)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
