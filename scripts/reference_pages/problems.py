"""The page of Problem types, from the file that the web page shows too."""

from tolok.web.pages.docs.page import Kind, kinds

LEAD = """
Whatever is refused is refused in one shape, in the pages, the API (RFC 9457,
`application/problem+json`) and the command line: what happened, why, and what to do next. The
`type` leads here, on a running server to `/docs/problems#<type>`.
"""


def page() -> str:
    return "\n\n".join(["# Problems", LEAD.strip(), *(_kind(kind) for kind in kinds())])


def _kind(kind: Kind) -> str:
    return "\n\n".join(
        (
            f'## <a id="{kind.type}"></a>{kind.type}',
            f"HTTP {kind.status}",
            f"{kind.what.en} {kind.why.en} **Next:** {kind.fix.en}",
            f"{kind.what.id} {kind.why.id} **Berikutnya:** {kind.fix.id}",
        )
    )


PAGES = {"problems.md": page}
