"""A photo is measured in another process and held against what each office asks; what is no photo is refused."""

from __future__ import annotations

import io
import json
import random
import zlib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw

from talentdesk import cli, paths
from talentdesk.core.catalogue import Catalogue
from talentdesk.core.inspection import inspect
from talentdesk.core.photo import Backdrop, Background
from talentdesk.intake.examining import examine_photo
from talentdesk.intake.photofacts import as_json, photo_from

WHITE, BLUE = (250, 251, 249), (67, 142, 219)
USES = [
    "visa",
    "visa-upload",
    "residence-permit",
    "permanent-residence",
    "work-permit",
    "hk-macao-residence-permit",
    "exit-entry-permit",
]


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")


def portrait(size: tuple[int, int] = (360, 480), colour: tuple[int, int, int] = WHITE) -> Image.Image:
    """A head and shoulders with so much grain that its file is as large as a camera's."""
    picture = Image.new("RGB", size, colour)
    width, height = size
    draw = ImageDraw.Draw(picture)
    draw.ellipse((width * 0.25, height * 0.12, width * 0.75, height * 0.7), fill=(205, 160, 130))
    draw.rectangle((width * 0.1, height * 0.72, width * 0.9, height), fill=(30, 34, 60))
    chance = random.Random(7)
    grain = Image.frombytes("L", size, chance.randbytes(width * height))
    face = Image.new("L", size, 0)
    ImageDraw.Draw(face).ellipse((width * 0.25, height * 0.12, width * 0.75, height * 0.7), fill=200)
    picture.paste(grain.convert("RGB"), mask=face)
    return picture


def save(file: Path, picture: Image.Image, kind: str = "JPEG", taken: str = "", turned: int = 0, **more: Any) -> Path:
    exif = Image.Exif()
    if taken:
        exif.get_ifd(0x8769)[36867] = taken
    if turned:
        exif[0x0112] = turned
    picture.save(file, kind, exif=exif, **({"quality": 96} if kind == "JPEG" else {}), **more)
    return file


def check(capsys: pytest.CaptureFixture[str], file: Path, use: str, as_of: str = "2026-11-23") -> tuple[int, Any]:
    code = cli.main(["photo", str(file), "--use", use, "--as-of", as_of, "--json", "--language", "en"])
    return code, json.loads(capsys.readouterr().out)


def failed(found: Any) -> dict[str, str]:
    return {each["check"]: each["message"] for each in found["findings"] if each["status"] == "fail"}


def test_a_good_photo_passes_every_check_and_tells_its_measures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = save(tmp_path / "p.jpg", portrait(), dpi=(300, 300))
    code, found = check(capsys, file, "visa-upload")
    assert (code, failed(found)) == (0, {})
    measured = found["measured"]
    assert (measured["format"], measured["width"], measured["height"], measured["ratio"]) == ("JPEG", 360, 480, 0.75)
    assert (measured["bytes"], measured["dpi"], measured["taken"]) == (file.stat().st_size, 300.0, None)
    assert measured["background"]["name"] == "white"
    assert measured["background"]["even"] > 0.95
    assert (found["grade"], found["since"]) == ("C", None)


def test_each_thing_that_is_wrong_has_its_reason_and_the_sources_date(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = save(tmp_path / "p.jpg", portrait((300, 300), BLUE), taken="2026-05-22 10:00:00".replace("-", ":"))
    code, found = check(capsys, file, "visa")
    assert code == 1
    assert failed(found) == {
        "ratio": "It has 300 × 300 points, which is not the shape of 33 × 48 mm: crop it.",
        "background_white": f"The background is not white but {found['measured']['background']['colour']}.",
        "age": "It was taken on 22 May 2026; it may be no older than 6 months.",
    }
    assert (found["since"], found["citation"]["in_force"], found["grade"]) == ("2016-12-15", "2016-12-15", "A")
    assert "ears visible" in found["by_eye"]


def test_six_months_are_the_day_itself_and_not_the_day_after(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = save(tmp_path / "p.jpg", portrait((330, 480)), taken="2026:05:23 23:59:59")
    assert failed(check(capsys, file, "visa", "2026-11-23")[1]) == {}
    assert "age" in failed(check(capsys, file, "visa", "2026-11-24")[1])
    assert "clock" in failed(check(capsys, file, "visa", "2026-05-22")[1])["age_ahead"]


def test_without_a_day_in_the_file_its_age_is_unknown_and_no_fault(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number, taken in enumerate(("", "0000:00:00 00:00:00", "yesterday")):
        code, found = check(capsys, save(tmp_path / f"{number}.jpg", portrait((330, 480)), taken=taken), "visa")
        assert code == 0
        assert [each["status"] for each in found["findings"] if each["check"] == "age"] == ["unknown"]


def test_white_and_blue_are_told_apart_and_named_when_confused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    white = save(tmp_path / "w.jpg", portrait((330, 480)))
    blue = save(tmp_path / "b.jpg", portrait((330, 480), BLUE))
    assert check(capsys, blue, "residence-permit")[0] == 0
    assert "not blue" in failed(check(capsys, white, "residence-permit")[1])["background_blue"]
    assert "not white" in failed(check(capsys, blue, "exit-entry-permit")[1])["background_white"]


@pytest.mark.parametrize(
    ("colour", "name"),
    [
        ((255, 255, 255), Backdrop.WHITE),
        ((225, 228, 232), Backdrop.WHITE),
        ((200, 200, 200), Backdrop.OTHER),
        ((255, 250, 215), Backdrop.OTHER),
        ((67, 142, 219), Backdrop.BLUE),
        ((0, 191, 243), Backdrop.BLUE),
        ((40, 40, 60), Backdrop.OTHER),
        ((219, 67, 67), Backdrop.OTHER),
    ],
)
def test_a_colour_has_one_name(colour: tuple[int, int, int], name: Backdrop) -> None:
    assert Background(colour, 1.0).backdrop is name


def test_a_shadow_behind_the_head_is_seen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    picture = portrait((330, 480))
    ImageDraw.Draw(picture).rectangle((250, 0, 330, 300), fill=(150, 150, 150))
    found = check(capsys, save(tmp_path / "p.jpg", picture), "visa")[1]
    assert list(failed(found)) == ["even"]
    assert "shadows" in failed(found)["even"]


def test_clothes_at_the_lower_border_are_no_background(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    picture = portrait((330, 480))
    ImageDraw.Draw(picture).rectangle((0, 250, 330, 480), fill=(10, 10, 10))
    assert check(capsys, save(tmp_path / "p.jpg", picture), "visa")[0] == 0


def test_size_of_the_file_and_points_have_both_ends(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    small = save(tmp_path / "s.jpg", Image.new("RGB", (353, 472), WHITE))
    found = failed(check(capsys, small, "visa-upload")[1])
    assert found["pixels"] == "It has 353 × 472 points; wanted: from 354 × 472 to 420 × 560."
    assert "wanted: 40 to 120 KB" in found["kilobytes"]
    large = save(tmp_path / "l.png", portrait((421, 560)), "PNG")
    found = failed(check(capsys, large, "visa-upload")[1])
    assert set(found) == {"format", "pixels", "kilobytes"}
    assert set(failed(check(capsys, large, "work-permit")[1])) == set()


def test_grey_is_no_colour_and_a_turned_file_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    grey = save(tmp_path / "g.jpg", portrait().convert("L"))
    assert "stored as L" in failed(check(capsys, grey, "visa-upload")[1])["colour"]
    on_side = save(tmp_path / "t.jpg", portrait((480, 360)), turned=6)
    assert "turn it and save it upright" in failed(check(capsys, on_side, "visa-upload")[1])["upright"]


def test_broken_notes_of_the_camera_do_not_break_the_picture(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = save(tmp_path / "p.jpg", portrait((330, 480)), taken="2026:05:23 10:00:00", dpi=(300, 300))
    raw = file.read_bytes()
    assert b"Exif\x00\x00MM\x00*" in raw
    file.write_bytes(raw.replace(b"Exif\x00\x00MM\x00*", b"Exif\x00\x00MM\x01*"))
    code, found = check(capsys, file, "visa")
    assert (code, found["measured"]["taken"]) == (0, None)


def test_a_see_through_picture_lies_on_white(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "p.png"
    Image.new("RGBA", (400, 500), (0, 0, 0, 0)).save(file)
    assert check(capsys, file, "work-permit")[1]["measured"]["background"]["colour"] == "#ffffff"


def bomb() -> bytes:
    """9000 × 9000 points in some 10 KB."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return len(content).to_bytes(4, "big") + kind + content + zlib.crc32(kind + content).to_bytes(4, "big")

    squeezed = zlib.compressobj(9)
    rows = b"".join([*(squeezed.compress(bytes(1126)) for _ in range(9000)), squeezed.flush()])
    head = chunk(b"IHDR", (9000).to_bytes(4, "big") * 2 + b"\1\0\0\0\0")
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def half() -> bytes:
    stream = io.BytesIO()
    portrait().save(stream, "JPEG")
    return stream.getvalue()[: len(stream.getvalue()) // 2]


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (bomb(), "9000 × 9000 points, more than 64 million"),
        (half(), "damaged or cut off"),
        (b"", "no photo in JPEG, PNG, TIFF or WebP"),
        (b"%PDF-1.7\n", "no photo in JPEG, PNG, TIFF or WebP"),
        (b"GIF89a" + bytes(40), "no photo in JPEG, PNG, TIFF or WebP"),
    ],
    ids=["bomb", "half", "nothing", "PDF", "GIF"],
)
def test_what_is_no_photo_is_refused_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], raw: bytes, told: str
) -> None:
    (tmp_path / "p.jpg").write_bytes(raw)
    assert cli.main(["photo", str(tmp_path / "p.jpg"), "--use", "visa", "--language", "en"]) == 1
    printed = capsys.readouterr()
    assert told in printed.err
    assert printed.out == ""


def test_a_use_that_is_not_known_a_file_that_is_not_there_and_a_day_before_the_source(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = save(tmp_path / "p.jpg", portrait())
    assert cli.main(["photo", str(file), "--use", "vise", "--language", "en"]) == 2
    assert "did you mean visa?" in capsys.readouterr().err
    assert cli.main(["photo", str(tmp_path / "q.jpg"), "--use", "visa", "--language", "en"]) == 3
    assert cli.main(["photo", str(file), "--use", "visa", "--as-of", "2016-12-14", "--language", "en"]) == 1
    assert "nothing is known of photos for visa on 2016-12-14" in capsys.readouterr().err


def test_on_the_terminal_each_check_is_a_line_and_the_source_stands_below(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = save(tmp_path / "p.jpg", portrait((330, 480)))
    assert cli.main(["photo", str(file), "--use", "visa", "--as-of", "2026-11-23", "--language", "en"]) == 0
    said = capsys.readouterr().out
    assert "  ✓ White background\n" in said
    assert "  ? The file does not say when it was taken" in said
    assert "Asked for since 15 Dec 2016: MFA Commissioner" in said
    assert "[A]" in said


def test_every_use_that_the_sources_state_is_there_with_its_grade() -> None:
    uses = Catalogue([paths.room("forms")]).photos()
    assert list(uses) == USES
    grades = {name: str(use.values[0].citation.grade) for name, use in uses.items()}
    assert {name for name, grade in grades.items() if grade == "A"} == {"visa", "residence-permit", "work-permit"}
    assert all(grades[name] == "C" for name in grades if grades[name] != "A")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('background = "white"', 'background = "wite"', "background cannot be wite"),
        ('background = "white"', 'background = "other"', "background cannot be other"),
        ("size_mm = [33, 48]", "size_mm = [33]", "size_mm should be width and height"),
        ("pixels_most = [420, 560]", "pixels_most = [320, 560]", "pixels_most is less than the least"),
        ("kilobytes_least = 40\nkilobytes_most", "kilobytes_most", "kilobytes_most stands alone"),
        ('formats = ["JPEG"]', 'formats = ["JPG"]', "formats cannot be JPG"),
        ('cite = "photo-receipt"', 'cite = "photo-recept"', "there is no citation photo-recept"),
        ('id = "visa-upload"', 'id = "visa"', "the id visa is there twice"),
        ("months = 6", "month = 6", "unknown key month"),
        ('["work-permit"]', '["work-permits"]', "there is no procedure work-permits"),
    ],
)
def test_check_tells_of_a_fault_in_the_file(tmp_path: Path, old: str, new: str, told: str) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shipped = paths.room("forms") / "shared"
    (shared / "citations.toml").write_bytes((shipped / "citations.toml").read_bytes())
    (shared / "photos.toml").write_text((shipped / "photos.toml").read_text("utf-8").replace(old, new, 1), "utf-8")
    for name in ("visa-application", "residence-permit", "visa-extension", "permanent-residence", "work-permit"):
        (tmp_path / "procedures" / name).mkdir(parents=True)
    faults = [fault for fault in inspect(Catalogue([tmp_path])) if fault.file.endswith("photos.toml")]
    assert told in [fault.cause.format(**fault.details) for fault in faults]


def test_what_the_other_process_says_is_not_trusted(tmp_path: Path) -> None:
    photo = examine_photo(save(tmp_path / "p.jpg", portrait(), taken="2026:05:23 10:00:00"))
    assert photo.taken == date(2026, 5, 23)
    said = as_json(photo)
    assert photo_from(said) == photo
    for name, wrong in (("width", -1), ("height", "9"), ("colour", [1, 2, 300]), ("taken", 5), ("format", "J" * 99)):
        with pytest.raises((ValueError, TypeError)):
            photo_from({**said, name: wrong})
