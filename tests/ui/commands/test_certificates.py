"""The commands that issue certificates, write the issuer file, and check a certificate without any clinic."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdf
import pytest

from models.clinic.founding import create_clinic
from models.clinic.opening import open_clinic
from tests.conftest import CHEAP
from tests.exports.certificates import codes_in, rendered
from tests.factory import group, run_sessions
from ui.commands import run

if TYPE_CHECKING:
    from tests.factory import MovingClock

PASSPHRASE = "a lantern on the quay"


@dataclass
class Desk:
    """A clinic's folder and the command line before it."""

    folder: Path
    out: Path
    capture: pytest.CaptureFixture[str]

    def ask(self, *words: str, status: int = 0) -> Any:
        assert run([*words, "--json"]) == status
        return json.loads(self.capture.readouterr().out)

    def certificates(self, *more: str) -> Any:
        where = ["--cohort", "Autumn evening", "--out", str(self.out)]
        return self.ask("certificates", str(self.folder), *where, *more)


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], clock: MovingClock
) -> Desk:
    """A clinic in which a group of twelve ended its programme long ago, everyone present each time but one."""
    folder = tmp_path / "clinic"
    monkeypatch.setenv("LAUREL_PASSPHRASE", PASSPHRASE)
    monkeypatch.delenv("LAUREL_USER", raising=False)
    create_clinic(
        folder,
        name="Riverside",
        country="GB",
        administrator="Mina Okafor",
        passphrase=PASSPHRASE,
        clock=clock,
        cost=CHEAP,
    )
    clinic = open_clinic(folder, PASSPHRASE, None, is_exclusive=True, clock=clock)
    with clinic.database.write(clinic.actor) as work:
        them = group(work, start=date(2024, 9, 2))
    for meeting in them.meetings:
        clock.to(meeting.day)
        with clinic.database.write(clinic.actor) as work:
            run_sessions(work, replace(them, meetings=(meeting,)), ["P" * 11 + "N"])
    clock.to(them.meetings[-1].day + timedelta(days=3))
    clinic.close()
    capsys.readouterr()
    return Desk(folder, tmp_path / "out", capsys)


def test_that_certificates_go_from_the_clinic_to_a_stranger_who_checks_them(desk: Desk, tmp_path: Path) -> None:
    told = desk.certificates("--merged")
    assert len(told["issued"]) == 11
    assert len(told["excluded"]) == 1
    assert told["review"] == []
    issuer = tmp_path / "issuer.json"
    desk.ask("issuer-key", str(desk.folder), "--out", str(issuer))
    job = Path(told["issued"][0]["file"])
    assert len(pypdf.PdfReader(job).pages) == 11
    for each in told["issued"][:3]:
        [code] = codes_in(rendered(job.read_bytes(), 150, each["page"] - 1))
        verdict = desk.ask("verify", code, "--issuer", str(issuer), "--name", each["name"])
        assert verdict["status"] == "valid"
        assert verdict["serial"] == each["serial"]
        changed = code[:-9] + ("A" if code[-9] != "A" else "B") + code[-8:]
        assert desk.ask("verify", changed, "--issuer", str(issuer), status=1)["status"] == "altered"
        own = desk.ask("verify", each["own_file"], "--issuer", str(issuer))
        assert own["serial"] == each["serial"]


def test_that_a_second_run_gives_the_same_files(desk: Desk) -> None:
    first = desk.certificates()
    content = {each["file"]: Path(each["file"]).read_bytes() for each in first["issued"]}
    second = desk.certificates()
    assert [each["serial"] for each in second["issued"]] == [each["serial"] for each in first["issued"]]
    assert {each["file"]: Path(each["file"]).read_bytes() for each in second["issued"]} == content
    assert all(each["page"] == 1 and not each["is_new"] for each in second["issued"])


def test_that_new_certificates_take_the_template_that_is_named_and_issued_ones_keep_theirs(desk: Desk) -> None:
    card = desk.certificates("--template", "card")
    box = pypdf.PdfReader(card["issued"][0]["file"]).pages[0].mediabox
    assert (float(box.width), float(box.height)) == (595.28, 419.53)
    content = {each["file"]: Path(each["file"]).read_bytes() for each in card["issued"]}
    again = desk.certificates("--template", "portrait")
    assert {each["file"]: Path(each["file"]).read_bytes() for each in again["issued"]} == content
    with pytest.raises(SystemExit) as wrong:
        desk.certificates("--template", "poster")
    assert wrong.value.code == 2


def test_that_no_name_is_in_the_name_of_a_file(desk: Desk) -> None:
    told = desk.certificates()
    assert {path.name for path in desk.out.iterdir()} == {
        f"certificate-{each['serial']}.pdf" for each in told["issued"]
    }


def test_that_lines_for_a_person_say_who_gets_one(desk: Desk) -> None:
    assert run(["certificates", str(desk.folder), "--cohort", "Autumn evening", "--out", str(desk.out)]) == 0
    lines = desk.capture.readouterr().out.splitlines()
    assert len(lines) == 12
    assert sum(line.startswith("none: Madonna: Not yet: attended 0 of 12") for line in lines) == 1


def test_that_an_unknown_cohort_and_a_full_place_get_a_sentence(desk: Desk, tmp_path: Path) -> None:
    assert run(["certificates", str(desk.folder), "--cohort", "Spring", "--out", str(desk.out)]) == 1
    assert desk.capture.readouterr().err == (
        "There is no cohort called Spring. Check the spelling, or list the cohorts.\n"
    )
    blocked = tmp_path / "a file"
    blocked.write_text("", encoding="utf-8")
    assert run(["certificates", str(desk.folder), "--cohort", "Autumn evening", "--out", str(blocked / "x")]) == 1
    assert desk.capture.readouterr().err.count("\n") == 1


def test_that_checking_asks_for_the_issuer_file_and_names_a_missing_one(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as wrong:
        run(["verify", "LR1.ABC"])
    assert wrong.value.code == 2
    desk.capture.readouterr()
    assert run(["verify", "LR1.ABC", "--issuer", str(tmp_path / "none.json")]) == 1
    assert "none.json" in desk.capture.readouterr().err


def test_that_a_file_that_is_not_there_is_no_code(desk: Desk, tmp_path: Path) -> None:
    issuer = tmp_path / "issuer.json"
    desk.ask("issuer-key", str(desk.folder), "--out", str(issuer))
    assert run(["verify", "certificate.pdf", "--issuer", str(issuer)]) == 1
    assert desk.capture.readouterr().err == "There is no file certificate.pdf. Look at its name and folder.\n"
    for text in ("hello", "x" * 5000, "nul\0"):
        assert desk.ask("verify", text, "--issuer", str(issuer), status=1)["status"] == "unreadable"
