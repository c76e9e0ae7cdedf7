"""Every dialect in which a network says how long to wait, and nonsense in any of them."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tolok.core.outcomes import RateLimit
from tolok.lib.rate_headers import LONGEST_WAIT, rate_limit, retry_after

NOW = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
SOON = NOW + timedelta(seconds=90)
EPOCH = int(SOON.timestamp())


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("1.337", 1.337),
        (format_datetime(SOON, usegmt=True), 90),
        ("Wednesday, 25-Nov-26 08:01:30 GMT", 90),
        ("Wed, 25 Nov 2026 07:00:00 GMT", 0),
        ("99999999999", LONGEST_WAIT.total_seconds()),
        ("-5", None),
        ("soon", None),
        ("", None),
        ("٣٠", None),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_date(value: str, seconds: float | None):
    wait = retry_after({"retry-after": value}, NOW)
    assert wait == (None if seconds is None else timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        pytest.param(
            {
                "X-RateLimit-Limit": "300",
                "X-RateLimit-Remaining": "12",
                "X-RateLimit-Reset": "2026-11-25T08:01:30.000000Z",
            },
            RateLimit(12, SOON, limit=300),
            id="Mastodon",
        ),
        pytest.param(
            {
                "x-rate-limit-limit": "900",
                "x-rate-limit-remaining": "7",
                "x-rate-limit-reset": str(EPOCH),
            },
            RateLimit(7, SOON, limit=900),
            id="X",
        ),
        pytest.param(
            {
                "RateLimit-Limit": "3000",
                "RateLimit-Remaining": "2999",
                "RateLimit-Reset": str(EPOCH),
                "RateLimit-Policy": "3000;w=300",
            },
            RateLimit(2999, SOON, limit=3000),
            id="Bluesky",
        ),
        pytest.param(
            {"RateLimit-Limit": "10, 10;w=1", "RateLimit-Remaining": "9", "RateLimit-Reset": "90"},
            RateLimit(9, SOON, limit=10),
            id="IETF draft, three headers",
        ),
        pytest.param(
            {"RateLimit": "limit=10, remaining=9, reset=90"},
            RateLimit(9, SOON, limit=10),
            id="IETF draft, one header",
        ),
        pytest.param(
            {"RateLimit": '"default";r=9;t=90', "RateLimit-Policy": '"default";q=10;w=60'},
            RateLimit(9, SOON),
            id="IETF draft, structured",
        ),
        pytest.param(
            {
                "X-RateLimit-Limit": "5",
                "X-RateLimit-Remaining": "0",
                "X-RateLimit-Reset": "1470173023.123",
                "X-RateLimit-Reset-After": "90",
            },
            RateLimit(0, SOON, limit=5),
            id="Discord",
        ),
        pytest.param(
            {"x-app-usage": '{"call_count":28,"total_time":45,"total_cputime":25}'},
            RateLimit(used=0.45),
            id="Meta, app",
        ),
        pytest.param(
            {
                "X-Business-Use-Case-Usage": json.dumps(
                    {
                        "17": [
                            {
                                "type": "pages",
                                "call_count": 101,
                                "total_cputime": 3,
                                "total_time": 5,
                                "estimated_time_to_regain_access": 1.5,
                            }
                        ]
                    }
                )
            },
            RateLimit(used=1.01, resets_at=SOON),
            id="Meta, business",
        ),
        pytest.param(
            {"x-ad-account-usage": '{"acc_id_util_pct":9.5,"reset_time_duration":90}'},
            RateLimit(used=0.095, resets_at=SOON),
            id="Meta, ads",
        ),
    ],
)
def test_each_dialect_is_read(headers: dict[str, str], expected: RateLimit):
    assert rate_limit(httpx.Headers(headers), NOW) == expected


def test_no_header_is_no_limit_and_not_a_limit_of_nothing():
    assert rate_limit({}, NOW) is None
    assert rate_limit({"x-ratelimit-remaining": "many", "x-app-usage": "{}"}, NOW) is None


def test_the_tightest_window_is_told():
    day = {"x-user-limit-24hour-limit": "50", "x-user-limit-24hour-remaining": "0"}
    day["x-user-limit-24hour-reset"] = str(EPOCH)
    short = {"x-rate-limit-limit": "900", "x-rate-limit-remaining": "899"}
    tightest = rate_limit(day | short, NOW)
    assert tightest == RateLimit(0, SOON, limit=50)
    assert tightest.spent
    assert rate_limit(short | {"x-app-usage": '{"call_count":100}'}, NOW) == RateLimit(used=1)


NAMES = ["ratelimit", "retry-after", "x-app-usage", "x-business-use-case-usage"]
NAMES += ["ratelimit-limit", "ratelimit-remaining", "ratelimit-reset"]
NAMES += ["x-ratelimit-remaining", "x-ratelimit-reset", "x-ratelimit-reset-after"]
VALUES = st.text() | st.from_regex(r"[0-9.,;=wrt: \"{}\[\]-]{0,30}") | st.integers().map(str)


@given(st.dictionaries(st.sampled_from(NAMES), VALUES))
def test_no_header_breaks_the_reader(headers: dict[str, str]):
    wait = retry_after(headers, NOW)
    assert wait is None or timedelta(0) <= wait <= LONGEST_WAIT
    rate = rate_limit(headers, NOW)
    assert rate is None or rate.resets_at is None or rate.resets_at.tzinfo is not None


def test_deeply_nested_json_is_no_limit():
    assert rate_limit({"x-app-usage": "[" * 50_000}, NOW) is None
    assert rate_limit({"x-app-usage": '{"call_count":"many","total_time":true}'}, NOW) is None
