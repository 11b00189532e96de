"""The keyboard's data: whole, small, drawable, and every letter of a passport within reach."""

from __future__ import annotations

import string
import unicodedata
from pathlib import Path

import pytest

from talentdesk.core.inputmethods import Tables
from talentdesk.desktop.keyboard import layouts
from talentdesk.desktop.keyboard.layouts import Job
from talentdesk.paper.fonts import missing
from talentdesk.paths import room

FOLDER = room("ui") / "keyboard"
MOST_BYTES = 1_500_000

# ICAO 9303 part 3, section 6: the Latin letters that it transliterates.
ICAO = "ÁÀÂÄÃĂÅĀĄĆĈČĊÇĐĎÉÈÊËĚĖĒĘĔĜĞĠĢĦĤÍÌÎÏĨİĪĮĬĴĶŁĹĽĻĿŃÑŇŅŊØÓÒÔÖÕŐŌŎŔŘŖŚŜŠŞŦŤŢÚÙÛÜŨŬŰŮŪŲŴÝŶŸŹŽŻÞÆĲŒÐẞ"
LANGUAGES = {
    "Vietnamese": "ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ",
    "Polish": "ĄĆĘŁŃÓŚŹŻ",
    "Czech and Slovak": "ÁÄČĎÉĚÍĹĽŇÓÔŔŘŠŤÚŮÝŽ",
    "Portuguese": "ÁÂÃÀÇÉÊÍÓÔÕÚÜ",
    "Turkish": "ÇĞİÖŞÜ",
    "Icelandic and Faroese": "ÁÐÉÍÓÚÝÞÆÖØ",
    "German": "ÄÖÜẞ",
    "French": "ÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸ",
    "Spanish and Catalan": "ÁÉÍÑÓÚÜÇÀÈÒĿ",
    "Romanian": "ĂÂÎȘȚ",
    "Hungarian": "ÁÉÍÓÖŐÚÜŰ",
    "Baltic": "ĀČĒĢĪĶĻŅŠŪŽĄĘĖĮŲÕ",
    "Croatian": "ČĆĐŠŽ",
    "Nordic": "ÅÄÖÆØ",
    "Maltese": "ĊĠĦŻ",
    "Welsh and Irish": "ÂÊÎÔÛŴŶẀẂẄỲÁÉÍÓÚ",
    "Azerbaijani": "ƏĞİÖŞÇÜ",
    "Pinyin": "ĀÁǍÀĒÉĚÈĪÍǏÌŌÓǑÒŪÚǓÙÜǗǙǛ",
    "Yoruba, Igbo, Hausa": "ẸỌṢỊỤṄƁƊƘƳ",
    "Maori and Hawaiian": "ĀĒĪŌŪ",
}
SMALL_ONLY = "ıßĸŉ"


def reachable() -> set[str]:
    """Letters that are typed, and what each may be changed into, one change after the other."""
    typed = {letter for row in layouts.layer("latin").rows for key in row if key.job is Job.TYPE for letter in key.text}
    found = {each for letter in typed for each in (letter.upper(), letter.lower())}
    waiting = list(found)
    while waiting:
        for accent in layouts.accents(waiting.pop()):
            if accent not in found:
                found.add(accent)
                waiting.append(accent)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_of_a_language_is_within_reach(language: str) -> None:
    small = {"ẞ": "ß", "İ": "i"}
    wanted = {form for letter in LANGUAGES[language] for form in (letter, small.get(letter, letter.lower()))}
    assert wanted - reachable() == set()


def test_every_letter_of_icao_9303_is_within_reach() -> None:
    assert set(ICAO) - reachable() == set()
    assert set(SMALL_ONLY) - reachable() == set()
    assert set(string.ascii_letters) <= reachable()


def test_accents_are_single_characters_in_two_matching_cases() -> None:
    for letter in reachable() - set("-'"):
        for accent in layouts.accents(letter):
            assert unicodedata.normalize("NFC", accent) == accent
            assert len(accent) == 1
            if letter.isupper() and accent not in "İẞ":
                assert accent.lower() in layouts.accents(letter.lower()), accent
            if letter.islower() and accent not in SMALL_ONLY:
                assert accent.upper() in layouts.accents(letter.upper()), accent


def test_everything_on_a_key_can_be_drawn() -> None:
    for name in layouts.layers():
        layer = layouts.layer(name)
        assert missing("".join([*layer.idle, *(key.text for row in layer.rows for key in row)])) == ()
    assert missing("".join(reachable())) == ()


@pytest.mark.slow
@pytest.mark.parametrize("file", sorted(path.name for path in FOLDER.glob("*.tsv")))
def test_everything_that_can_be_chosen_can_be_drawn(file: str) -> None:
    assert missing((FOLDER / file).read_text("utf-8")) == ()


def test_the_tables_are_text_and_small() -> None:
    files = [path for path in FOLDER.iterdir() if path.is_file()]
    assert sum(path.stat().st_size for path in files) < MOST_BYTES
    for path in files:
        assert "\x00" not in path.read_text("utf-8")


def test_every_layer_can_be_left_and_has_the_keys_that_any_typing_needs() -> None:
    for name in layouts.layers():
        layer = layouts.layer(name)
        for rows in (layer.rows, layer.wide):
            jobs = {key.job for row in rows for key in row}
            assert {Job.HIDE, Job.DONE, Job.DELETE, Job.LEFT, Job.RIGHT} <= jobs, name


def test_a_wide_layer_types_what_the_high_one_does_in_fewer_rows() -> None:
    for name in layouts.layers():
        layer = layouts.layer(name)
        high, wide = ({key.text for row in rows for key in row} for rows in (layer.rows, layer.wide))
        assert high == wide, name
        assert len(layer.rows) <= (4 if layer.strip else 5)
        assert len(layer.wide) <= (3 if layer.strip else 4)


def test_each_method_of_a_script_is_a_layer() -> None:
    for script in ("zh-Hans", "zh-Hant-HK"):
        for field in ("latin_name", "han_name", "text", "identifier", "email", "number", "date"):
            assert set(layouts.tabs(field, script)) <= set(layouts.layers())
        assert layouts.tabs("han_name", script)[0] == ("pinyin" if script == "zh-Hans" else "cangjie")


def test_surnames_and_places_are_typed_as_the_tables_say() -> None:
    tables = Tables(FOLDER)
    for script in ("zh-Hans", "zh-Hant-HK"):
        spoken, heard = tables.pinyin(script), tables.jyutping(script)
        for table in (spoken, heard):
            for key in table.words:
                assert all(syllable in table.syllables for syllable in key.split()), key
        sounded = {each for tones in spoken.syllables.values() for group in tones.values() for each in "".join(group)}
        assert set(tables.surnames(script)) <= sounded


def test_where_the_tables_come_from_and_under_which_licence_is_told() -> None:
    told = (FOLDER / "README.md").read_text("utf-8")
    for file in FOLDER.iterdir():
        assert file.name in told, file.name
    licences = (FOLDER / "LICENCES.txt").read_text("utf-8")
    for name in ("UNICODE LICENSE", "Apache License, Version 2.0", "CC BY 4.0", "public domain"):
        assert name in licences


def test_the_script_that_makes_the_tables_is_kept() -> None:
    assert "rooms/keyboard_data.py" in (FOLDER / "README.md").read_text("utf-8")
    assert (Path(__file__).parent / "keyboard_data.py").exists()
