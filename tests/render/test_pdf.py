"""The PDFs: tagged, reproducible, in both languages, and data is never read as markup."""

from dataclasses import replace
from datetime import date

import pytest

from tests.render.gallery import goal_lines
from tolok.core.text import Text
from tolok.render.charts.line import line_with_target
from tolok.render.pdf import (
    ActionLine,
    GoalSheet,
    Guide,
    GuideEntry,
    GuideGroup,
    Smart,
    TargetLine,
    goal_sheet,
    kpi_guide,
)

SAME = Text.same
SHEET = GoalSheet(
    workspace="Sudut Café",
    made=date(2026, 11, 18),
    sentence=Text("Gain 1,500 followers by 31 March", "Tambah 1.500 pengikut sampai 31 Maret"),
    status=Text("Behind", "Tertinggal"),
    tone="warn",
    verdict=Text("You need 58 a week.", "Anda perlu 58 seminggu."),
    owner="Raka",
    start=date(2026, 9, 21),
    deadline=date(2027, 3, 31),
    smart=Smart(specific=SAME("Instagram")),
    targets=(TargetLine(*(SAME(w) for w in ("Followers", "0", "398", "1,500", "0.87", "Behind"))),),
    attain=(Text("Realistic.", "Realistis."),),
    budget=((SAME("Boosts"), SAME("Rp 384,000")),),
    actions=(ActionLine("Two reels", "Raka", date(2026, 11, 19)), ActionLine("Pin", done=True)),
    notes=(Text("No readings from 12 to 18 October.", "Tanpa data 12 sampai 18 Oktober."),),
)
ENTRY = GuideEntry(
    name=Text("Engagement rate", "Tingkat keterlibatan"),
    definition=Text("Of those who saw it, how many acted.", "Dari yang melihat, berapa bertindak."),
    formula=SAME("(reactions + comments) ÷ reach"),
    jargon=(("ER", Text("engagement rate", "tingkat keterlibatan")),),
)
GUIDE = Guide("Sudut Café", date(2026, 11, 18), (GuideGroup(Text("Seen", "Dilihat"), (ENTRY,)),))


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("blank", [False, True])
def test_goal_sheet_is_a_tagged_accessible_pdf(language, blank):
    made = goal_sheet(SHEET, language, blank=blank)
    assert made.startswith(b"%PDF-")
    assert b"pdfuaid" in made
    assert b"/StructTreeRoot" in made


@pytest.mark.parametrize("language", ["en", "id"])
def test_kpi_guide_is_a_tagged_accessible_pdf(language):
    made = kpi_guide(GUIDE, language)
    assert b"pdfuaid" in made
    assert b"/StructTreeRoot" in made


def test_the_same_goal_gives_the_same_bytes():
    chart = line_with_target(goal_lines(), "en")
    sheet = replace(SHEET, chart=chart.spec, chart_summary=chart.summary)
    assert goal_sheet(sheet, "en") == goal_sheet(sheet, "en")


def test_markup_in_data_is_only_text():
    evil = '#panic("x") #import "/etc/passwd" *b* $x$ \\ [ ] " <label>'
    sheet = replace(SHEET, owner=evil, sentence=SAME(evil), actions=(ActionLine(evil, evil),))
    assert goal_sheet(sheet, "en").startswith(b"%PDF-")


def test_letters_that_no_font_here_has_still_give_a_pdf():
    assert goal_sheet(replace(SHEET, owner="\U0001f9ff \u1b05 \U00012000"), "en").startswith(
        b"%PDF"
    )


def test_a_blank_sheet_tells_nothing_of_the_goal():
    assert goal_sheet(SHEET, "en", blank=True) == goal_sheet(
        GoalSheet("Sudut Café", date(2026, 11, 18)), "en", blank=True
    )
