"""Which importer fits: ranked with reasons, equal ones asked, names of files never believed."""

from dataclasses import dataclass

import pytest

from tests.importers.fuzzing import importers
from tests.shared import shared_data
from tolok.core.ports import Match
from tolok.core.text import Text
from tolok.lib.recognise import chosen, recognise
from tolok.lib.sheets import open_sheets


@dataclass(frozen=True)
class Fixed:
    """An importer that gives every sheet the same score."""

    id: str
    score: float | None

    @property
    def name(self):
        return Text.same(self.id.title())

    def sniff(self, sheet):
        assert sheet.file_name == ""
        return None if self.score is None else Match(self.score, (Text.same("because"),))

    def parse(self, sheet, answers):
        return iter(())


@pytest.fixture
def sheet(tmp_path):
    (tmp_path / "Instagram Reach.csv").write_text("Date,Primary\n2025-01-01,5\n")
    return open_sheets(tmp_path / "Instagram Reach.csv")[0]


def test_the_best_comes_first_and_strangers_are_left_out(sheet):
    found = recognise(sheet, [Fixed("low", 0.3), Fixed("none", None), Fixed("high", 0.9)])
    assert [importer.id for importer, _ in found] == ["high", "low"]
    assert found[0][1].questions == ()


def test_two_that_fit_equally_are_asked(sheet):
    found = recognise(sheet, [Fixed("one", 0.9), Fixed("two", 0.9), Fixed("low", 0.3)])
    for _, match in found[:2]:
        (question,) = match.questions
        assert question.id == "importer"
        assert set(question.choices) == {"one", "two"}
    assert found[2][1].questions == ()


def test_a_person_decides_between_equals(sheet):
    found = recognise(sheet, [Fixed("one", 0.9), Fixed("two", 0.9)])
    picked = chosen(found, "two")
    assert picked
    assert (picked[0].id, picked[1].questions) == ("two", ())
    assert chosen([], "two") is None


def test_nobody_fits(sheet):
    assert recognise(sheet, [Fixed("none", None)]) == []


REAL = {
    "export-meta-oigetit/Reach.csv": "meta_page_series",
    "export-meta-oigetit/Audience.csv": "meta_audience",
    "export-meta-oigetit/Jan-14-2025_Apr-14-2025_1396269028466733.csv": "meta_facebook_posts",
    "export-meta-oigetit/Mar-18-2025_Apr-14-2025_553302954456165.csv": "meta_facebook_posts",
    "export-meta-oigetit/Mar-18-2025_Apr-14-2025_1019826952924933.csv": "meta_instagram_posts",
    "export-x-wormhole-br/account_overview_analytics.csv": "x_overview",
    "export-x-wormhole-br/account_analytics_content_2024-11-21_2025-02-19.csv": "x_content",
    "export-youtube-wholebrainhealth/Chart_data.csv": "youtube_chart",
    "export-youtube-wholebrainhealth/Chart_data.xlsx": "youtube_chart",
    "export-tiktok-overview/Overview_en.csv": "tiktok_overview",
    "export-tiktok-overview/Overview_es.csv": "tiktok_overview",
    "export-ga4/events_aptamergroup.csv": "ga4_report",
    "export-ga4/overview_brightsite.csv": "ga4_report",
    "facebook-ads-kag/KAG_conversion_data.csv": "kag_ads",
    "uci-facebook-metrics/dataset_Facebook.csv": "uci_facebook",
    "uci-facebook-metrics/dataset_Facebook_comma_cr.csv": "uci_facebook",
    "uci-fb-live-sellers-thailand/Live.csv": "generic",
    "ab-ad-campaigns/control_group.csv": "generic",
    "instagram-post-reach/Instagram data.csv": "generic",
}


@pytest.mark.parametrize(("file", "importer"), REAL.items(), ids=REAL.keys())
def test_real_files_are_recognised_by_what_is_in_them(file, importer):
    for sheet in open_sheets(shared_data(*file.split("/")), "renamed.dat"):
        ranked = recognise(sheet, importers())
        assert ranked[0][0].id == importer
        assert ranked[0][1].reasons[0].id
        assert "importer" not in {question.id for question in ranked[0][1].questions}


@pytest.mark.parametrize("importer", importers(), ids=lambda importer: importer.id)
def test_every_importer_names_itself_in_both_languages(importer):
    assert importer.name.en
    assert importer.name.id
    assert importer.id == importer.id.lower().strip()


def test_no_two_importers_share_an_id():
    ids = [importer.id for importer in importers()]
    assert len(ids) == len(set(ids))


def test_a_rate_that_many_write_names_no_source(tmp_path):
    (tmp_path / "x.csv").write_text("Date,Reach,Engagement rate\n2025-01-01,100,5.2%\n")
    (sheet,) = open_sheets(tmp_path / "x.csv")
    assert [importer.id for importer, _ in recognise(sheet, importers())] == ["generic"]
