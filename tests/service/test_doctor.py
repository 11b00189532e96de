"""What the doctor finds: each trouble in its own words, with a remedy."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pytest

from talentdesk import paths
from talentdesk.bootstrap import system
from talentdesk.i18n import say
from talentdesk.service.doctor import Finding, Machine, Status, examine, kiosk, program, storage, surroundings, worst
from talentdesk.service.kiosk.ground import STANDING, ground_of
from talentdesk.service.kiosk.standing import Standing, StandingFile

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells this in files")


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    (tmp_path / "cases").mkdir(mode=0o700)
    return Machine(str(tmp_path / "cases"), root=tmp_path / "system")


def system_file(machine: Machine, name: str, content: str) -> None:
    file = machine.root / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content, "utf-8")


def found(machine: Machine, topic: str) -> Finding:
    return next(finding for finding in examine(machine) if finding.topic == topic)


def test_every_finding_can_be_said_and_written_as_json(machine: Machine) -> None:
    findings = examine(machine)
    assert [finding.topic for finding in findings if finding.topic != "print queue"] == [
        *("python qt libraries display fonts forms translations versions licences packages lock".split()),
        *(["network"] if sys.platform.startswith("linux") else []),
        *("files from outside,engine,engine settings,keyring,place,disk".split(",")),
        *(["swap", "hibernation"] if sys.platform.startswith("linux") else []),
        *([] if sys.platform == "win32" else ["core dumps"]),
        *("printer clock".split()),
    ]
    for finding in findings:
        for message in filter(None, (finding.message, finding.remedy)):
            assert "{" not in say(message, "en", **finding.details)
        assert (finding.status == Status.OK) == (not finding.remedy)
    assert json.loads(json.dumps([asdict(finding) for finding in findings]))[0]["topic"] == "python"


def test_a_sound_machine_has_a_sound_engine_and_sound_fonts(machine: Machine) -> None:
    assert found(machine, "engine").status == Status.OK
    assert re.match(r"4\.", found(machine, "engine").details["cipher"])
    assert found(machine, "fonts").status == Status.OK
    assert found(machine, "qt").details == {"version": "6.11.3"}
    assert found(machine, "place").status == Status.OK


def test_the_gravest_status_counts() -> None:
    assert worst(()) == Status.OK
    assert worst((Finding("a", Status.ATTENTION, ""), Finding("b", Status.OK, ""))) == Status.ATTENTION
    assert worst((Finding("a", Status.TROUBLE, ""), Finding("b", Status.ATTENTION, ""))) == Status.TROUBLE


@pytest.mark.parametrize("harm", ["changed", "removed", "unlisted"])
def test_a_font_that_is_harmed_is_named(
    machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: str
) -> None:
    rooms = tmp_path / "rooms"
    shutil.copytree(paths.room("ui") / "fonts", rooms / "ui" / "fonts")
    font = rooms / "ui" / "fonts" / "NotoSans-Regular.ttf"
    if harm == "changed":
        font.write_bytes(font.read_bytes()[:-1] + b"?")
    elif harm == "removed":
        font.unlink()
    else:
        (font.parent / "SHA256SUMS").unlink()
    monkeypatch.setattr(paths, "room", lambda name: rooms / name)
    finding = next(iter(program.fonts(machine)))
    assert finding.status == Status.TROUBLE
    assert finding.details["files"] == ("SHA256SUMS" if harm == "unlisted" else "NotoSans-Regular.ttf")


def test_the_list_of_fonts_is_the_folder_s() -> None:
    folder = paths.room("ui") / "fonts"
    listed = {line.split()[1] for line in (folder / "SHA256SUMS").read_text("ascii").splitlines()}
    assert listed == {file.name for file in folder.glob("*.ttf")}


def test_an_engine_that_does_not_encrypt_is_trouble(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    from talentdesk.store import engine

    monkeypatch.setattr(engine, "_OLDEST_CIPHER", 99)
    finding = found(machine, "engine")
    assert finding.status == Status.TROUBLE
    assert "encrypted" in finding.remedy


def test_form_files_with_faults_are_trouble(machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "rooms" / "forms" / "procedures" / "broken"
    folder.mkdir(parents=True)
    (folder / "about.toml").write_text("order = =")
    monkeypatch.setattr(paths, "room", lambda name: tmp_path / "rooms" / name)
    finding = next(iter(program.forms(machine)))
    assert finding.status == Status.TROUBLE
    assert "about.toml:1" in finding.details["cause"]


def test_missing_libraries_are_named_with_the_line_that_brings_them(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(system, "missing_libraries", lambda wanted: ["libgl1", "libegl1"])
    finding = found(machine, "libraries")
    assert finding.status == Status.TROUBLE
    assert say(finding.remedy, "en", **finding.details).endswith("libgl1 libegl1")


@pytest.mark.skipif(os.name != "posix", reason="permissions as POSIX knows them")
def test_a_data_folder_that_others_can_read_deserves_attention(machine: Machine) -> None:
    Path(machine.place).chmod(0o750)
    assert found(machine, "place").status == Status.ATTENTION


def test_a_data_folder_that_is_not_there_yet_is_in_order(machine: Machine) -> None:
    later = Machine(str(Path(machine.place) / "in" / "here"), root=machine.root)
    assert found(later, "place").status == Status.OK


def test_a_data_folder_inside_a_file_cannot_be_written(machine: Machine) -> None:
    file = Path(machine.place) / "file"
    file.touch()
    assert found(Machine(str(file / "cases"), root=machine.root), "place").status == Status.TROUBLE


def test_a_database_elsewhere_has_no_folder() -> None:
    topics = {finding.topic for finding in storage.place(Machine("postgresql://office/cases"))}
    assert topics == set()


@linux
@pytest.mark.parametrize(
    ("device", "uuid", "kiosk", "status"),
    [
        ("/dev/sda2", "", False, Status.ATTENTION),
        ("/dev/sda2", "", True, Status.TROUBLE),
        ("/dev/dm-0", "CRYPT-PLAIN-swap", True, Status.OK),
        ("/dev/dm-0", "LVM-x", True, Status.TROUBLE),
        ("/dev/zram0", "", True, Status.OK),
    ],
)
def test_swap_must_be_encrypted(machine: Machine, device: str, uuid: str, kiosk: bool, status: Status) -> None:
    system_file(machine, "proc/swaps", f"Filename Type Size Used Priority\n{device} partition 1 0 -2\n")
    system_file(machine, f"sys/block/{Path(device).name}/dm/uuid", uuid)
    assert found(Machine(machine.place, kiosk, machine.root), "swap").status == status


@linux
@pytest.mark.parametrize(("kiosk", "status"), [(False, Status.ATTENTION), (True, Status.TROUBLE)])
def test_a_crash_must_leave_nothing(machine: Machine, kiosk: bool, status: Status) -> None:
    system_file(machine, "proc/sys/kernel/core_pattern", "|/usr/share/apport/apport %p %s\n")
    finding = found(Machine(machine.place, kiosk, machine.root), "core dumps")
    assert finding.status == status
    assert finding.details == {"pattern": "|/usr/share/apport/apport"}


@pytest.mark.parametrize(
    ("configuration", "topics"),
    [
        ("", set()),
        ("PreserveJobFiles No\n", set()),
        ("# PreserveJobFiles No\n", {"print queue"}),
        ("PreserveJobFiles Yes\n", {"print queue"}),
    ],
)
def test_a_print_queue_that_keeps_forms_is_named(machine: Machine, configuration: str, topics: set[str]) -> None:
    system_file(machine, "etc/cups/cupsd.conf", configuration)
    assert {finding.topic for finding in surroundings.spool(machine)} == topics


def test_a_clock_that_stopped_is_trouble(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    class Stopped(date):
        @classmethod
        def today(cls) -> date:
            return date(1970, 1, 1)

    monkeypatch.setattr(surroundings, "date", Stopped)
    assert next(iter(surroundings.clock(machine))).status == Status.TROUBLE


@linux
@pytest.mark.parametrize(
    ("device", "resume", "status"),
    [
        ("/dev/sda2", "8:2\n", Status.TROUBLE),
        ("/dev/sda2", "0:0\n", Status.OK),
        ("/dev/zram0", "8:2\n", Status.OK),
    ],
)
def test_hibernation_writes_memory_where_swap_is_readable(
    machine: Machine, device: str, resume: str, status: Status
) -> None:
    system_file(machine, "proc/swaps", f"Filename Type Size Used Priority\n{device} partition 1 0 -2\n")
    system_file(machine, "sys/power/state", "freeze mem disk\n")
    system_file(machine, "sys/power/resume", resume)
    assert found(Machine(machine.place, True, machine.root), "hibernation").status == status


def test_a_missing_part_is_named(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "pikepdf 10." in found(machine, "versions").details["names"]
    monkeypatch.setattr(program, "_LIBRARIES", ("pikepdf", "nowhere"))
    finding = next(iter(program.versions(machine)))
    assert (finding.status, finding.details) == (Status.TROUBLE, {"names": "nowhere"})


# ---- where strangers sit


@pytest.fixture
def public(machine: Machine) -> Machine:
    """A machine on which everything is as it should be."""
    system_file(machine, "proc/sys/kernel/sysrq", "0\n")
    ground = ground_of(machine.place)
    mounts = "".join(f"{at} 0 0:1 / {place} rw - tmpfs tmpfs rw\n" for at, place in enumerate((Path.home(), ground)))
    system_file(machine, "proc/self/mountinfo", mounts)
    system_file(machine, "usr/bin/cage", "")
    unit = "[Service]\nExecStart=/usr/bin/cage -- /opt/talentdesk/bin/talentdesk open --mode kiosk\nRestart=always\n"
    system_file(machine, "etc/systemd/system/talentdesk-kiosk.service", unit)
    (machine.root / "var/spool/cups").mkdir(parents=True)
    system_file(machine, "var/cache/cups/job.cache", "<Job 1>\nState 9\nName TD-7F3A\nUsername kiosk\n</Job>\n")
    ground.mkdir()
    StandingFile(ground / STANDING).say(Standing.ATTRACT, crashes=0, given_up=0)
    system_file(machine, "proc/17/comm", "talentdesk\n")
    system_file(machine, "run/systemd/timesync/synchronized", "")
    system_file(machine, "etc/X11/xorg.conf.d/10-kiosk.conf", '  Option "DontVTSwitch" "true"\n')
    system_file(machine, "etc/cups/cupsd.conf", "PreserveJobFiles No\nPreserveJobHistory No\n")
    return Machine(machine.place, True, machine.root)


def kiosk_statuses(machine: Machine) -> dict[str, Status]:
    return {finding.topic: finding.status for finding in kiosk.public_machine(machine)}


@linux
def test_a_public_machine_can_be_in_order(public: Machine) -> None:
    assert " ".join(kiosk_statuses(public)) == (
        "network consoles sysrq service compositor home session folder memory sticks time spool public machine"
    )
    assert set(kiosk_statuses(public).values()) == {Status.OK}
    assert not list(surroundings.spool(public))
    assert not kiosk_statuses(Machine(public.place, False, public.root))


@linux
@pytest.mark.parametrize(
    ("topic", "name", "content", "status"),
    [
        ("sysrq", "proc/sys/kernel/sysrq", "438\n", Status.TROUBLE),
        ("sysrq", "proc/sys/kernel/sysrq", "", Status.ATTENTION),
        ("session folder", "proc/self/mountinfo", "1 0 0:1 / {home} rw - tmpfs t rw\n", Status.TROUBLE),
        (
            "service",
            "etc/systemd/system/talentdesk-kiosk.service",
            "[Service]\nExecStart=talentdesk\n",
            Status.ATTENTION,
        ),
        ("spool", "var/spool/cups/d00001-001", "%PDF-1.7", Status.TROUBLE),
        ("job titles", "var/cache/cups/job.cache", "<Job 2>\nName CHAN Tai Man.pdf\n</Job>\n", Status.ATTENTION),
        ("sticks", "proc/18/comm", "udisksd\n", Status.TROUBLE),
        ("consoles", "etc/X11/xorg.conf.d/10-kiosk.conf", '# Option "DontVTSwitch" "true"\n', Status.ATTENTION),
    ],
)
def test_each_way_out_is_told_with_its_remedy(
    public: Machine, topic: str, name: str, content: str, status: Status
) -> None:
    system_file(public, name, content.replace("{home}", str(Path.home())))
    finding = next(each for each in kiosk.public_machine(public) if each.topic == topic)
    assert finding.status == status
    assert finding.remedy
    assert "{" not in say(finding.message, "en", **finding.details)
    assert [each for each, found in kiosk_statuses(public).items() if found != Status.OK] == [topic]


@linux
def test_a_home_on_a_disk_is_told(public: Machine) -> None:
    system_file(public, "proc/self/mountinfo", "1 0 0:1 / / rw - ext4 /dev/sda1 rw\n")
    assert kiosk_statuses(public)["home"] == Status.TROUBLE


@linux
def test_a_machine_without_a_compositor_of_its_own_is_told(public: Machine) -> None:
    (public.root / "usr/bin/cage").unlink()
    assert kiosk_statuses(public)["compositor"] == Status.ATTENTION


@linux
def test_under_cage_no_login_waits_on_another_console(public: Machine) -> None:
    (public.root / "etc/X11/xorg.conf.d/10-kiosk.conf").unlink()
    system_file(public, "etc/systemd/logind.conf.d/kiosk.conf", "[Login]\nNAutoVTs=0\n")
    assert kiosk_statuses(public)["consoles"] == Status.ATTENTION
    system_file(public, "etc/systemd/logind.conf.d/kiosk.conf", "[Login]\nNAutoVTs=0\nReserveVT=0\n")
    assert kiosk_statuses(public)["consoles"] == Status.OK


@linux
def test_memory_that_may_be_swapped_out_is_told(public: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    import resource

    system_file(public, "proc/swaps", "Filename Type Size Used Priority\n/dev/dm-0 partition 1 0 -2\n")
    monkeypatch.setattr(resource, "getrlimit", lambda _what: (8 << 20, 8 << 20))
    assert kiosk_statuses(public)["memory"] == Status.ATTENTION
    system_file(public, "proc/swaps", "Filename Type Size Used Priority\n")
    assert kiosk_statuses(public)["memory"] == Status.OK


@linux
@pytest.mark.parametrize("standing", [Standing.ERROR, Standing.BUSY, Standing.NO_PAPER])
def test_how_the_public_machine_stands_is_told(public: Machine, standing: Standing) -> None:
    StandingFile(ground_of(public.place) / STANDING).say(standing, crashes=4, given_up=1)
    wanted = Status.TROUBLE if standing is Standing.ERROR else Status.OK
    assert kiosk_statuses(public)["public machine"] == wanted


@linux
def test_a_clock_that_nobody_sets_is_told(public: Machine) -> None:
    (public.root / "run/systemd/timesync/synchronized").unlink()
    assert kiosk_statuses(public)["time"] == Status.ATTENTION


def test_the_list_of_printed_papers_is_looked_at_where_strangers_sit(public: Machine) -> None:
    system_file(public, "etc/cups/cupsd.conf", "PreserveJobFiles No\n")
    assert [finding.topic for finding in surroundings.spool(public)] == ["print history"]
    assert not list(surroundings.spool(Machine(public.place, False, public.root)))
