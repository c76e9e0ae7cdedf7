"""Goals over the API: assess a target, make and read goals, note how they go."""

from django.http import HttpRequest
from ninja import Router, Schema

from tolok.services import goal_assess

router = Router(tags=["goals"])


class Aim(Schema):
    """`history`: rows of date and value, as text; without it the facts are used."""

    kpi: str
    target: float
    per: str = "week"
    weeks: int = 13
    variant: str = ""
    done: float = 0.0
    history: list[tuple[str, str]] | None = None


@router.post("/goals/assess")
def assess(request: HttpRequest, body: Aim) -> dict:
    """Can this target be reached, judged by the history that is sent along?"""
    return goal_assess.judged_dict(goal_assess.assess_rows(_aim(body), body.history or []))


def _aim(body: Aim) -> goal_assess.Aim:
    return goal_assess.parse_aim(
        body.kpi, body.target, body.per, body.weeks, body.variant, body.done
    )


ROUTER = ("", router)
