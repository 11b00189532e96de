"""The translator's tool: brings new messages into the translators' files and says what is left to do."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from talentdesk import __version__, i18n, paths
from talentdesk.core.tomlfile import Fault
from talentdesk.core.words import N_
from talentdesk.i18n.pofile import Message, PoFile, faults_of, name_of, plural_forms, read, shortened, write
from talentdesk.i18n.speech import APP, PROCEDURES
from talentdesk.service.extraction import Found, app_messages, gather, procedure_messages

# The program is written in English and the form files carry zh-Hans and en themselves.
TRANSLATED = {APP: ("zh-Hans", "zh-Hant-HK", "pt"), PROCEDURES: ("zh-Hant-HK", "pt")}
_PLURALS = {1: "nplurals=1; plural=0;", 2: "nplurals=2; plural=(n != 1);"}
_ALIKE = 0.75


@dataclass(frozen=True, slots=True)
class Sources:
    """Where messages come from and where translations go."""

    code: Path
    screens: Path
    forms: Path
    translations: Path

    @property
    def root(self) -> Path:
        """Places in the translators' files are written relative to this."""
        return self.code.parent


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one file has come."""

    file: Path
    translated: int
    total: int


def shipped_sources() -> Sources:
    """The rooms of this program."""
    code = Path(__file__).resolve().parents[1]
    return Sources(code, paths.room("ui"), paths.room("forms"), paths.room("translations"))


def extract(sources: Sources) -> tuple[dict[str, list[Found]], list[Fault]]:
    """All messages by domain, and the calls in the code that cannot be translated."""
    words, faults = app_messages(sources.code, sources.screens)
    return {APP: words, PROCEDURES: procedure_messages(sources.forms, sources.code)}, faults


def update(sources: Sources) -> tuple[Progress, ...]:
    """Writes the `.pot` files and merges them into every `.po`; no finished translation is lost. Raises OSError."""
    found, _ = extract(sources)
    done = []
    for domain, languages in TRANSLATED.items():
        messages = gather(found[domain], sources.root)
        _write(sources.translations / f"{domain}.pot", PoFile(Path(), _header(domain, ""), messages))
        for language in languages:
            done.append(_update_file(sources.translations / language / f"{domain}.po", domain, language, messages))
    return tuple(done)


def inspect(sources: Sources) -> tuple[Fault, ...]:
    """What a translator or a programmer has to put right, each with file, line and remedy."""
    found, faults = extract(sources)
    for domain, languages in TRANSLATED.items():
        messages = gather(found[domain], sources.root)
        for language in languages:
            faults.extend(_file_faults(read(sources.translations / language / f"{domain}.po"), messages))
    return tuple(faults)


def merge(messages: Iterable[Message], old: PoFile, language: str) -> tuple[tuple[Message, ...], tuple[Message, ...]]:
    """The messages with their translations, and the translations that are no longer used.

    A source text that changed a little takes the old translation along, marked fuzzy: shown to nobody until a
    translator has looked at it.
    """
    wanted = list(messages)
    known = {(message.context, message.id): message for message in (*old.obsolete, *old.messages)}
    orphans = {key: known[key] for key in known.keys() - {(message.context, message.id) for message in wanted}}
    used: set[tuple[str, str]] = set()
    merged = []
    for message in wanted:
        same = known.get((message.context, message.id))
        if same is None and (near := _nearest(message, orphans)):
            used.add((near.context, near.id))
            merged.append(_unsure(message, near))
        else:
            merged.append(_taken_over(message, same, language))
    left = (orphans[key] for key in sorted(orphans.keys() - used))
    return tuple(merged), tuple(message for message in left if any(message.forms))


def _taken_over(message: Message, same: Message | None, language: str) -> Message:
    blank = ("",) * (plural_forms(language) if message.many else 1)
    if same is None:
        return replace(message, forms=blank)
    forms = same.forms if len(same.forms) == len(blank) else (*same.forms, *blank)[: len(blank)]
    return replace(message, forms=forms, notes=same.notes, flags=same.flags, previous=same.previous)


def _unsure(message: Message, near: Message) -> Message:
    forms = near.forms if bool(near.many) == bool(message.many) else near.forms[:1]
    before = (*([f'msgctxt "{near.context}"'] if near.context else []), f'msgid "{near.id}"')
    one_line = tuple(line.replace("\n", "\\n") for line in before)
    return replace(message, forms=forms, notes=near.notes, flags=near.flags | {"fuzzy"}, previous=one_line)


def _nearest(message: Message, orphans: dict[tuple[str, str], Message]) -> Message | None:
    """The unused translation whose source is most like this one: half of the pair is the same, or nearly all of it."""
    translated = [orphan for orphan in orphans.values() if any(orphan.forms)]
    if message.context:
        half = [each for each in translated if each.context == message.context or each.id == message.id]
        if half:
            return half[0]
    by_id = {orphan.id: orphan for orphan in translated}
    close = difflib.get_close_matches(message.id, by_id, n=1, cutoff=_ALIKE)
    return by_id[close[0]] if close else None


def _update_file(file: Path, domain: str, language: str, messages: tuple[Message, ...]) -> Progress:
    old = read(file)
    if old.faults:
        raise BrokenTranslations(old.faults)
    merged, unused = merge(messages, old, language)
    merged = tuple(_named_by_cldr(message, language) for message in merged)
    _write(file, PoFile(file, old.header or _header(domain, language), merged, unused))
    return Progress(file, sum(message.usable for message in merged), len(merged))


class BrokenTranslations(Exception):
    """A translator's file has lines that cannot be read; merging would lose them. `faults` name them."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


def _named_by_cldr(message: Message, language: str) -> Message:
    """A country without a translation takes the name CLDR has for it; the translator may change it."""
    code = next((hint.split()[-1] for hint in message.hints if hint.startswith("countries ")), "")
    if not code or any(message.forms):
        return message
    name = i18n.territory(code, language)
    return message if name == code else replace(message, forms=(name,))


def _header(domain: str, language: str) -> str:
    fields = [f"Project-Id-Version: talentdesk {__version__} {domain}"]
    fields += [f"Language: {language}"] if language else []
    fields += ["MIME-Version: 1.0", "Content-Type: text/plain; charset=UTF-8", "Content-Transfer-Encoding: 8bit"]
    fields += [f"Plural-Forms: {_PLURALS[plural_forms(language)]}"] if language else []
    return "".join(f"{line}\n" for line in fields)


def _write(file: Path, content: PoFile) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(file.name + ".new")
    beside.write_text(write(content), encoding="utf-8", newline="\n")
    beside.replace(file)


# --- what is left to do -------------------------------------------------------------------------------


def _file_faults(file: PoFile, messages: tuple[Message, ...]) -> Iterator[Fault]:
    yield from faults_of(file)
    wanted = {(message.context, message.id) for message in messages}
    here = {(message.context, message.id) for message in file.messages}
    if wanted - here:
        yield _drift(file, len(wanted - here), N_("{count} messages of the program are not in this file"))
    if here - wanted:
        yield _drift(file, len(here - wanted), N_("{count} messages of this file are no longer used"))
    for message in file.messages:
        if (message.context, message.id) in wanted and not message.translated:
            yield _unfinished(file.file, message)


def _drift(file: PoFile, count: int, cause: str) -> Fault:
    return Fault(name_of(file.file), 1, cause, N_("run: talentdesk translations update"), {"count": str(count)})


def _unfinished(file: Path, message: Message) -> Fault:
    if "fuzzy" in message.flags:
        cause = N_("the source of “{id}” has changed since it was translated")
        remedy = N_("put the translation right and delete the word fuzzy")
    else:
        cause, remedy = N_("“{id}” has no translation"), N_("write it between the quotation marks of msgstr")
    return Fault(name_of(file), message.line, cause, remedy, {"id": shortened(message.id)})
