"""Why there is no number, said in a way that fits names in the singular and in the plural."""

import re

import pytest

from tolok.core.kpi.reasons import in_words
from tolok.core.query import Unknown
from tolok.core.text import Text
from tolok.lib.catalogue import kpis


@pytest.mark.parametrize("unknown", Unknown)
@pytest.mark.parametrize("id", ["leads", "reach"])
def test_no_verb_hangs_on_the_name_of_a_kpi(unknown, id):
    spec = kpis()[id]
    said = in_words(unknown, spec, network=Text.same("Bluesky"))
    assert re.match(rf"{spec.name.en}: ", said.en)
    assert said.id.startswith(spec.name.id)


def test_leads_that_a_network_does_not_report_are_said_without_a_slip():
    said = in_words(Unknown.NOT_OFFERED, kpis()["leads"], network=Text.same("Bluesky"))
    assert said.en.startswith("Leads: not offered by Bluesky.")
