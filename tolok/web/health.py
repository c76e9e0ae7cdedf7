"""`/healthz`: the process answers. `/readyz`: it can also do its work."""

from django.http import HttpRequest, JsonResponse

from tolok.services.doctor import readiness


def healthz(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> JsonResponse:
    """503 with the failing checks when one of them fails; no secrets, no names."""
    checks = readiness()
    failed = [c for c in checks if c.level == "fail"]
    body = {
        "status": "fail" if failed else "ok",
        "checks": {c.name: c.level for c in checks},
    }
    return JsonResponse(body, status=503 if failed else 200)
