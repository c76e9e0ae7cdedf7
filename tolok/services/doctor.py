"""Is all well here? The same checks for `tolok doctor`, `/readyz` and the status page."""

import os
import shutil
import sys
from dataclasses import dataclass

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor

from tolok.core.errors import ProblemError
from tolok.core.text import Text, say
from tolok.services import job_ops, job_queue, job_workers, keys, operations, seals
from tolok.store.models import Batch

LOW_DISK_GB = 2


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the doctor. `level`: ok, warn or fail; `fix` says what to do when not ok."""

    name: str
    level: str
    words: Text
    fix: Text | None = None


def readiness() -> list[Check]:
    """The checks without which the server cannot serve: database, migrations, disk, key file.

    Workers are reported too, but pages are served without one.
    """
    database = _database()
    if database.level == "fail":
        return [database, _disk()]
    migrations = _migrations()
    checks = [database, migrations, _disk(), _seal_file()]
    return checks if migrations.level == "fail" else [*checks, _workers()]


def examine() -> list[Check]:
    """All checks, fast ones first. Safe to paste: no secrets, no names of people."""
    ready = readiness()
    of_files = [_key(), _assets()]
    if any(c.level == "fail" for c in ready if c.name in ("database", "migrations")):
        return [_python(), *ready, *of_files]
    return [_python(), *ready, _log_ins(), _facts(), *of_files, _batches()]


def _python() -> Check:
    version = ".".join(map(str, sys.version_info[:3]))
    return Check("python", "ok", Text.same(f"Python {version}"))


def _database() -> Check:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error as error:
        return Check(
            "database",
            "fail",
            say("The app database does not open: {e}", "Basis data tidak terbuka: {e}", e=error),
            unopened(),
        )
    words = say("The app database answers ({d})", "Basis data menjawab ({d})", d=_engine())
    return Check("database", "ok", words)


def unopened() -> Text:
    """What to look at when the app database does not open."""
    if connection.vendor == "postgresql":
        return Text(
            "Check that PostgreSQL runs and that TOLOK_DATABASE_URL names it.",
            "Periksa apakah PostgreSQL berjalan dan TOLOK_DATABASE_URL menunjuk ke sana.",
        )
    return Text(
        "Check that the data folder exists and may be written.",
        "Periksa apakah folder data ada dan boleh ditulis.",
    )


def _engine() -> str:
    """The database's name and version."""
    version = connection.get_database_version()
    return f"{connection.display_name} {'.'.join(map(str, version))}"


def _migrations() -> Check:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        return Check(
            "migrations",
            "fail",
            say("{n} migrations are not applied", "{n} migrasi belum diterapkan", n=len(plan)),
            Text("Run `tolok serve` or `tolok migrate`.", "Jalankan `tolok serve`."),
        )
    return Check("migrations", "ok", Text("The database is up to date", "Basis data mutakhir"))


def _disk() -> Check:
    free = shutil.disk_usage(settings.DATA.root).free / 1e9
    words = say("{n} GB free in the data folder", "{n} GB kosong di folder data", n=round(free, 1))
    if free < LOW_DISK_GB:
        fix = Text("Free some space or move the data folder.", "Kosongkan ruang disk.")
        return Check("disk", "fail" if free < LOW_DISK_GB / 10 else "warn", words, fix)
    return Check("disk", "ok", words)


def _workers() -> Check:
    at = job_queue.now()
    warning = job_ops.warning(at)
    if warning is not None:
        fix = Text(
            "Start `tolok serve` or `tolok worker`, or look at its log.",
            "Jalankan `tolok serve` atau `tolok worker`, atau lihat lognya.",
        )
        return Check("workers", "warn", warning, fix)
    n = len(job_workers.alive(at))
    words = say("{n} workers run, nothing is stuck", "{n} pekerja berjalan, tak ada macet", n=n)
    return Check("workers", "ok", words)


def _facts() -> Check:
    """Do the facts open, and do they hold every finished import?"""
    try:
        lacking = operations.lacking()
    except ProblemError as error:
        problem = error.problem
        words = say("{t}. {d}", "{t}. {d}", t=problem.title, d=problem.detail)
        return Check("facts", "fail", words, problem.fix)
    if lacking:
        return Check(
            "facts",
            "fail",
            say(
                "{n} finished imports are not in the facts",
                "{n} impor selesai tidak ada di data fakta",
                n=len(lacking),
            ),
            Text("Run: tolok facts rebuild", "Jalankan: tolok facts rebuild"),
        )
    return Check("facts", "ok", Text("The facts open and are whole", "Data fakta utuh"))


def _key() -> Check:
    path = settings.DATA.root / "secret.key"
    mode = path.stat().st_mode & 0o777
    if os.name == "posix" and mode & 0o077:
        return Check(
            "secret_key",
            "fail",
            Text(
                "Others on this machine can read secret.key", "secret.key dapat dibaca orang lain"
            ),
            Text("Run: chmod 600 secret.key", "Jalankan: chmod 600 secret.key"),
        )
    return Check("secret_key", "ok", Text("secret.key is private", "secret.key tertutup"))


def _seal_file() -> Check:
    """Can the file of keys be used? It is made at the first log-in; without one it is missed."""
    try:
        n = seals.keys().count()
    except ProblemError as error:
        return Check("seal_keys", "fail", error.problem.detail, error.problem.fix)
    return Check("seal_keys", "ok", say("{n} keys seal log-ins", "{n} kunci menyegel login", n=n))


def _log_ins() -> Check:
    """Does everything that is sealed open?"""
    try:
        found = keys.standing()
    except ProblemError as error:
        return Check("log_ins", "fail", error.problem.detail, error.problem.fix)
    if found.unreadable:
        return Check(
            "log_ins",
            "fail",
            say(
                "{n} of {all} stored log-ins open with no key of seal.keys",
                "{n} dari {all} login tersimpan tidak terbuka dengan kunci di seal.keys",
                n=found.unreadable,
                all=found.sealed,
            ),
            Text(
                "Put seal.keys back from a backup, or connect those channels again.",
                "Pulihkan seal.keys dari cadangan, atau hubungkan lagi kanal-kanal itu.",
            ),
        )
    words = say("All {n} stored log-ins open", "Semua {n} login tersimpan terbuka", n=found.sealed)
    return Check("log_ins", "ok", words)


def _assets() -> Check:
    if any((path / "app.css").exists() for path in settings.STATICFILES_DIRS):
        return Check("assets", "ok", Text("The front end is built", "Antarmuka sudah dibangun"))
    return Check(
        "assets",
        "fail",
        Text("The front end is not built", "Antarmuka belum dibangun"),
        Text("Run: make setup", "Jalankan: make setup"),
    )


def _batches() -> Check:
    stuck = Batch.objects.filter(state="failed").count()
    if stuck:
        return Check(
            "imports",
            "warn",
            say("{n} imports failed", "{n} impor gagal", n=stuck),
            Text("Open Numbers → Data to see why.", "Buka Angka → Data untuk melihat sebabnya."),
        )
    return Check("imports", "ok", Text("No import has failed", "Tidak ada impor yang gagal"))
