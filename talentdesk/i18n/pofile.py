"""The translator's file: gettext .po, read line by line, so that one broken entry spoils only itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from talentdesk.core.fault import Fault
from talentdesk.core.words import N_
from talentdesk.i18n.inside import placeholders, stray, unescape

_LINE = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[(\d+)\])?)?\s*("(?:[^"\\]|\\.)*")\s*')
_FORMS = {"zh-Hans": 1, "zh-Hant-HK": 1}


@dataclass(frozen=True, slots=True)
class Message:
    """One entry: what is said in the source, and how the translator says it."""

    id: str
    context: str = ""
    many: str = ""
    """The source's plural; empty for a message without a number."""
    forms: tuple[str, ...] = ()
    """The translation, one form for each plural of the language."""
    notes: tuple[str, ...] = ()
    """The translator's own comments, kept for ever."""
    hints: tuple[str, ...] = ()
    """Comments drawn from the source."""
    places: tuple[str, ...] = ()
    flags: frozenset[str] = frozenset()
    previous: tuple[str, ...] = ()
    """Source lines an unsure translation was made for."""
    line: int = 0

    @property
    def translated(self) -> bool:
        """Every form is there, and no fuzzy mark says that the source has changed since."""
        return bool(self.forms) and all(self.forms) and "fuzzy" not in self.flags

    @property
    def stray(self) -> frozenset[str]:
        """Placeholders that stand on one side only; a form of a plural may leave `{count}` out."""
        return stray(self.id, self.many, self.forms)

    @property
    def usable(self) -> bool:
        """May be shown: complete, sure, and with the very placeholders of its source."""
        return self.translated and not self.stray


@dataclass(frozen=True, slots=True)
class PoFile:
    """A file as read: its header, its messages in order, what was no longer used, and what could not be read."""

    file: Path
    header: str = ""
    messages: tuple[Message, ...] = ()
    obsolete: tuple[Message, ...] = ()
    faults: tuple[Fault, ...] = ()


def plural_forms(language: str) -> int:
    """How many forms a number makes: one in Chinese, two in English and Portuguese."""
    return _FORMS.get(language, 2)


def read(file: Path) -> PoFile:
    """Reads a .po file; a missing one is empty. Never raises: what cannot be read becomes a fault of its line."""
    try:
        content = file.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return PoFile(file)
    except (OSError, UnicodeDecodeError):
        cause, remedy = N_("the file cannot be read as UTF-8 text"), N_("save it as UTF-8; until then English is shown")
        return PoFile(file, faults=(Fault(name_of(file), 1, cause, remedy),))
    return _Reader(file).read(content)


def faults_of(file: PoFile) -> Iterator[Fault]:
    """Unreadable lines, doubled entries, and translations that were rejected for their placeholders."""
    yield from file.faults
    seen: set[tuple[str, str]] = set()
    for message in file.messages:
        if message.translated and message.stray:
            yield _stray(file.file, message)
        if (message.context, message.id) in seen:
            details = {"id": shortened(message.id)}
            yield Fault(
                name_of(file.file), message.line, N_("“{id}” stands here twice"), N_("keep one of them"), details
            )
        seen.add((message.context, message.id))


def write(file: PoFile) -> str:
    """The text of a .po file, always the same for the same messages."""
    blocks = [_header(file.header), *map(_entry, file.messages)]
    blocks += ["".join(f"#~ {line}\n" for line in _entry(message).splitlines()) for message in file.obsolete]
    return "\n".join(blocks)


@dataclass
class _Entry:
    """An entry while its lines come in."""

    line: int = 0
    fields: dict[str, str] = field(default_factory=dict)
    comments: dict[str, list[str]] = field(default_factory=dict)
    broken: bool = False

    def comment(self, mark: str) -> tuple[str, ...]:
        return tuple(self.comments.get(mark, ()))

    @property
    def flags(self) -> frozenset[str]:
        return frozenset(flag.strip() for line in self.comment(",") for flag in line.split(",") if flag.strip())

    @property
    def forms(self) -> tuple[str, ...]:
        names = sorted((name for name in self.fields if name.startswith("msgstr")), key=_number)
        return tuple(self.fields[name] for name in names)

    def message(self) -> Message:
        return Message(
            id=self.fields["msgid"],
            context=self.fields.get("msgctxt", ""),
            many=self.fields.get("msgid_plural", ""),
            forms=self.forms,
            notes=self.comment(" "),
            hints=self.comment("."),
            places=tuple(place for line in self.comment(":") for place in line.split()),
            flags=self.flags,
            previous=self.comment("|"),
            line=self.line,
        )


class _Reader:
    """Gathers lines to entries."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._faults: list[Fault] = []
        self._messages: list[Message] = []
        self._obsolete: list[str] = []
        self._header = ""
        self._entry = _Entry()
        self._field = ""

    def read(self, content: str) -> PoFile:
        for number, line in enumerate(content.splitlines(), 1):
            self._take(number, line.strip())
        self._close()
        return PoFile(self._file, self._header, tuple(self._messages), self._unused(), tuple(self._faults))

    def _unused(self) -> tuple[Message, ...]:
        """Translations kept for a source that may come back. What cannot be read there is dropped, it harms nobody."""
        return _Reader(self._file).read("\n".join(self._obsolete)).messages if any(self._obsolete) else ()

    def _take(self, number: int, line: str) -> None:
        if not line:
            self._close()
            self._obsolete.append("")
        elif line.startswith("#~"):
            self._close()
            self._obsolete.append(line[2:].strip())
        elif line.startswith("#"):
            self._comment(line)
        else:
            self._string(number, line)

    def _comment(self, line: str) -> None:
        if self._entry.fields:
            self._close()
        mark = line[1:2] if line[1:2] in {".", ":", ",", "|"} else " "
        self._entry.comments.setdefault(mark, []).append(line[2:].strip() if mark != " " else line[1:].strip())

    def _string(self, number: int, line: str) -> None:
        match = _LINE.fullmatch(line)
        if match is None:
            return self._refuse(number, N_("this line is not part of a message"), _remedy(line))
        keyword, _, quoted = match.groups()
        if keyword:
            self._open(number, keyword)
        elif not self._field:
            return self._refuse(number, N_("this text belongs to no message"), N_("put msgid or msgstr before it"))
        self._entry.fields[self._field] = self._entry.fields.get(self._field, "") + unescape(quoted[1:-1])
        return None

    def _open(self, number: int, keyword: str) -> None:
        starts = keyword in {"msgctxt", "msgid"}
        if starts and any(name.startswith("msgstr") for name in self._entry.fields):
            self._close()
        if keyword in self._entry.fields:
            self._refuse(number, N_("{key} stands here twice"), N_("remove one of the two"), key=keyword)
        if not self._entry.fields:
            self._entry.line = number
        self._field = keyword

    def _refuse(self, number: int, cause: str, remedy: str, **details: str) -> None:
        self._faults.append(Fault(name_of(self._file), number, cause, remedy, details))
        self._entry.broken = True

    def _close(self) -> None:
        entry, self._entry, self._field = self._entry, _Entry(), ""
        if entry.broken or not entry.fields:
            return
        if "msgid" not in entry.fields or not entry.forms:
            cause, remedy = N_("the message is not complete"), N_("it needs both a msgid and a msgstr line")
            self._faults.append(Fault(name_of(self._file), entry.line, cause, remedy))
        elif entry.fields["msgid"] == "" and "msgctxt" not in entry.fields:
            self._header = entry.forms[0]
        else:
            self._messages.append(entry.message())


def _number(name: str) -> int:
    return int(name[7:-1]) if name.endswith("]") else 0


def _remedy(line: str) -> str:
    if line.startswith("msg") and line.count('"') % 2:
        return N_('put one " at each end of the text, and write \\" inside it')
    return N_('a line is a comment (#), or msgctxt, msgid, msgid_plural or msgstr and a text in "…"')


def _stray(file: Path, message: Message) -> Fault:
    source = placeholders(message.id) | placeholders(message.many)
    extra, missing = message.stray - source, message.stray & source
    details = {"id": shortened(message.id), "extra": _braced(extra), "missing": _braced(missing)}
    if extra:
        cause = N_("the translation of “{id}” is not shown, because it has {extra}, which the source does not have")
    else:
        cause = N_("the translation of “{id}” is not shown, because it lacks {missing}")
    remedy = N_("use exactly the names in braces that the msgid has, untranslated")
    return Fault(name_of(file), message.line, cause, remedy, details)


def name_of(file: Path) -> str:
    """A file's name as its translator knows it: from the translations room on."""
    parts = file.parts
    return "/".join(parts[parts.index("translations") :]) if "translations" in parts else file.name


def shortened(message: str) -> str:
    """A message's beginning, in one line."""
    line = " ".join(message.split())
    return line if len(line) <= 60 else line[:57] + "…"


def _braced(names: Iterable[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names))


def _header(header: str) -> str:
    return "\n".join(_field_lines("msgid", "") + _field_lines("msgstr", header)) + "\n"


def _entry(message: Message) -> str:
    lines = [f"# {note}".rstrip() for note in message.notes]
    lines += [f"#. {hint}" for hint in message.hints]
    lines += [f"#: {place}" for place in message.places]
    lines += [f"#, {', '.join(sorted(message.flags))}"] if message.flags else []
    lines += [f"#| {line}" for line in message.previous]
    lines += _field_lines("msgctxt", message.context) if message.context else []
    lines += _field_lines("msgid", message.id)
    lines += _field_lines("msgid_plural", message.many) if message.many else []
    return "\n".join(lines + _translation_lines(message)) + "\n"


def _translation_lines(message: Message) -> list[str]:
    forms = message.forms or ("",)
    if not message.many:
        return _field_lines("msgstr", forms[0])
    return [line for at, form in enumerate(forms) for line in _field_lines(f"msgstr[{at}]", form)]


def _field_lines(keyword: str, text: str) -> list[str]:
    """One line, or the header's way with a line of the file for each line of the text."""
    pieces = text.splitlines(keepends=True)
    if len(pieces) <= 1:
        return [f'{keyword} "{_escape(text)}"']
    return [f'{keyword} ""', *(f'"{_escape(piece)}"' for piece in pieces)]


_ESCAPES: tuple[tuple[str, str], ...] = (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t"), ("\r", "\\r"))


def _escape(text: str) -> str:
    for plain, escaped in _ESCAPES:
        text = text.replace(plain, escaped)
    return text
