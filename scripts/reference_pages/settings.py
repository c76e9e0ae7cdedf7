"""The page of settings: names and defaults are read from the code, the words stand here."""

import ast
from collections.abc import Iterator
from pathlib import Path

from scripts.reference_pages.markdown import code, table

CODE = Path(__file__).resolve().parents[2] / "tolok"
WORDS = {
    "TOLOK_APP_": "Begins the names of what you registered with a network: "
    "`TOLOK_APP_<NETWORK>_<NAME>`, such as `TOLOK_APP_BLUESKY_DIRECTORY` for servers of your own.",
    "TOLOK_DATA": "The data folder. `--data DIR` wins over it.",
    "TOLOK_DATABASE_URL": "`postgresql://USER:PASSWORD@HOST:PORT/NAME` instead of SQLite; if "
    "unset, `DATABASE_URL` is read. Set to nothing, it means SQLite.",
    "TOLOK_EMAIL_BACKEND": "The Django e-mail back end; the usual one prints mails on the console.",
    "TOLOK_EMAIL_VERIFICATION": "`none`, `optional` or `mandatory`: must an address be confirmed?",
    "TOLOK_HOSTS": "Host names the server answers to, separated by commas.",
    "TOLOK_HTTPS": "`1` when visitors come over HTTPS: cookies are then sent over HTTPS only.",
    "TOLOK_LOG": "The least level that is logged: `DEBUG`, `INFO`, `WARNING`, `ERROR`.",
    "TOLOK_METRICS": "Who may read `/metrics`: `loopback` (and who has the token), or `token`.",
    "TOLOK_METRICS_TOKEN": "Lets a Prometheus elsewhere read `/metrics`, as its bearer token.",
    "TOLOK_OIDC_CLIENT_ID": "Client id at the OpenID Connect provider; switches it on.",
    "TOLOK_OIDC_NAME": "What the log-in button says.",
    "TOLOK_OIDC_SECRET": "Client secret at the provider.",
    "TOLOK_OIDC_SERVER": "Address of the provider; needed with a client id.",
    "TOLOK_ORIGINS": "Origins whose forms are accepted, with scheme, separated by commas.",
    "TOLOK_OWN_NETWORKS": "For development: networks such as `127.0.0.0/8` that connectors and "
    "feeds may reach, also over plain http. Leave it unset on a server for others.",
    "TOLOK_PUBLIC_URL": "The address of this Tolok as people and networks reach it, with scheme.",
    "TOLOK_SERVE_PID": "Not for you: `tolok serve` tells the process that does the work.",
    "TOLOK_UPLOAD_MB": "Largest upload in megabytes.",
}
LEAD = """
Everything is set by environment variables; there is no settings file. A flag on the command line
wins over the variable. Secrets of the installation (`secret.key`, `operator.token`) are made in
the data folder on the first run, readable by its owner only.
"""


def page() -> str:
    defaults = variables()
    rows = [[code(name), code(defaults[name]) or "–", WORDS[name]] for name in sorted(defaults)]
    return "\n\n".join(["# Settings", LEAD.strip(), table(("Variable", "If unset", "Words"), rows)])


def variables() -> dict[str, str]:
    """Each TOLOK_… variable that the code reads, with its default ("" when it has none)."""
    found: dict[str, str] = {}
    for path in sorted(CODE.rglob("*.py")):
        for name, default in _read(ast.parse(path.read_text("utf-8"))):
            if default or name not in found:
                found[name] = default
    return found


def _read(tree: ast.AST) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and _is_name(node.value):
            yield node.value, ""
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "os.environ.get":
            given = [a.value for a in node.args if isinstance(a, ast.Constant)]
            if len(given) == 2 and _is_name(given[0]):
                yield str(given[0]), str(given[1])


def _is_name(value: object) -> bool:
    return isinstance(value, str) and value.startswith("TOLOK_") and value.isupper()


PAGES = {"settings.md": page}
