"""Collect every text to translate: `python -m ui.translations.collect de` writes or refreshes `laurel_de.ts`.

Qt's own collector needs a class around each text; ours reads `tr`, `mark` (or `extract`, its other name), `plural`
and the templates of errors. The file is for Qt Linguist; `pyside6-lrelease` turns it into the one that Laurel loads.
"""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from defusedxml.ElementTree import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

ROOT: Final = Path(__file__).parents[2]
PLACE: Final = Path(__file__).parent
FOLDERS: Final = ("ui", "exports", "ceremonies", "leaderboards", "models")
CONTEXT: Final = "Laurel"
HEAD: Final = b'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'


@dataclass(slots=True)
class Text:
    """One text, where it is said, and whether it counts something."""

    source: str
    counts: bool
    places: list[tuple[str, int]] = field(default_factory=list)


def collect(folders: Sequence[Path]) -> dict[str, Text]:
    """Find the texts below the folders, in the order of files and lines."""
    found: dict[str, Text] = {}
    for path in sorted(path for folder in folders for path in folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                for source, counts in _texts(node):
                    text = found.setdefault(source, Text(source, counts))
                    text.counts |= counts
                    text.places.append((path.name, node.lineno))
    return found


def refresh(file: Path, language: str, texts: Iterable[Text]) -> None:
    """Write the file of one language, keeping what is translated already."""
    known = _translations(file)
    root = Element("TS", version="2.1", language=language, sourcelanguage="en")
    context = SubElement(root, "context")
    SubElement(context, "name").text = CONTEXT
    for text in texts:
        message = SubElement(context, "message", {"numerus": "yes"} if text.counts else {})
        for name, line in text.places:
            SubElement(message, "location", filename=name, line=str(line))
        SubElement(message, "source").text = text.source
        message.append(known.get(text.source, _unfinished(counts=text.counts)))
    indent(root)
    file.write_bytes(HEAD + tostring(root, encoding="utf-8") + b"\n")


def main(languages: Sequence[str]) -> int:
    """Refresh the files of the languages named, or of those that there are."""
    chosen = languages or sorted(path.stem.removeprefix("laurel_") for path in PLACE.glob("laurel_*.ts"))
    texts = collect([ROOT / folder for folder in FOLDERS])
    for language in chosen:
        refresh(PLACE / f"laurel_{language}.ts", language, texts.values())
    sys.stdout.write(f"{len(texts)} texts; languages: {', '.join(chosen) or 'none yet, name one'}\n")
    return 0


def _texts(call: ast.Call) -> Iterator[tuple[str, bool]]:
    """Give the literal texts of one call, each with whether it counts something."""
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    place = 2 if name == "plural" else 0
    if name in {"tr", "mark", "extract", "plural", "import_message"} or name.endswith("Error"):
        match call.args[place : place + 1]:
            case [ast.Constant(value=str(source))]:
                yield source, name == "plural"


def _translations(file: Path) -> dict[str, Element]:
    """Give what is translated in the file, by source; nothing before there is one."""
    if not file.exists():
        return {}
    messages = [(each.findtext("source"), each.find("translation")) for each in parse(file).iter("message")]
    return {source: translation for source, translation in messages if source and translation is not None}


def _unfinished(*, counts: bool) -> Element:
    translation = Element("translation", type="unfinished")
    if counts:
        SubElement(translation, "numerusform")
    return translation


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
