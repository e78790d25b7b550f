"""The computer around Laurel: its languages, its folders, its account, its limits, its clock."""

from __future__ import annotations

import json
import os
import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from models.errors import InvalidError
from models.folder.storage_errors import DamagedError
from models.people.participant import find_people
from models.programme.cohort import cohorts
from tests import factory
from tests.faults.places import ROOT, SIGN_IN, laurel, open_for_mina, python, said, small_disk
from ui import commands

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


LOCALES = ("C", "de_DE.UTF-8", "tr_TR.UTF-8", "fa_IR.UTF-8", "nonsense")
PLAN = ("--name", "X", "--programme", "Back in Motion", "--at", "18:00")


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run a command in this process: its status, and what it printed."""
    for name, value in SIGN_IN.items():
        monkeypatch.setenv(name, value)

    def asked(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        status = commands.run(words)
        return (status, *capsys.readouterr())

    return asked


@pytest.mark.parametrize("locale", LOCALES)
def test_that_the_language_of_the_computer_changes_no_name_number_or_date(clinic_path: Path, locale: str) -> None:
    environment = {**SIGN_IN, "LC_ALL": locale, "LANG": locale, "LANGUAGE": ""}
    list_ = ROOT / "tests" / "data" / "rosters" / "excel_german.csv"
    imported = laurel(
        "import-people", str(clinic_path), str(list_), "--cohort", "AUTUMN EVENING", "--dates", "dmy", "--json",
        environment=environment,
    )  # fmt: skip
    assert imported.returncode == 0, imported.stderr
    assert json.loads(imported.stdout)["imported"] > 0
    opened = open_for_mina(clinic_path, is_exclusive=False)
    with opened.database.read(opened.actor) as work:
        names = {line.name for line in find_people(work)}
        assert find_people(work, "zolc")
        assert {line.people for line in cohorts(work)} == {4 + json.loads(imported.stdout)["imported"]}
    opened.close()
    assert "Siân ap Gruffydd" in names


WINDOW = """
import sys
from datetime import date, datetime, UTC
from PySide6.QtWidgets import QApplication
from ui.translation import install_translators, plural, tr
from ui.theme.theme import Theme
app = QApplication(sys.argv[:1])
used = install_translators(app)
from exports.certificate import CertificatePage, printed
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.exports.certificates import certificate, print_one
from ui.words.wording import day_text
from models.text import fold
Theme(app)
pdf = print_one(certificate("Iğdır İpek"))
assert fold("İPEK IŞIK") == fold("ipek ışık"), fold("İPEK IŞIK")
assert float("2.5") == 2.5
print(used.name(), day_text(date(2026, 9, 7)), plural(1234, "{count} person", "{count} people"), sep="|", flush=True)
print(__import__("hashlib").sha256(pdf.pdf).hexdigest(), flush=True)
"""


def test_that_the_window_speaks_the_language_and_the_certificate_is_always_the_same() -> None:
    papers = set()
    for locale in ("C", "fa_IR.UTF-8", "tr_TR.UTF-8"):
        answer = python(WINDOW, environment={"LC_ALL": locale, "LANG": locale})
        assert answer.returncode == 0, answer.stderr
        words, paper = answer.stdout.splitlines()
        papers.add(paper)
        assert "|" in words
    assert len(papers) == 1


@pytest.mark.parametrize(
    "name",
    [
        "Praxis für Müller & Söhne", "100% sicher %20 %s", 'Zoë\'s "clinic"', "a?mode=memory&plugin=x#y", "李 محمد",
        "-rf", "trailing.", "n" * 180, "semi;colon $HOME `id`", "new\nline",
    ],
    ids=range(10),
)  # fmt: skip
def test_that_a_folder_may_be_called_anything(
    made: Path, tmp_path: Path, name: str, ask: Callable[..., tuple[int, str, str]]
) -> None:
    if sys.platform == "win32" and set(name) & set('?"\n'):
        pytest.skip("Windows has no such names")
    folder = shutil.copytree(made, tmp_path / name)
    opened = open_for_mina(folder)
    with opened.database.write(opened.actor) as work:
        factory.person(work, "One", "More")
        assert len(find_people(work)) == 5
    assert opened.database.problems() == []
    kept = opened.media.store(b"a logo")
    opened.close()
    assert ask("check", str(folder))[:2] == (0, "All is well.\n")
    assert ask("backup", str(folder), "--out", str(tmp_path / f"{name[:60]}.laurel"))[0] == 0
    assert kept in {path.name for path in (folder / "media").iterdir()}


@pytest.mark.skipif(sys.platform != "linux", reason="only there are names not text")
def test_that_a_folder_whose_name_is_no_text_opens(made: Path, tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"caf\xe9")
    shutil.copytree(made, folder)
    assert said(laurel("check", str(folder), "--json", environment=SIGN_IN))["ok"]


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        (("new", ".", "--name", "Here"), 0, ""),
        (("new", "/proc/clinic", "--name", "X"), 1, "NOT done"),
        (("new", "x" * 300, "--name", "X"), 1, "too long"),
        (("check", "nowhere"), 1, "no clinic"),
        (("cohort", "{clinic_path}", "--start", "9999-12-20", *PLAN), 1, "more than 20 years"),
        (("cohort", "{clinic_path}", "--start", "0001-01-01", *PLAN), 1, "more than 20 years"),
        (("standings", "{clinic_path}", "--cohort", os.fsdecode(b"\xff\xfe")), 1, "no cohort called"),
        (("cohort", "{clinic_path}", "--name", os.fsdecode(b"\xff"),
          "--programme", "Back in Motion", "--start", "2026-09-07",
          "--at", "18:00"), 1, "not text"),
        (("import-people", "{clinic_path}", "{clinic_path}", "--cohort", "X"), 1, "not a CSV"),
    ],
)  # fmt: skip
def test_that_an_odd_request_is_done_or_refused_in_one_sentence(
    clinic_path: Path,
    tmp_path: Path,
    words: tuple[str, ...],
    status: int,
    sentence: str,
    ask: Callable[..., tuple[int, str, str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    done, _out, complaint = ask(*(word.format(clinic_path=clinic_path) for word in words))
    assert done == status, complaint
    assert complaint.count("\n") == (1 if sentence else 0)
    assert sentence in complaint


def test_that_a_restore_into_the_folder_one_stands_in_works(
    clinic_path: Path, tmp_path: Path, ask: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    backup = next((clinic_path / "backups").iterdir())
    assert ask("restore", str(backup), "--out", ".")[0] == 0
    assert ask("check", str(tmp_path / "here"))[0] == 0


@pytest.mark.parametrize("home", ["Heim mit Ä und %20", "nowhere/at/all", ""])
def test_that_any_home_will_do(clinic_path: Path, tmp_path: Path, home: str) -> None:
    folder = str(tmp_path / home) if home else ""
    environment = {
        **SIGN_IN, "HOME": folder, "XDG_CONFIG_HOME": "", "XDG_CACHE_HOME": "", "XDG_STATE_HOME": "", "USER": "",
        "LOGNAME": "",
    }  # fmt: skip
    answer = python(VISIT, str(clinic_path), environment=environment)
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.splitlines()[-1] == "SignIn", answer.stdout


VISIT = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from ui.errors import CrashReporter
from ui.preferences import PreferenceFile
from ui.theme.theme import Theme
from ui.session.app_controller import AppController
app = QApplication(sys.argv[:1])
crashes = CrashReporter()
crashes.install()
preferences = PreferenceFile()
controller = AppController(Theme(app, zoom=preferences.now.zoom), preferences)
controller.begin(Path(sys.argv[1]))
print(controller.start_window.banner.text.text() if controller.start_window.banner.isVisible() else "", flush=True)
print(type(controller.start_window.panel).__name__, flush=True)
controller.quit()
crashes.remove()
"""


BROKEN = (
    b"", b"{", b"\x00" * 500, b"[" * 100_000, b'{"zoom": 1e999}', b'{"clinics": ["\\u0000", "\\ud800"]}', b"\xff\xfe{",
)  # fmt: skip


@pytest.mark.parametrize("content", BROKEN, ids=range(len(BROKEN)))
def test_that_damaged_settings_are_left_aside(tmp_path: Path, content: bytes) -> None:
    from ui.preferences import PreferenceFile, Preferences

    (tmp_path / "preferences.json").write_bytes(content)
    kept = PreferenceFile(tmp_path / "preferences.json")
    assert kept.was_damaged or kept.now.clinics
    assert kept.now.zoom == 100
    kept.save(Preferences(zoom=150))
    assert PreferenceFile(tmp_path / "preferences.json").now.zoom == 150


@pytest.mark.parametrize("content", [BROKEN[3], BROKEN[5]], ids=["deep", "no text"])
def test_that_damaged_settings_never_block_the_start(clinic_path: Path, tmp_path: Path, content: bytes) -> None:
    config = tmp_path / "config"
    (config / "Laurel").mkdir(parents=True)
    for name in ("preferences.json", "screens.json"):
        (config / "Laurel" / name).write_bytes(content)
    answer = python(VISIT, str(clinic_path), environment={"XDG_CONFIG_HOME": str(config)})
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.splitlines()[-1] == "SignIn"


def test_that_settings_of_a_later_version_and_those_write_protected_are_used_as_far_as_they_go(tmp_path: Path) -> None:
    from ui.preferences import PreferenceFile, Preferences

    file = tmp_path / "preferences.json"
    file.write_text('{"format": 9, "zoom": 125, "holograms": true}', encoding="utf-8")
    kept = PreferenceFile(file)
    assert (kept.now, kept.was_damaged) == (Preferences(zoom=125), False)


@pytest.mark.parametrize("file", ["keys.json", "head.json", "laurel.json"])
@pytest.mark.parametrize(
    "content", [b"[" * 100_000, b"\x00" * 64, b"{}", b"[]", b"null", b'{"format": "x"}'], ids=range(6)
)
def test_that_a_damaged_note_in_the_folder_has_its_sentence_or_does_no_harm(
    clinic_path: Path, file: str, content: bytes
) -> None:
    (clinic_path / file).write_bytes(content)
    if file == "keys.json":
        with pytest.raises(DamagedError, match="key file is damaged"):
            open_for_mina(clinic_path)
        return
    open_for_mina(clinic_path).close()


def test_that_a_temporary_folder_that_is_missing_or_full_stops_no_backup(clinic_path: Path, tmp_path: Path) -> None:
    environment = {**SIGN_IN, "TMPDIR": str(tmp_path / "nowhere"), "TEMP": "", "TMP": ""}
    out = tmp_path / "one.laurel"
    assert laurel("backup", str(clinic_path), "--out", str(out), environment=environment).returncode == 0
    with small_disk(tmp_path / "small", 1) as small:
        (small / "file").write_bytes(bytes(900_000))
        answer = laurel(
            "backup",
            str(clinic_path),
            "--out",
            str(tmp_path / "two.laurel"),
            environment={**SIGN_IN, "TMPDIR": str(small)},
        )
        assert answer.returncode == 0, answer.stderr


LIMITED = """
import resource, sys
kind, most = getattr(resource, sys.argv[1]), int(sys.argv[2])
from ui.commands import run
resource.setrlimit(kind, (most, most))
import main
sys.argv = ["main.py", *sys.argv[3:]]
sys.exit(main.main())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="limits as Linux has them")
@pytest.mark.parametrize(
    ("limit", "most"), [("RLIMIT_NOFILE", 64), ("RLIMIT_NOFILE", 12), ("RLIMIT_FSIZE", 200_000), ("RLIMIT_FSIZE", 4096)]
)
def test_that_a_computer_without_room_or_handles_refuses_or_works_and_spoils_nothing(
    clinic_path: Path, limit: str, most: int
) -> None:
    list_ = ROOT / "tests" / "data" / "rosters" / "clinic_list.csv"
    words = ("import-people", str(clinic_path), str(list_), "--cohort", "Autumn evening")
    answer = python(LIMITED, limit, str(most), *words, environment=SIGN_IN)
    assert answer.returncode in {0, 1}, answer.stderr
    assert "Traceback" not in answer.stderr
    assert "fault" not in answer.stderr
    opened = open_for_mina(clinic_path)
    assert opened.database.problems() == []
    with opened.database.read(opened.actor) as work:
        assert len(find_people(work)) in {4, 16}
    opened.close()


CROWD = """
import resource, sys, threading
from pathlib import Path
from models.clinic.opening import open_clinic
from models.errors import ClinicError
from tests import factory
opened = open_clinic(Path(sys.argv[1]), sys.argv[2], "Mina Okafor")
resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
saved, refused, bugs = [], [], []
def add(number):
    try:
        with opened.database.write(opened.actor) as work:
            factory.person(work, f"Person {number}", "Crowd")
        saved.append(number)
    except ClinicError as sentence:
        refused.append(str(sentence))
    except BaseException as bug:
        bugs.append(repr(bug))
threads = [threading.Thread(target=add, args=(number,)) for number in range(200)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(saved), len(refused), bugs, flush=True)
opened.close()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="limits as Linux has them")
def test_that_two_hundred_writers_with_few_handles_save_or_are_refused_and_nothing_is_half_there(
    clinic_path: Path,
) -> None:
    answer = python(CROWD, str(clinic_path), SIGN_IN["LAUREL_PASSPHRASE"])
    assert answer.returncode == 0, answer.stderr
    saved, refused, bugs = answer.stdout.split(maxsplit=2)
    assert bugs.strip() == "[]"
    assert int(saved) + int(refused) == 200
    opened = open_for_mina(clinic_path)
    with opened.database.read(opened.actor) as work:
        assert len(find_people(work, "crowd")) == int(saved)
    assert opened.database.problems() == []
    opened.close()


@pytest.mark.parametrize("rows", [1_000_000])
def test_that_a_list_of_a_million_rows_is_refused_at_once(tmp_path: Path, rows: int) -> None:
    from models.imports.roster import open_roster

    (tmp_path / "list.csv").write_text("Name,Note\n" + "Anna,x\n" * rows, encoding="utf-8")
    with pytest.raises(InvalidError, match="more than 20000 rows"):
        open_roster(tmp_path / "list.csv")
    (tmp_path / "wide.csv").write_text(",".join(f"c{n}" for n in range(500)) + "\n", encoding="utf-8")
    with pytest.raises(InvalidError, match="more than 200 columns"):
        open_roster(tmp_path / "wide.csv")
