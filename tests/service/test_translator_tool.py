"""The translator's tool: finding messages, merging them, and telling what is left to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from talentdesk.core.tomlfile import Fault
from talentdesk.i18n.pofile import Message, PoFile, read
from talentdesk.service import translations
from talentdesk.service.extraction import app_messages, gather, procedure_messages
from talentdesk.service.translations import BrokenTranslations, Sources, inspect, merge, shipped_sources, update


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    rooms = [tmp_path / name for name in ("talentdesk", "ui", "forms", "translations")]
    for room in rooms:
        room.mkdir()
    return Sources(*rooms)


def code(sources: Sources, text: str) -> None:
    (sources.code / "window.py").write_text(text, encoding="utf-8")


def lines(faults: tuple[Fault, ...] | list[Fault]) -> list[tuple[str, int]]:
    return [(fault.file, fault.line) for fault in faults]


def test_literals_are_found_in_order_with_their_notes(sources: Sources) -> None:
    code(
        sources,
        "# Translators: on a button\n"
        'say("Save", language)\n'
        'words.plural("{count} case", "{count} cases", n, language)\n'
        'REMEDY = N_("Try "\n           "again.")\n'
        'say("On" if lit else "Off", language)\n'
        "say(message, language)\n",
    )
    found, faults = app_messages(sources.code, sources.screens)
    assert [(each.id, each.many, each.line, each.hint) for each in found] == [
        ("Save", "", 2, "on a button"),
        ("{count} case", "{count} cases", 3, ""),
        ("Try again.", "", 4, ""),
        ("On", "", 6, ""),
        ("Off", "", 6, ""),
    ]
    assert faults == []


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ('say(f"Hello {name}", language)', "whole literal"),
        ('say("Hello " + name, language)', "whole literal"),
        ("N_(message)", "whole literal"),
        ('say("Hello {name}", language)', "name=…"),
        ('plural("{n} case", "{n} cases", 2, language)', "n=…"),
    ],
)
def test_what_cannot_be_translated_is_told(sources: Sources, line: str, word: str) -> None:
    code(sources, f"\n{line}\n")
    found, faults = app_messages(sources.code, sources.screens)
    assert lines(faults) == [("window.py", 2)]
    assert word in str(faults[0])
    assert all(each.id != "Hello " for each in found)


def test_screens_are_read(sources: Sources) -> None:
    (sources.screens / "home.ui").write_text(
        '<ui><string comment="title">Home</string><string notr="true">x</string><string/></ui>', encoding="utf-8"
    )
    found, _ = app_messages(sources.code, sources.screens)
    assert [(each.id, each.hint) for each in found] == [("Home", "title")]


def test_pairs_of_the_form_files_are_found_once_each(sources: Sources) -> None:
    (sources.forms / "edition.toml").write_text(
        'title = { zh-Hans = "许可", zh-Hant-HK = "許可", en = "Permit", pt = "Licença" }\n'
        "[[section]]\n[[section.question]]\n"
        'id = "person.surname"\nlabel = { zh-Hans = "姓", en = "Surname" }\n'
        '[[section.question.column]]\nid = "surname"\nlabel = { zh-Hans = "姓", en = "Surname" }\n',
        encoding="utf-8",
    )
    (sources.forms / "countries.csv").write_text("code,zh-Hans,en\nPRT,葡萄牙,Portugal\n", encoding="utf-8")
    (sources.forms / "broken.toml").write_text("= =", encoding="utf-8")
    found = procedure_messages(sources.forms, sources.code)
    assert [(each.context, each.id, each.line) for each in found] == [
        ("姓", "Surname", 5),
        ("姓", "Surname", 8),
        ("葡萄牙", "Portugal", 2),
    ]
    messages = gather(found, sources.root)
    assert [message.id for message in messages] == ["Surname", "Portugal"]
    assert messages[0].places == ("forms/edition.toml",)
    assert "person.surname" in messages[0].hints[0]


def test_pairs_in_the_program_are_words_of_the_form_too(sources: Sources) -> None:
    code(sources, 'year = Text("年", "Y")\nempty = Text("", "")\nbuilt = Text(zh, "M")\n')
    found = procedure_messages(sources.forms, sources.code)
    assert [(each.context, each.id) for each in found] == [("年", "Y")]


def test_update_writes_files_that_can_be_translated_and_nothing_is_lost(sources: Sources) -> None:
    code(sources, 'say("Save", language)\nsay("Open the case", language)\n')
    update(sources)
    file = sources.translations / "pt" / "app.po"
    file.write_text(file.read_text().replace('msgid "Save"\nmsgstr ""', '# office word\nmsgid "Save"\nmsgstr "Gravar"'))
    (progress,) = (each for each in update(sources) if each.file == file)
    assert (progress.translated, progress.total) == (1, 2)
    assert [(message.id, message.forms, message.notes) for message in read(file).messages] == [
        ("Save", ("Gravar",), ("office word",)),
        ("Open the case", ("",), ()),
    ]
    assert (sources.translations / "app.pot").exists()


def test_updating_twice_changes_nothing(sources: Sources) -> None:
    code(sources, 'say("Save", language)\nplural("{count} case", "{count} cases", 2, language)\n')
    update(sources)
    before = {file: file.read_bytes() for file in sources.translations.rglob("*.po*")}
    update(sources)
    assert {file: file.read_bytes() for file in sources.translations.rglob("*.po*")} == before


def test_a_changed_source_takes_its_translation_along_unsure() -> None:
    old = PoFile(Path(), messages=(Message("Save the case", forms=("Gravar o processo",)),))
    (merged,), unused = merge([Message("Save this case")], old, "pt")
    assert merged.flags == {"fuzzy"}
    assert merged.forms == ("Gravar o processo",)
    assert merged.previous == ('msgid "Save the case"',)
    assert not merged.usable
    assert unused == ()


def test_one_changed_half_of_a_pair_takes_its_translation_along_unsure() -> None:
    old = PoFile(Path(), messages=(Message("Surname", context="姓", forms=("Apelido",)),))
    (merged,), _ = merge([Message("Family name", context="姓")], old, "pt")
    assert (merged.forms, merged.flags) == (("Apelido",), {"fuzzy"})


def test_a_message_that_comes_back_gets_its_translation_back(sources: Sources) -> None:
    code(sources, 'say("Save", language)\n')
    update(sources)
    file = sources.translations / "zh-Hans" / "app.po"
    file.write_text(file.read_text().replace('msgid "Save"\nmsgstr ""', 'msgid "Save"\nmsgstr "保存"'))
    code(sources, 'say("Entirely different words", language)\n')
    update(sources)
    assert [message.id for message in read(file).obsolete] == ["Save"]
    code(sources, 'say("Save", language)\n')
    update(sources)
    assert [(message.id, message.forms) for message in read(file).messages] == [("Save", ("保存",))]


def test_countries_take_their_names_from_cldr(sources: Sources) -> None:
    (sources.forms / "countries.csv").write_text("code,zh-Hans,en\nDEU,德国,Germany\n", encoding="utf-8")
    update(sources)
    assert read(sources.translations / "pt" / "procedures.po").messages[0].forms == ("Alemanha",)
    assert read(sources.translations / "zh-Hant-HK" / "procedures.po").messages[0].forms == ("德國",)


def test_a_file_with_broken_lines_is_left_alone(sources: Sources) -> None:
    code(sources, 'say("Save", language)\n')
    update(sources)
    file = sources.translations / "pt" / "app.po"
    file.write_text('msgid "Save"\nmsgstr "Gravar\n')
    with pytest.raises(BrokenTranslations):
        update(sources)
    assert file.read_text() == 'msgid "Save"\nmsgstr "Gravar\n'


def test_what_is_left_to_do_is_told_with_file_and_line(sources: Sources) -> None:
    code(sources, 'say("Save {what}", language, what=1)\nsay("Open", language)\n')
    update(sources)
    for language in ("zh-Hans", "zh-Hant-HK"):
        file = sources.translations / language / "app.po"
        file.write_text(file.read_text().replace('msgstr ""\n', 'msgstr "{what} 好"\n'))
    file = sources.translations / "pt" / "app.po"
    file.write_text(
        'msgid "Save {what}"\nmsgstr "Gravar {que}"\n\n#, fuzzy\nmsgid "Open"\nmsgstr "Abrir"\n\n'
        'msgid "Gone"\nmsgstr "Foi"\n'
    )
    found = [fault for fault in inspect(sources) if "pt/" in fault.file]
    assert lines(found) == [("translations/pt/app.po", 1), ("translations/pt/app.po", 1), ("translations/pt/app.po", 5)]
    assert [word in str(fault) for word, fault in zip(("{que}", "no longer used", "fuzzy"), found, strict=True)]


def test_the_programs_own_code_can_be_translated_throughout() -> None:
    _, faults = translations.extract(shipped_sources())
    assert [str(fault) for fault in faults] == []
