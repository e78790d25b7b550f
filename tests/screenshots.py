"""`make screenshots`: a picture of every screen, dialog and stage, in `screenshots/`; the same each time.

`python -m tests.screenshots [--out FOLDER] [--page NAME ...] [--readme] [LOOK ...]` takes those pages in those looks,
or all; with `--readme` the README's pictures are made from them as well.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT: Final = Path(__file__).parents[1]
LOOKS: Final = ("light", "dark", "large", "mirrored")
PSEUDO: Final = ("longer", "longer-mirrored")
"""In a made-up language whose texts are a third longer, on a small screen."""


def main(words: Sequence[str]) -> int:
    """Take the pictures and list them."""
    parser = argparse.ArgumentParser(prog="tests.screenshots")
    parser.add_argument(
        "looks", nargs="*", metavar="LOOK", help=f"{', '.join(LOOKS)}: all without one; or {', '.join(PSEUDO)}"
    )
    parser.add_argument("--out", type=Path, default=ROOT / "screenshots", metavar="FOLDER")
    parser.add_argument("--page", action="append", default=[], metavar="NAME", help="a function of tests/pictures")
    parser.add_argument("--readme", action="store_true", help="make the README's pictures in packaging/pictures/")
    arguments = parser.parse_args(words)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="laurel-") as place:
        os.environ |= {"XDG_CONFIG_HOME": f"{place}/settings", "TZ": "UTC", "LANG": "C.UTF-8"}
        from tests.pictures.studio import for_readme, take_all

        taken = take_all(Path(place), arguments.out.absolute(), arguments.looks or LOOKS, arguments.page)
        if arguments.readme:
            taken += for_readme(arguments.out, ROOT / "packaging" / "pictures")
    sys.stdout.write("".join(f"{path}\n" for path in taken) + f"{len(taken)} pictures\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
