"""The product's settings on a data folder of its own, made for this test run.

TOLOK_TEST_DATABASE_URL puts the run on PostgreSQL: its databases are made beside that one.
Processes that a test starts get theirs from `tests/databases.py`.
"""

import os
import tempfile

os.environ["TOLOK_DATA"] = tempfile.mkdtemp(prefix="tolok-tests-")
os.environ.pop("DATABASE_URL", None)  # never that of a real installation
os.environ["TOLOK_DATABASE_URL"] = os.environ.get("TOLOK_TEST_DATABASE_URL", "")

from tolok.config.settings import *  # noqa: E402, F403

os.environ.pop("TOLOK_DATABASE_URL")
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
