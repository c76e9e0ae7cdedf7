"""The words of the templates in Indonesian: `compile` them for gettext, or `check` that none lacks.

Translations are plain `msgid`/`msgstr` pairs in `tolok/web/locale/id/LC_MESSAGES/parts/*.po`, one
file per page. English is the language of the templates themselves.
"""

import ast
import os
import re
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "tolok" / "web"
FOLDER = WEB / "locale" / "id" / "LC_MESSAGES"
HEADER = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=1; plural=0;\n"
_LINE = re.compile(r'^(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)?\s*(".*")\s*$')
# Django's own words that our pages show through forms and dates come from Django's catalogue.


def main() -> int:
    command = sys.argv[1] if len(sys.argv) > 1 else "compile"
    if command == "compile":
        write_mo(translations(), FOLDER / "django.mo")
        return 0
    missing = sorted(used() - set(translations()))
    for words in missing:
        print(f"no Indonesian for: {words!r}")
    return 1 if missing else 0


def translations() -> dict[str, str]:
    """English → Indonesian; a pair given twice with different words is an error."""
    found: dict[str, str] = {}
    for path in sorted((FOLDER / "parts").glob("*.po")):
        for english, indonesian in read_po(path.read_text("utf-8")):
            if not indonesian.strip():
                raise SystemExit(f"{path.name}: empty translation of {english!r}")
            if found.setdefault(english, indonesian) != indonesian:
                raise SystemExit(f"{path.name}: {english!r} is translated in two ways")
    return found


def read_po(text: str) -> Iterator[tuple[str, str]]:
    """Pairs of a .po file; a plural entry gives both forms joined, as gettext keeps them."""
    entry: dict[str, str] = {}
    field = ""
    for line in [*text.splitlines(), 'msgid ""']:
        match = _LINE.match(line)
        if match is None:
            continue
        if match[1] in ("msgid", "msgctxt") and "msgstr" in entry:
            yield from _pair(entry)
            entry = {}
        if match[1]:
            field = "msgstr" if match[1].startswith("msgstr") else match[1]
            entry.setdefault(field, "")
        entry[field] += ast.literal_eval(match[2])


def _pair(entry: dict[str, str]) -> Iterator[tuple[str, str]]:
    if entry.get("msgid"):
        key = entry["msgid"]
        if "msgid_plural" in entry:
            key += "\0" + entry["msgid_plural"]
        yield key, entry["msgstr"]


def write_mo(pairs: dict[str, str], path: Path) -> None:
    """The binary form that gettext reads: two tables of (length, offset), then the strings."""
    entries = sorted({"": HEADER, **pairs}.items(), key=lambda pair: pair[0].encode())
    ids = [key.encode() for key, _ in entries]
    words = [value.encode() for _, value in entries]
    start = 7 * 4 + 16 * len(entries)
    tables, blob = [], b""
    for group in (ids, words):
        for text in group:
            tables.append(struct.pack("<II", len(text), start + len(blob)))
            blob += text + b"\0"
    n = len(entries)
    head = struct.pack("<7I", 0x950412DE, 0, n, 28, 28 + 8 * n, 0, start)
    path.write_bytes(head + b"".join(tables) + blob)


def used() -> set[str]:
    """Every message that a template or a page's code may ask for."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tolok.config.settings")
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from django.template.loader import get_template

    found: set[str] = set()
    for path in WEB.rglob("*.html"):
        base = WEB / "accounts" if path.is_relative_to(WEB / "accounts") else WEB
        template = get_template(str(path.relative_to(base)))
        found |= set(_messages(template.template.nodelist))
    for path in WEB.rglob("*.py"):
        found |= set(_in_code(path.read_text("utf-8")))
    return found


def _messages(nodelist: object) -> Iterator[str]:
    """The messages of the translation tags in a template, however deep they lie."""
    from django.template.base import Node
    from django.templatetags.i18n import BlockTranslateNode, TranslateNode

    for node in nodelist:  # type: ignore[attr-defined]
        if isinstance(node, TranslateNode):
            yield from _literal(node.filter_expression.var)
        elif isinstance(node, BlockTranslateNode):
            yield _block(node)
        elif isinstance(node, Node):
            for inner in _inner(node):
                yield from _messages(inner)


def _literal(value: object) -> Iterator[str]:
    """The words of `{% translate "…" %}`; nothing for a variable."""
    words = value if isinstance(value, str) else getattr(value, "literal", None)
    if isinstance(words, str):
        yield str(words).replace("%", "%%")  # as the tag asks gettext for them


def _inner(node: object) -> Iterator[object]:
    """The lists of nodes inside a tag: its branches, its body."""
    from django.template.base import NodeList

    for value in vars(node).values():
        parts = value if isinstance(value, list | tuple) else [value]
        if isinstance(value, NodeList):
            parts = [value]
        for part in parts:
            found = part[1] if isinstance(part, tuple) and len(part) == 2 else part
            if isinstance(found, NodeList):
                yield found


def _block(node: object) -> str:
    singular, _ = node.render_token_list(node.singular)  # type: ignore[attr-defined]
    if not node.plural:  # type: ignore[attr-defined]
        return node.message_id if hasattr(node, "message_id") else singular
    plural, _ = node.render_token_list(node.plural)  # type: ignore[attr-defined]
    return f"{singular}\0{plural}"


def _in_code(text: str) -> Iterator[str]:
    """Arguments of gettext calls, and labels of the menu (`Nav("Goals", …)`)."""
    names = {"gettext", "gettext_lazy", "_", "Nav", "Tab"}
    for node in ast.walk(ast.parse(text)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in names
            and node.args
            and isinstance(node.args[0], ast.Constant)
            and isinstance(node.args[0].value, str)
        ):
            yield node.args[0].value


if __name__ == "__main__":
    sys.exit(main())
