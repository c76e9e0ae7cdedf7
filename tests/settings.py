"""The product's settings on a data folder of its own, made for this test run."""

import os
import tempfile

os.environ["TOLOK_DATA"] = tempfile.mkdtemp(prefix="tolok-tests-")

from tolok.config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
