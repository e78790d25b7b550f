"""Collect every text to translate: `python -m models.catalogues.collect de` refreshes the catalogue of German.

A language has two files. `models/catalogues/de.po` is kept with the code: only what is translated, without places, so
that a change in it is a change of words. `build/translations/de.po` is the translator's copy: every text, those of one
file together, each with the name of its file. Whoever translates runs the command, writes into the copy and runs it
again; what the copy says then goes into the catalogue, and into the `.mo` that Laurel reads. Where both translate a
text, the copy is right; to begin anew from the catalogue, delete it. A translation of a text that the code no longer
has is dropped.

Babel writes the files and knows each language's plural rule; which texts there are is read from the code by
ourselves, since the templates of errors stand in classes of many names.
"""

from __future__ import annotations

import ast
import json
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

ROOT: Final = Path(__file__).parents[2]
FOLDERS: Final = ("ui", "exports", "ceremonies", "leaderboards", "models")
HERE: Final = Path(__file__).parent
COPIES: Final = ROOT / "build" / "translations"
_FIRST: Final = frozenset({"tr", "mark", "extract", "Text", "import_message"})
"""What is given its template first; `extract` is `mark` where that means an attendance mark."""
_FIELDS: Final = frozenset({"clean_line", "required_line"})
"""What is given the name of a field second, which goes into the sentence that refuses its value."""
_DATA: Final = frozenset({"about", "missing", "recall", "words"})
"""The keys of a form's data under which sentences and bands of ours stand."""
_MADE: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""Stands in every file's head, so that a refresh without news changes nothing."""


@dataclass(slots=True)
class Found:
    """One text in its singular, its plural where it counts something, and where it is said."""

    source: str
    plural: str = ""
    places: list[tuple[str, int]] = field(default_factory=list)


def collect(folders: Sequence[Path]) -> dict[str, Found]:
    """Find the texts below the folders, in the order of files and lines."""
    found: dict[str, Found] = {}
    for path in sorted(path for folder in folders for path in folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for source, many in _texts(node):
                text = found.setdefault(source, Found(source))
                text.plural = text.plural or many
                text.places.append((path.name, getattr(node, "lineno", 1)))
    for path in sorted(path for folder in folders for path in folder.rglob("instruments/data/*.json")):
        for source in _data_texts(json.loads(path.read_text(encoding="utf-8"))):
            found.setdefault(source, Found(source)).places.append((path.name, 1))
    return found


def refresh(file: Path, copy: Path, language: str, texts: Iterable[Found]) -> None:
    """Write the catalogue of one language, what Laurel reads of it, and the translator's copy with every text."""
    known = _translations(file, language) | _translations(copy, language)
    done, every = _blank(language), _blank(language)
    for text in texts:
        id_ = (text.source, text.plural) if text.plural else text.source
        every.add(id_, known.get(id_), locations=sorted({(name, 0) for name, _ in text.places}))
        if id_ in known:
            done.add(id_, known[id_])
    with file.open("wb") as stream:
        write_po(stream, done, sort_output=True, width=110)
    with file.with_suffix(".mo").open("wb") as stream:
        write_mo(stream, done)  # not of the copy: an empty plural would be taken for a translation
    copy.parent.mkdir(parents=True, exist_ok=True)
    with copy.open("wb") as stream:
        write_po(stream, every, sort_by_file=True, include_lineno=False, width=110)


def _blank(language: str) -> Catalog:
    return Catalog(
        locale=language,
        header_comment=f"# `make translations ARGS={language}` writes every text to build/translations/{language}.po.",
        project="Laurel",
        version="1",
        creation_date=_MADE,
        revision_date=_MADE,
        fuzzy=False,
    )


def main(languages: Sequence[str]) -> int:
    """Refresh the files of the languages named, or of those that there are."""
    chosen = languages or sorted(path.stem for path in HERE.glob("*.po"))
    texts = collect([ROOT / folder for folder in FOLDERS])
    for language in chosen:
        refresh(HERE / f"{language}.po", COPIES / f"{language}.po", language, texts.values())
    sys.stdout.write(f"{len(texts)} texts; languages: {', '.join(chosen) or 'none yet, name one'}\n")
    return 0


def _texts(node: ast.AST) -> Iterator[tuple[str, str]]:
    """Give the texts of a call or a column, each with its plural, "" where it counts nothing."""
    match node:
        case ast.Call():
            yield from _said(node)
        case ast.AnnAssign(target=ast.Name(id=column), annotation=ast.Subscript(value=ast.Name(id="Mapped"))):
            yield column.replace("_", " "), ""  # as the audit names what was changed
        case ast.Assign(targets=[ast.Name(id="__tablename__")], value=ast.Constant(value=str(table))):
            yield table.replace("_", " "), ""


def _said(call: ast.Call) -> Iterator[tuple[str, str]]:
    """Give the literal texts that a call is given."""
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    first = 1 if name == "plural" or name in _FIELDS else 0
    if not (first or name in _FIRST or name.endswith("Error")):
        return
    match call.args[first : first + 2]:
        case [ast.Constant(value=str(one)), ast.Constant(value=str(many))] if name == "plural":
            yield one, many
        case [ast.Constant(value=str(source)), *_]:
            yield source, ""


def _data_texts(value: object) -> Iterator[str]:
    """Give our own texts in a form's data; the questions are not: their wording is validated in each language."""
    match value:
        case dict():
            if "rule" in value:
                yield str(value["key"]).replace("_", " ")  # as a person's data names the score
            for key, inner in value.items():
                if key in _DATA and isinstance(inner, str):
                    yield inner
                else:
                    yield from _data_texts(inner)
        case list():
            for inner in value:
                yield from _data_texts(inner)


def _translations(file: Path, language: str) -> dict[Any, Any]:
    """Give what is translated in the file: a text by its source, a text for each form by singular and plural."""
    if not file.exists():
        return {}
    with file.open("rb") as stream:
        catalogue = read_po(stream, locale=language)
    return {
        message.id: message.string
        for message in catalogue
        if message.id and (message.string if isinstance(message.string, str) else all(message.string or ("",)))
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
