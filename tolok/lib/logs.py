"""One line per event: `event=import.done batch=… ms=…`; JSON when nobody is looking at a terminal.

Secrets never reach a log: callers pass named fields, and fields named like secrets are masked.
"""

import json
import logging
import sys
from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
_MASKED = ("token", "secret", "password", "key", "authorization")


class Formatter(logging.Formatter):
    """Formats records made by `event`; other libraries' records become their message."""

    def format(self, record: logging.LogRecord) -> str:
        fields = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            "request": getattr(record, "request_id", "") or request_id.get(),
            **getattr(record, "fields", {}),
        }
        kept = {k: _safe(k, v) for k, v in fields.items() if v not in ("", None)}
        if record.exc_info:
            kept["trace"] = self.formatException(record.exc_info)
        if not sys.stderr.isatty():
            return json.dumps(kept, ensure_ascii=False, default=str)
        trace = kept.pop("trace", "")
        line = " ".join(f"{k}={v}" for k, v in kept.items())
        return f"{line}\n{trace}" if trace else line


def _safe(name: str, value: object) -> object:
    return "***" if any(word in name.lower() for word in _MASKED) else value
