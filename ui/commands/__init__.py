"""The command line: which command was asked for, and its promise of exit status and output.

A command is one file in this folder, named after its noun, with

    configure(parser)           add its arguments (`--json` is added to every command here)
    run(arguments) -> int       do it, print through `ui.commands.output`, give the exit status

and one line in `COMMANDS`. Only the chosen command's file is imported, so that scoring a form or
checking a certificate loads neither Qt nor the database.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, Protocol, cast

from models.errors import ClinicError
from models.folder.storage_errors import UnsafeLocationError, clinic_errors
from models.translation import mark, tr
from ui.commands import output

if TYPE_CHECKING:
    from argparse import Action
    from collections.abc import Sequence

DONE: Final = 0
REFUSED: Final = 1

COMMANDS: Final[dict[str, str]] = {
    "demo": mark("make the sample clinic"),
    "new": mark("make an empty clinic"),
    "cohort": mark("plan a cohort and its sessions"),
    "cohorts": mark("list the cohorts with week, people and state"),
    "check": mark("check the database, the ledger, the audit chain and the media"),
    "import-people": mark("import people from a list and enrol them in a cohort"),
    "score": mark("score the responses to a form; needs no clinic"),
    "standings": mark("list the standings of a cohort"),
    "report": mark("save a list of a cohort as a workbook, CSV or JSON"),
    "certificates": mark("issue the certificates of a cohort"),
    "issuer-key": mark("write the clinic's public keys and void list"),
    "verify": mark("check a certificate, with the issuer's file alone"),
    "export-person": mark("write everything about one person into one ZIP"),
    "backup": mark("back the clinic up into one file"),
    "restore": mark("make the clinic of a backup anew, in a new folder or in the clinic's place"),
    "recover": mark("give an account a new passphrase, with the recovery sheet"),
    "drill": mark("try out whether the newest backup and the recovery key bring the clinic back"),
}
WRITES_TO: Final[dict[str, str]] = {
    "demo": "folder", "new": "folder", "cohort": "folder", "import-people": "folder", "certificates": "folder",
    "restore": "out",
}  # fmt: skip
"""Which argument names the clinic that a command changes or makes; the others only read."""
_WINDOW: Final = "window"


class Command(Protocol):
    """The functions of each command's module."""

    def configure(self, parser: ArgumentParser) -> None:
        """Add the arguments of this command."""

    def run(self, arguments: Namespace) -> int:
        """Run the command and give the exit status."""


def run(words: Sequence[str]) -> int:
    """Run the command that the words of the command line ask for; without one, open the window.

    Gives the exit status: 0 done, 1 refused with one sentence on the error output. Wrong use
    leaves through `SystemExit(2)`, as argparse does.
    """
    output.use_utf8()  # before anything may be printed
    name = words[0] if words and words[0] in COMMANDS else _WINDOW
    # Only the one command is loaded: most need no Qt, and one for IT must not wait for what it does not use.
    command = cast("Command", import_module(f"ui.commands.{name.replace('-', '_')}"))
    parser = _parser(name)
    command.configure(parser)
    arguments = parser.parse_args(words if name == _WINDOW else words[1:])
    try:
        with clinic_errors():
            _confirm_location(name, arguments)
            return command.run(arguments)
    except ClinicError as refusal:
        output.print_error(str(refusal))
        return REFUSED


class _Parser(ArgumentParser):
    """Accepts "--" as the value of an option, which Python's own parser does not."""

    def _get_values(self, action: Action, arg_strings: list[str]) -> Any:  # noqa: ANN401  (as Python has it)
        if action.nargs is None and arg_strings == ["--"]:
            value = self._get_value(action, "--")
            self._check_value(action, value)
            return value
        return super()._get_values(action, arg_strings)


def _parser(name: str) -> ArgumentParser:
    if name == _WINDOW:
        return _Parser(
            prog="main.py", epilog=_overview(), formatter_class=RawDescriptionHelpFormatter, allow_abbrev=False
        )
    parser = _Parser(prog=f"main.py {name}", description=tr(COMMANDS[name]), allow_abbrev=False)
    parser.add_argument("--json", action="store_true", help=tr("print the result for a program to read"))
    if name in WRITES_TO:
        told = tr("also in a synced folder or on a network drive, where records can be spoilt")
        parser.add_argument("--anyway", action="store_true", help=told)
    return parser


def _confirm_location(name: str, arguments: Namespace) -> None:
    """Raise `UnsafeLocationError` for a synced folder or a network drive, unless `--anyway` is given."""
    if name not in WRITES_TO or arguments.anyway:
        return
    from models.folder.folder_location import confirm_own_disk

    try:
        confirm_own_disk(getattr(arguments, WRITES_TO[name]))
    except UnsafeLocationError as refusal:
        raise UnsafeLocationError("{refusal} If you know what you do, say --anyway.", refusal=refusal) from None


def _overview() -> str:
    width = max(map(len, COMMANDS)) + 2
    lines = [f"  {name:<{width}}{tr(purpose)}" for name, purpose in COMMANDS.items()]
    return "\n".join([tr("commands (main.py COMMAND --help tells more):"), *lines])
