"""The page of background work, the warning on every page, and the metrics."""

from datetime import timedelta

import pytest
from django.test import Client

from tolok.services import job_queue, job_workers
from tolok.store.models import Audit, Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(cast) -> Client:
    """The browser of the person who claimed the installation."""
    Audit.objects.create(act="owner.claimed", actor="x", subject=str(cast.people["owner"].id))
    return cast.browser("owner")


def given_up() -> Job:
    job = job_queue.enqueue("fetch-feed", max_attempts=1)
    worker = job_workers.enlist(["default"], job_queue.now())
    [held] = job_queue.claim(worker, ["default"], 1, job_queue.now())
    job_queue.fail(held, job_queue.now(), job_queue._SILENT)
    return job


def test_an_installation_where_nothing_ran_says_so_in_both_languages(owner):
    assert "Nothing was given up." in owner.get("/ops/").content.decode()
    assert "Tidak ada tugas yang dihentikan." in owner.get("/ops/?lang=id").content.decode()


def test_a_given_up_job_is_shown_with_its_reason_and_run_again(owner):
    job = given_up()
    page = owner.get("/ops/").content.decode()
    assert "fetch-feed" in page
    assert "The worker fell silent" in page
    assert owner.post("/ops/", {"act": "again", "job": job.id}).status_code == 302
    assert Job.objects.get().state == "ready"


def test_a_given_up_job_is_dropped_and_a_second_time_is_told(owner):
    job = given_up()
    assert owner.post("/ops/", {"act": "drop", "job": job.id}).status_code == 302
    assert owner.post("/ops/", {"act": "drop", "job": job.id}).status_code == 404
    assert not Job.objects.exists()


def test_the_owner_of_a_workspace_does_not_see_the_work_of_all(cast):
    assert cast.browser("owner").get("/ops/").status_code == 403
    assert b"/ops/" not in cast.browser("owner").get("/workspaces/").content


def test_the_list_of_workspaces_leads_there(owner):
    assert b'href="/ops/"' in owner.get("/workspaces/").content


def test_every_page_of_a_workspace_warns_while_no_worker_runs(cast, facts):
    browser, slug = cast.browser("viewer"), cast.workspace.slug
    assert b"No worker runs" not in browser.get(f"/w/{slug}/goals/").content
    job_queue.enqueue("x", run_at=job_queue.now() - timedelta(minutes=5))
    assert b"No worker runs" in browser.get(f"/w/{slug}/goals/").content
    job_workers.enlist(["default"], job_queue.now())
    assert b"No worker runs" not in browser.get(f"/w/{slug}/goals/").content


def test_metrics_are_for_this_machine_and_not_for_whom_a_proxy_calls():
    local = Client().get("/metrics", headers={"host": "127.0.0.1:8000"})
    assert local.status_code == 200
    assert local["Content-Type"].startswith("text/plain; version=0.0.4")
    here = {"HTTP_HOST": "localhost"}
    assert Client().get("/metrics", REMOTE_ADDR="203.0.113.7", **here).status_code == 404
    assert Client().get("/metrics", HTTP_X_FORWARDED_FOR="203.0.113.7", **here).status_code == 404
    assert Client().get("/metrics", headers={"host": "testserver"}).status_code == 404


def test_a_token_opens_the_metrics_from_elsewhere(settings):
    settings.METRICS, settings.METRICS_TOKEN = "token", "s" * 40
    assert Client().get("/metrics").status_code == 404
    far = {"REMOTE_ADDR": "203.0.113.7"}
    assert Client().get("/metrics", HTTP_AUTHORIZATION="Bearer wrong", **far).status_code == 404
    opened = Client().get("/metrics", HTTP_AUTHORIZATION=f"Bearer {'s' * 40}", **far)
    assert opened.status_code == 200


def test_an_empty_token_opens_nothing(settings):
    settings.METRICS, settings.METRICS_TOKEN = "token", ""
    assert Client().get("/metrics", HTTP_AUTHORIZATION="Bearer ").status_code == 404
