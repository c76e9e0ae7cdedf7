"""Bodies of calls as they come in. It refuses text that no UTF-8 can write: nothing could show it.

JSON may write half a surrogate pair (`\\ud800`). Databases and pages break on it, each elsewhere.
"""

import json
import re
from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser

from tolok.core.errors import unkeepable

_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


class WholeText(Parser):
    def parse_body(self, request: HttpRequest) -> Any:
        body = request.body
        read = json.loads(body.decode("utf-8"))
        if _SURROGATE.search(body) and not _whole(read):
            raise unkeepable()
        return read


def _whole(read: object) -> bool:
    """Whole pairs are well: most clients write every emoji so."""
    try:
        json.dumps(read, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
