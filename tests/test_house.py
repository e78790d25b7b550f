"""The rules of the house hold in every file, and each is shown to catch what breaks it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

import pytest

from tests import house
from tests import house_clock as clock
from tests import house_objects as objects
from tests import house_words as words
from tests.house import File

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Rule = Callable[[File], Iterator[str]]

CODE: Final = house.python_files()
WINDOW: Final = tuple(file for file in CODE if file.is_in("ui/") and not file.is_in("ui/commands/", "ui/sample/"))
TRANSLATED: Final = tuple(file for file in CODE if "translation import" in file.text)
BELOW: Final = tuple(file for file in CODE if file.is_in("models/", "leaderboards/", "ceremonies/", "exports/"))
COMMANDS: Final = tuple(file for file in CODE if file.is_in("ui/commands/"))
EVERY_PYTHON: Final = tuple(file for file in house.tracked() if file.path.endswith(".py"))
# What a nominee is made of changes with the script of a ceremony, and is built in one place.
RECORDS: Final = tuple(file for file in CODE if file.is_in("models/", "leaderboards/", "ceremonies/", "exports/"))
HELD: Final[tuple[tuple[Rule, tuple[File, ...]], ...]] = (
    (house.permission_first, CODE),
    (house.no_use_case_in_window, CODE),
    (house.confirmed_is_used, CODE),
    (house.one_commit, CODE),
    (clock.one_clock, CODE),
    (clock.day_in_zone, CODE),
    (house.relationships_raise, CODE),
    (house.no_blanket_except, CODE),
    (objects.no_current_object, tuple(file for file in CODE if not file.is_in("migrations/versions/"))),
    (house.no_vague_name, EVERY_PYTHON),
    (house.paths_are_no_places, CODE),
    (house.short_file, tuple(file for file in EVERY_PYTHON if not file.is_in("migrations/versions/"))),
    (house.reasons_given, CODE),
    (words.no_bare_label, WINDOW),
    (words.no_colour, WINDOW),
    (words.translated, WINDOW),
    (words.extractable, TRANSLATED),
    (words.worded, (*BELOW, *COMMANDS)),
    (words.one_resolver_of_names, CODE),
    (house.keyword_records, RECORDS),
    (house.no_address, house.tracked()),
    (house.said_at_once, tuple(file for file in EVERY_PYTHON if file.is_in("tests/"))),
)

BAD: Final[tuple[tuple[Rule, str, str], ...]] = (
    (objects.no_current_object, "ui/x.py", "def set_theme(theme: Theme) -> None:\n    global THEME\n    THEME = theme"),
    (objects.no_current_object, "ui/x.py", "_theme: Theme | None = None"),
    (objects.no_current_object, "ui/x.py", "_made: dict[str, Theme] = {}"),
    (objects.no_current_object, "models/x.py", "current = ContextVar('current')"),
    (objects.no_current_object, "ui/x.py", "def px(wide: int) -> int:\n    return app.property('zoom') * wide"),
    (objects.no_current_object, "ui/x.py", "look = QApplication.instance().findChild(Theme, 'theme')"),
    (
        objects.no_current_object,
        "ui/x.py",
        "def theme() -> Theme:\n    app = cast('QApplication', QApplication.instance())\n    return app.theme",
    ),
    (house.said_at_once, "tests/test_x.py", "CODE = 'print(len(shown))'"),
    (house.said_at_once, "tests/test_x.py", "CODE = 'import os\\nprint(1, flush=True)\\nif os:\\n    print(2)'"),
    (house.paths_are_no_places, "models/x.py", "def pack(place: Path) -> None: ..."),
    (house.paths_are_no_places, "models/x.py", "def sweep(places: Iterable[Path] = ()) -> None: ..."),
    (house.paths_are_no_places, "models/x.py", "class State:\n    place: ClinicFolder | None = None"),
    (house.paths_are_no_places, "models/x.py", "def _place() -> Path: ..."),
    (house.permission_first, "models/x.py", "def record(work: Work) -> None:\n    work.session.add(1)"),
    (
        house.permission_first,
        "models/x.py",
        "def record(work: Work) -> None:\n    '''Record.'''\n    x = 1\n    work.require(P)",
    ),
    (house.permission_first, "models/x.py", "def record(w: 'Work') -> None:\n    return None"),
    (house.permission_first, "models/x.py", "def record(work: Work) -> None:\n    other.require(P)"),
    (house.permission_first, "models/x.py", "def record(work: Work) -> None:\n    '''Only a docstring.'''"),
    (house.no_use_case_in_window, "ui/screens/x.py", "def _read(work: Work) -> int:\n    return 1"),
    (
        house.no_use_case_in_window,
        "ui/dialogs/x.py",
        "class D:\n    def f(self):\n        def note(unit: 'Work'): pass",
    ),
    (house.no_use_case_in_window, "ui/commands/x.py", "def found(name: str, work: Work) -> int:\n    return 1"),
    (
        house.confirmed_is_used,
        "models/x.py",
        "def erase(work: Work, *, confirmed: Confirmed) -> None:\n    work.get(1)",
    ),
    (house.one_commit, "models/people/x.py", "work.session.commit()"),
    (house.one_commit, "models/storage/x.py", "connection.commit()"),
    (house.one_commit, "models/storage/database.py", "Base.metadata.create_all(engine)"),
    (clock.one_clock, "models/x.py", "from datetime import datetime, UTC\nnow = datetime.now(UTC)"),
    (clock.one_clock, "models/x.py", "import datetime\nnow = datetime.datetime.utcnow()"),
    (clock.one_clock, "ui/x.py", "today = date.today()"),
    (clock.one_clock, "ui/x.py", "field.setDate(QDate.currentDate())"),
    (clock.one_clock, "ui/x.py", "Column(default=datetime.now)"),
    (clock.one_clock, "exports/x.py", "import time\nstart = time.time()"),
    (clock.one_clock, "exports/x.py", "import time\nstart = time.monotonic()"),
    (clock.one_clock, "exports/x.py", "from time import time"),
    (clock.one_clock, "ceremonies/x.py", "from time import monotonic"),
    (clock.one_clock, "ceremonies/x.py", "import random\nrandom.shuffle(people)"),
    (clock.one_clock, "models/people/x.py", "id = uuid4()"),
    (clock.day_in_zone, "models/x.py", "late = session.starts_at.date() > work.now.date()"),
    (clock.day_in_zone, "models/x.py", "day = work.now.astimezone(UTC).date()"),
    (clock.day_in_zone, "ui/x.py", "day = clock().astimezone().date()"),
    (clock.day_in_zone, "ui/x.py", "text = line.at.strftime('%H:%M')"),
    (clock.day_in_zone, "exports/x.py", "at = closed_at.time()"),
    (clock.day_in_zone, "exports/x.py", "time = f'{session.closed_at:%H:%M}'"),
    (clock.day_in_zone, "ui/x.py", "def name(at: datetime) -> str:\n    return f'{at:%Y-%m-%d}'"),
    (
        clock.day_in_zone,
        "models/x.py",
        "def f(at: time): ...\ndef g(at: datetime):\n    return f'{at:%H}'",
    ),
    (clock.day_in_zone, "leaderboards/x.py", "is_monday = at.weekday() == 0"),
    (clock.day_in_zone, "ui/x.py", "local = moment\nday = local.date()"),
    (house.relationships_raise, "models/x.py", "people = relationship(Person)"),
    (house.relationships_raise, "models/x.py", "people = relationship(Person, lazy='select')"),
    (house.no_blanket_except, "ui/x.py", "try:\n    f()\nexcept Exception:\n    pass"),
    (house.no_blanket_except, "ui/x.py", "try:\n    f()\nexcept:\n    pass"),
    (house.no_blanket_except, "ui/x.py", "try:\n    f()\nexcept (ValueError, BaseException):\n    pass"),
    (house.no_vague_name, "ui/x.py", "class ScreenManager:\n    pass"),
    (house.no_vague_name, "ui/x.py", "class DateUtils:\n    pass"),
    (house.no_vague_name, "ui/date_helper.py", "x = 1"),
    (house.short_file, "ui/x.py", "x = 1\n" * 400),
    (house.reasons_given, "ui/x.py", "x = f()  # no" + "qa: S608"),
    (house.reasons_given, "ui/x.py", "x = f()  # type" + ": ignore[arg-type]"),
    (words.no_bare_label, "ui/screens/x.py", "title = QLabel(name)"),
    (words.no_bare_label, "ui/screens/x.py", "class Title(QtWidgets.QLabel):\n    pass"),
    (words.no_colour, "ui/x.py", "style = 'color: #2F6B4F'"),
    (words.no_colour, "ui/x.py", "style = f'color: #fff; width: {w}'"),
    (words.no_colour, "ui/x.py", "style = 'rgba(0, 0, 0, 40)'"),
    (words.no_colour, "ui/x.py", "ink = QColor(20, 20, 20)"),
    (words.no_colour, "ui/x.py", "ink = QColor('gold')"),
    (words.no_colour, "ui/x.py", "ink = QColor.fromRgb(0x10, 0x20, 0x30)"),
    (words.no_colour, "ui/x.py", "ink = Qt.GlobalColor.red"),
    (words.translated, "ui/x.py", "QPushButton('ok')"),
    (words.translated, "ui/x.py", "self.title.setText('saved')"),
    (words.translated, "ui/x.py", "self.setWindowTitle(f'Laurel {version}')"),
    (words.translated, "ui/x.py", "self.setToolTip('one' if count == 1 else tr('many'))"),
    (words.translated, "ui/x.py", "self.setToolTip('Saved ' + when)"),
    (words.translated, "ui/x.py", "self.setToolTip('Saved {}'.format(when))"),
    (words.translated, "ui/x.py", "view.setHorizontalHeaderLabels(['Name', 'Date'])"),
    (words.translated, "ui/x.py", "Heading('Tonight')"),
    (words.translated, "ui/x.py", "Card(title='Tonight', edge='laurel')"),
    (words.translated, "ui/x.py", "self._fact('Date of birth', born)"),
    (words.worded, "exports/x.py", "shape('No group met on this day.')"),
    (words.worded, "models/x.py", "reason = f'Left the group on {day}'"),
    (words.worded, "leaderboards/x.py", "said.append(f'Came to the {count} sessions')"),
    (words.worded, "models/x.py", "why = 'came back after some sessions away'"),
    (words.worded, "ui/commands/x.py", "show(arguments, data, ['Nothing was imported yet.'])"),
    (words.extractable, "ui/x.py", "tr(f'Saved {time}')"),
    (words.extractable, "ui/x.py", "tr('Saved ' + time)"),
    (words.extractable, "ui/x.py", "mark(title)"),
    (words.extractable, "ui/x.py", "plural(n, '{count} person', f'{count} people')"),
    (words.one_resolver_of_names, "ui/x.py", "title = f'{person.given_name} {person.family_name}'"),
    (words.one_resolver_of_names, "exports/x.py", "line = identity.given + ' ' + identity.family"),
    (words.one_resolver_of_names, "leaderboards/x.py", "name = ' '.join((one.preferred, one.family))"),
    (words.one_resolver_of_names, "ceremonies/x.py", "name = '{} {}'.format(row.given_name, row.family_name)"),
    (words.one_resolver_of_names, "ui/x.py", "said = ', '.join(one.given_name for one in people)"),
    (words.one_resolver_of_names, "models/pages/today.py", "name = '%s' % row.family_name[0]"),
    (house.keyword_records, "models/x.py", "@dataclass\nclass X:\n    a: int\n    b: str\n    c: date\n    d: str"),
    (
        house.keyword_records,
        "models/x.py",
        "@dataclass(frozen=True)\nclass X:\n    a: int\n    b: str\n    c: date\n    d: bytes\n    e: float",
    ),
    (
        house.keyword_records,
        "models/x.py",
        "@dataclass\nclass X:\n    a: str\n    b: str\n    _: KW_ONLY\n    c: date\n    d: bytes",
    ),
    (words.one_resolver_of_names, "ui/screens/x.py", "text = f'{one.name} ({one.distinguisher})'"),
    (
        words.one_resolver_of_names,
        "ui/screens/x.py",
        "text = ' '.join(filter(None, (one.name, one.distinguisher)))",
    ),
    (house.no_address, "requirements.txt", "https://py" + "pi.org/sim" + "ple"),
    (house.no_address, "tests/x.py", "open('/t" + "mp/x')"),
    (house.no_address, "README.md", "cd /wo" + "rk/main"),
)

GOOD: Final[tuple[tuple[Rule, str, str], ...]] = (
    (objects.no_current_object, "ui/x.py", "def ink() -> QColor:\n    return QApplication.palette().color(TEXT)"),
    (objects.no_current_object, "ui/x.py", "found = context.tasks.findChild(Presentation)\nSHORTEST: Final = 8"),
    (objects.no_current_object, "ui/x.py", "def stop() -> None:\n    QApplication.instance().quit()"),
    (house.paths_are_no_places, "models/x.py", "def move(row: Row, place: int, folder: Path) -> None: ..."),
    (house.permission_first, "models/x.py", "def record(work: Work) -> None:\n    '''Record.'''\n    work.require(P)"),
    (house.no_use_case_in_window, "ui/sample/x.py", "def begin(work: Work) -> None:\n    enrol(work)"),
    (house.no_use_case_in_window, "ui/x.py", "class A(Protocol[T]):\n    def __call__(self, work: Work) -> T: ..."),
    (house.no_use_case_in_window, "models/x.py", "def people(work: Work) -> None:\n    work.require(P)"),
    (house.confirmed_is_used, "models/x.py", "def erase(work, *, confirmed):\n    work.confirm(confirmed)"),
    (house.confirmed_is_used, "exports/x.py", "def save(work, *, confirmed):\n    erase(work, confirmed=confirmed)"),
    (house.permission_first, "models/x.py", "def _inner(work: Work) -> None:\n    work.session.add(1)"),
    (house.permission_first, "models/x.py", "def fold(word: str) -> str:\n    return word"),
    (house.one_commit, "models/storage/database.py", "session.commit()"),
    (clock.one_clock, "models/folder/clock.py", "now = datetime.now(UTC)"),
    (clock.one_clock, "ui/x.py", "import time\nstart = time.monotonic()"),
    (clock.one_clock, "models/storage/media.py", "name = uuid4().hex"),
    (clock.one_clock, "models/x.py", "order = random.Random(7)\nnow = work.now"),
    (clock.day_in_zone, "models/x.py", "day = at.astimezone(work.zone).date()\ntoday = work.today"),
    (clock.day_in_zone, "ui/x.py", "local = at.astimezone(self.context.zone)\nday = local.date()"),
    (clock.day_in_zone, "ui/x.py", "text = f'{at.astimezone(zone):%H:%M}'\nname = f'{today:%Y-%m-%d}.csv'"),
    (clock.day_in_zone, "ui/x.py", "def f(at: time | None) -> str:\n    return f'{at:%H:%M}' if at else ''"),
    (clock.day_in_zone, "models/x.py", "text = f'{last:%Y-%m-%d %H:%M} UTC'\nshare = f'{part:.1%}'"),
    (clock.day_in_zone, "ui/x.py", "day = (ends.astimezone(zone) - timedelta(seconds=1)).date()"),
    (house.relationships_raise, "models/x.py", "people = relationship(Person, lazy='raise')"),
    (house.no_blanket_except, "ui/tasks.py", "try:\n    f()\nexcept Exception:\n    pass"),
    (house.no_blanket_except, "ui/x.py", "try:\n    f()\nexcept ClinicError:\n    pass"),
    (house.no_blanket_except, "ui/x.py", "try:\n    f()\nexcept BaseException:\n    tidy()\n    raise"),
    (house.no_vague_name, "ui/x.py", "class Utility:\n    pass"),
    (house.reasons_given, "ui/x.py", "x = f()  # no" + "qa: S608  (a name of our own schema)"),
    (words.no_bare_label, "ui/widgets/labels.py", "class Label(QLabel):\n    pass"),
    (words.no_colour, "ui/theme/tokens.py", "INK = '#1F2430'"),
    (words.no_colour, "ui/x.py", "ink = QColor(theme.ink)\nheading = '# Title'"),
    (
        words.translated,
        "ui/x.py",
        "Heading(tr('Tonight'))\nbutton.setProperty('kind', 'primary')\nButton(name, 'primary')",
    ),
    (words.translated, "ui/x.py", "raise InvalidError('Give the cohort a name.')\nQKeySequence('Ctrl+K')"),
    (
        words.worded,
        "exports/x.py",
        "shape(tr('No group met on this day.'))\nraise InvalidError('Give it a name.')",
    ),
    (words.worded, "models/x.py", "query = 'SELECT name FROM staff WHERE id = ?'"),
    (words.extractable, "ui/x.py", "tr('Saved {time}', time=now)\ntr(place.title)\nplural(n, 'one', 'many')"),
    (words.one_resolver_of_names, "models/people/naming.py", "name = f'{identity.first} {identity.family}'"),
    (words.one_resolver_of_names, "ui/x.py", "title = full_name(identity)\nfield.setText(form.given_name)"),
    (
        house.keyword_records,
        "models/x.py",
        "@dataclass(kw_only=True)\nclass X:\n    a: int\n    b: str\n    c: str\n    d: str\n    e: str",
    ),
    (house.keyword_records, "models/x.py", "@dataclass\nclass X:\n    a: str\n    b: str\n    c: str"),
    (house.keyword_records, "models/x.py", "@dataclass\nclass X:\n    a: str\n    _: KW_ONLY\n    b: str\n    c: int"),
    (house.no_address, "README.md", "https://www.apache.org/licenses and build/tmp/x"),
)


@pytest.mark.parametrize(("rule", "files"), HELD, ids=lambda value: getattr(value, "__name__", ""))
def test_that_the_rule_holds_everywhere(rule: Rule, files: tuple[File, ...]) -> None:
    assert files
    assert [f"{file.path}, {offence}" for file in files for offence in rule(file)] == []


@pytest.mark.parametrize(("rule", "path", "text"), BAD)
def test_that_the_rule_catches_what_breaks_it(rule: Rule, path: str, text: str) -> None:
    assert list(rule(File(path, text)))


@pytest.mark.parametrize(("rule", "path", "text"), GOOD)
def test_that_the_rule_lets_through_what_is_right(rule: Rule, path: str, text: str) -> None:
    assert list(rule(File(path, text))) == []


def test_that_every_rule_has_something_to_catch() -> None:
    assert {rule for rule, _files in HELD} == {rule for rule, _path, _text in BAD}


def test_that_the_start_stays_tiny() -> None:
    start = next(file for file in CODE if file.path == "main.py")
    imported = {node.module for node in ast.walk(start.tree) if isinstance(node, ast.ImportFrom)}
    assert imported <= {"__future__", "ui.commands"}
    assert len(start.text.splitlines()) < 40
