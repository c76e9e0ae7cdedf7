"""Posts of Facebook and Instagram from Meta's content table, with the oddities of real files."""

import pytest

from tests.importers.meta_files import events, of, sums, utf8
from tests.shared import shared_data
from tolok.core.ports import About, Declared, PostRow, Skipped, Trouble
from tolok.importers.meta_facebook_posts import IMPORTER as FACEBOOK
from tolok.importers.meta_facebook_videos import IMPORTER as VIDEOS
from tolok.importers.meta_instagram_posts import IMPORTER as INSTAGRAM
from tolok.lib.recognise import recognise
from tolok.lib.sheets import open_sheets

META = (FACEBOOK, INSTAGRAM, VIDEOS)
FB_HEAD = (
    "Post ID,Page ID,Page name,Title,Description,Duration (sec),Publish time,Permalink,Post type,"
    'Custom labels,Date,Views,Reach,"Reactions, Comments and Shares",Reactions,Comments,Shares,'
    "Total clicks,Link Clicks,Other Clicks,Matched Audience Targeting Consumption (Photo Click),"
    "Seconds viewed,Estimated earnings (USD)\n"
)
FB_LINK = "https://www.facebook.com/cafe/posts"
IG_HEAD = (
    "Post ID,Account ID,Account username,Account name,Description,Duration (sec),Publish time,"
    "Permalink,Post type,Data comment,Date,Views,Reach,Likes,Shares,Comments,Saves,Follows\n"
)


def facebook_row(id: str = "917187207167939", **change: str) -> str:
    cells = {
        "id": id, "page": "100066300057039", "name": "Cafe", "title": '"Two\nlines, one post"',
        "description": "", "duration": "0", "published": "03/18/2025 09:48",
        "link": f"{FB_LINK}/{id}", "type": "Photos", "labels": "", "date": "Lifetime",
        "views": "64", "reach": "37", "rcs": "6", "reactions": "3", "comments": "2", "shares": "1",
        "clicks": "4", "link_clicks": "1", "other": "", "photo": "3", "seconds": "", "usd": "",
    } | change  # fmt: skip
    return ",".join(cells.values()) + "\n"


def instagram_row(id: str = "18355151116178767", type: str = "IG reel") -> str:
    return (
        f'{id},17841446494080465,cafe_id,Cafe,"Caption",30,03/18/2025 09:48,'
        f"https://www.instagram.com/reel/{id}/,{type},,Lifetime,52,37,3,0,1,0,\n"
    )


def test_a_facebook_post_is_read_whole(tmp_path):
    sheet = utf8(tmp_path, FB_HEAD + facebook_row(seconds="202.708", labels="Launch; Promo"))
    about, post = events(FACEBOOK, sheet)
    assert (about.network, about.table, about.zone) == ("facebook", "post", None)
    assert (about.account, about.account_name) == ("100066300057039", "Cafe")
    assert (post.line, post.post_id, post.type) == (2, "917187207167939", "photo")
    assert (str(post.published_at), post.published_at.tzinfo) == ("2025-03-18 09:48:00", None)
    assert (post.text, post.tags) == ("Two\nlines, one post", ("Launch", "Promo"))
    assert post.link == f"{FB_LINK}/917187207167939"
    assert post.duration_s is None
    assert post.measures == {
        "views": 64, "reach": 37, "engagements_native": 6, "likes": 3, "comments": 2, "shares": 1,
        "clicks": 4, "link_clicks": 1, "media_clicks": 3, "watch_time_s": 202.708,
    }  # fmt: skip


def test_an_instagram_reel_is_read_whole(tmp_path):
    sheet = utf8(tmp_path, IG_HEAD + instagram_row())
    about, post = events(INSTAGRAM, sheet)
    assert (about.network, about.account) == ("instagram", "17841446494080465")
    assert (post.post_id, post.type, post.duration_s) == ("18355151116178767", "reel", 30)
    assert post.measures == {
        "views": 52, "reach": 37, "likes": 3, "shares": 0, "comments": 1, "saves": 0,
    }  # fmt: skip


def test_each_table_is_recognised_by_its_own_importer_only(tmp_path):
    tables = {
        "meta_facebook_posts": FB_HEAD + facebook_row(),
        "meta_instagram_posts": IG_HEAD + instagram_row(),
    }
    for id, text in tables.items():
        candidates = recognise(utf8(tmp_path, text), META)
        assert [importer.id for importer, _ in candidates] == [id]
        assert candidates[0][1].questions == ()
        assert candidates[0][1].reasons


def test_links_to_another_network_outweigh_the_header(tmp_path):
    text = (IG_HEAD + instagram_row()).replace("instagram.com", "example.org")
    assert INSTAGRAM.sniff(utf8(tmp_path, text)) is None


@pytest.mark.parametrize(
    ("native", "ours"),
    [
        ("Photos", "photo"),
        ("Reels", "reel"),
        ("Links", "link"),
        ("Videos", "video"),
        ("Statuses", "text"),
        ("Live", "live"),
        ("Events", "event"),
        ("IG carousel", "carousel"),
        ("IG story", "story"),
        ("Secuencia de Instagram", "carousel"),
    ],
)
def test_post_types_become_our_words(tmp_path, native, ours):
    (post,) = of(PostRow, events(FACEBOOK, utf8(tmp_path, FB_HEAD + facebook_row(type=native))))
    assert post.type == ours


def test_an_unknown_type_is_kept_as_the_network_wrote_it(tmp_path):
    (post,) = of(PostRow, events(FACEBOOK, utf8(tmp_path, FB_HEAD + facebook_row(type="Holo"))))
    assert (post.type, post.extra["Post type"]) == ("", "Holo")


def test_blank_is_unknown_and_zero_is_zero(tmp_path):
    text = FB_HEAD + facebook_row(views="", shares="0", clicks="--", reach="n/a")
    (post,) = of(PostRow, events(FACEBOOK, utf8(tmp_path, text)))
    assert "views" not in post.measures
    assert "clicks" not in post.measures
    assert post.measures["shares"] == 0


def test_error_text_in_a_cell_costs_the_cell_not_the_row(tmp_path):
    text = FB_HEAD + facebook_row(reach="Data not available", comments="3-Feb")
    found = events(FACEBOOK, utf8(tmp_path, text))
    (post,) = of(PostRow, found)
    assert post.measures["views"] == 64
    assert not {"reach", "comments"} & set(post.measures)
    assert [(e.line, e.column, e.row_kept) for e in of(Trouble, found)] == [
        (2, "Reach", True),
        (2, "Comments", True),
    ]


def test_an_id_shortened_by_a_spreadsheet_is_refused(tmp_path):
    text = FB_HEAD + facebook_row() + facebook_row("9.17187E+14")
    found = events(FACEBOOK, utf8(tmp_path, text))
    assert [post.post_id for post in of(PostRow, found)] == ["917187207167939"]
    (trouble,) = of(Trouble, found)
    assert (trouble.column, trouble.value, trouble.row_kept) == ("Post ID", "9.17187E+14", False)


def test_a_total_row_is_a_check_never_a_post(tmp_path):
    total = ",,,,,,,,,,Total,128,,12,6,4,2,8,2,,6,,\n"
    found = events(FACEBOOK, utf8(tmp_path, FB_HEAD + total + facebook_row() + facebook_row("2")))
    (declared,) = of(Declared, found)
    assert (declared.line, declared.measures["views"]) == (2, 128)
    assert sums(of(PostRow, found))["views"] == 128


def test_a_row_without_an_id_is_reported(tmp_path):
    found = events(FACEBOOK, utf8(tmp_path, FB_HEAD + facebook_row("")))
    assert not of(PostRow, found)
    assert [e.row_kept for e in of(Trouble, found)] == [False]


def test_days_of_a_post_are_not_taken_for_its_total(tmp_path):
    days = facebook_row(date="03/19/2025", views="5") + facebook_row(date="03/20/2025", views="6")
    with_total = events(FACEBOOK, utf8(tmp_path, FB_HEAD + facebook_row() + days))
    assert [post.measures["views"] for post in of(PostRow, with_total)] == [64]
    assert [e.line for e in of(Skipped, with_total)] == [4, 6]
    only_days = events(FACEBOOK, utf8(tmp_path, FB_HEAD + days))
    assert not of(PostRow, only_days)
    assert len(of(Trouble, only_days)) == 2


def test_a_column_name_that_occurs_twice_is_read_once(tmp_path):
    head = IG_HEAD.replace("Views,Reach", "Views,Views,Reach")
    row = instagram_row().replace("Lifetime,52,37", "Lifetime,52,9,37")
    found = events(INSTAGRAM, utf8(tmp_path, head + row))
    (post,) = of(PostRow, found)
    assert (post.measures["views"], post.measures["reach"]) == (52, 37)
    (trouble,) = of(Trouble, found)
    assert (trouble.column, trouble.value, trouble.row_kept) == ("Views", "52 / 9", True)


def test_a_views_column_of_untrue_zeros_is_left_out(tmp_path):
    text = FB_HEAD + facebook_row(views="0") + facebook_row("2", views="0")
    found = events(FACEBOOK, utf8(tmp_path, text))
    assert "views" not in sums(of(PostRow, found))
    assert [(e.line, e.column) for e in of(Trouble, found)] == [(1, "Views")]
    mixed = FB_HEAD + facebook_row(views="0") + facebook_row("2")
    found = events(FACEBOOK, utf8(tmp_path, mixed))
    assert [post.measures["views"] for post in of(PostRow, found)] == [0, 64]


def test_rows_cut_short_or_too_long(tmp_path):
    short = facebook_row().rsplit(",", 2)[0] + "\n"
    long = facebook_row("2").replace("\n", ",,7\n").replace("Two,,7", "Two")
    found = events(FACEBOOK, utf8(tmp_path, FB_HEAD + short + long))
    (post,) = of(PostRow, found)
    assert post.measures["clicks"] == 4
    assert [e.row_kept for e in of(Trouble, found)] == [True, False]


def test_a_file_of_several_pages_names_the_page_that_differs(tmp_path):
    others = facebook_row("2", page="777", name="Bar")
    text = FB_HEAD + facebook_row("1") + others + facebook_row("3")
    found = events(FACEBOOK, utf8(tmp_path, text))
    assert of(About, found)[0].account == "100066300057039"
    assert [post.account for post in of(PostRow, found)] == ["", "777", ""]


@pytest.mark.parametrize("lost", [(",Lifetime,", ",Lifetime="), ("64,37,6,3", "64737,6,3")])
def test_a_row_that_lost_a_comma_is_refused_since_its_cells_moved(tmp_path, lost):
    text = FB_HEAD + facebook_row() + facebook_row("2").replace(*lost)
    found = events(FACEBOOK, utf8(tmp_path, text))
    assert [post.post_id for post in of(PostRow, found)] == ["917187207167939"]
    assert [(e.line, e.row_kept) for e in of(Trouble, found)] == [(4, False)]


def test_boosted_reach_says_whether_a_post_was_paid(tmp_path):
    head = FB_HEAD.replace("Other Clicks", "Reach from Boosted posts")
    text = head + facebook_row("1", other="0") + facebook_row("2", other="9") + facebook_row("3")
    assert [p.paid for p in of(PostRow, events(FACEBOOK, utf8(tmp_path, text)))] == [
        False,
        True,
        None,
    ]


def test_the_form_of_2024_has_impressions_not_views(tmp_path):
    text = FB_HEAD.replace("Views,", "Impressions,") + facebook_row()
    (post,) = of(PostRow, events(FACEBOOK, utf8(tmp_path, text)))
    assert post.measures["impressions"] == 64
    assert "views" not in post.measures


GERMAN = (
    "Beitrags-ID,Konto-ID,Konto-Benutzername,Kontoname,Beschreibung,Dauer (Sek.),"
    "Veröffentlichungszeitpunkt,Permalink,Beitragstyp,Datenkommentar,Datum,Aufrufe,Reichweite,"
    "„Gefällt mir“-Angaben,Geteilte Inhalte,Follows,Kommentare,Gespeicherte Beiträge\n"
    "17900000000000001,17841400000000000,cafe.wien,Cafe Wien,Text,41,18.09.2026 18:00,"
    "https://www.instagram.com/reel/A/,IG Reel,,Gesamte Laufzeit,7.100,5.200,210,31,6,9,96\n"
    "17900000000000002,17841400000000000,cafe.wien,Cafe Wien,Text,,03.09.2026 18:00,"
    "https://www.instagram.com/p/B/,IG Karussell,,Gesamte Laufzeit,900,800,20,3,0,1,6\n"
)
SPANISH = (
    "Identificador de la publicación,Identificador de la cuenta,Nombre de usuario de la cuenta,"
    "Nombre de la cuenta,Descripción,Duración (s),Hora de publicación,Enlace permanente,"
    "Tipo de publicación,Comentario sobre los datos,Fecha,Visualizaciones,Alcance,Me gusta,"
    "Veces que se compartió,Seguimientos,Comentarios,Veces que se guardó\n"
    "17900000000000001,17841400000000000,cafe,Cafe,Texto,41,09/18/2026 18:00,"
    "https://www.instagram.com/reel/A/,Reel de Instagram,,Total,7100,5200,210,31,6,9,96\n"
    "17900000000000002,17841400000000000,cafe,Cafe,Texto,,09/03/2026 18:00,"
    "https://www.instagram.com/p/B/,Secuencia de Instagram,,Total,900,800,20,3,0,1,6\n"
)
INDONESIAN = (
    "ID postingan,ID akun,Nama pengguna akun,Nama akun,Keterangan,Durasi (detik),Waktu publikasi,"
    "Permalink,Jenis postingan,Komentar data,Tanggal,Tayangan,Jangkauan,Suka,Dibagikan,"
    "Pengikut baru,Komentar,Disimpan\n"
    "17900000000000001,17841400000000000,kopi,Kopi,Teks,41,09/18/2026 18:00,"
    "https://www.instagram.com/reel/A/,Reel IG,,Sepanjang waktu,7100,5200,210,31,6,9,96\n"
    "17900000000000002,17841400000000000,kopi,Kopi,Teks,,09/03/2026 18:00,"
    "https://www.instagram.com/p/B/,Karusel IG,,Sepanjang waktu,900,800,20,3,0,1,6\n"
)


@pytest.mark.parametrize("text", [GERMAN, SPANISH, INDONESIAN], ids=["de", "es", "id"])
def test_posts_are_read_in_other_languages(tmp_path, text):
    sheet = utf8(tmp_path, text)
    match = INSTAGRAM.sniff(sheet)
    assert (match.score, match.questions) == (0.95, ())
    found = events(INSTAGRAM, sheet)
    posts = of(PostRow, found)
    assert [str(post.published_at) for post in posts] == [
        "2026-09-18 18:00:00",
        "2026-09-03 18:00:00",
    ]
    assert [post.type for post in posts] == ["reel", "carousel"]
    assert sums(posts) == {
        "views": 8000, "reach": 6000, "likes": 230, "shares": 34, "followers_gained": 6,
        "comments": 10, "saves": 102,
    }  # fmt: skip
    assert not of(Trouble, found)


def test_days_that_could_be_months_are_asked_about(tmp_path):
    sheet = utf8(tmp_path, SPANISH.replace("09/18/2026", "09/08/2026"))
    assert [q.id for q in INSTAGRAM.sniff(sheet).questions] == ["date_order"]
    posts = of(PostRow, events(INSTAGRAM, sheet, date_order="dmy"))
    assert str(posts[0].published_at) == "2026-08-09 18:00:00"


def test_a_count_with_one_sign_has_thousands_since_counts_have_no_fractions(tmp_path):
    text = GERMAN.replace("7.100,5.200", "7100,5.000")
    assert sums(of(PostRow, events(INSTAGRAM, utf8(tmp_path, text))))["reach"] == 5800
    text = SPANISH.replace("7100,5200", '"7,100",5200')
    assert sums(of(PostRow, events(INSTAGRAM, utf8(tmp_path, text))))["views"] == 8000


def test_a_video_keeps_its_own_id_and_its_curve(tmp_path):
    parts = ",".join(f"Percentage of total views at interval {n}" for n in range(41))
    text = (
        "Video asset ID,Universal video ID,Page ID,Page name,Title,Description,Duration (sec),"
        "Publish time,Permalink,Post type,Date,Reach,3-second video views,1-minute video views,"
        f"Seconds viewed,Reactions,Comments,Shares,{parts}\n"
        "974194307586650,974194307586651,100066300057039,Cafe,Title,Title,84,02/14/2025 05:14,"
        "https://www.facebook.com/reel/974194307586650/,Reels,Lifetime,99,26,2,202.708,1,0,0,"
        + ",".join(f"0.{n}" for n in range(41))
        + "\n"
    )
    sheet = utf8(tmp_path, text)
    assert [i.id for i, _ in recognise(sheet, META)] == ["meta_facebook_videos"]
    (post,) = of(PostRow, events(VIDEOS, sheet))
    assert (post.post_id, post.type, post.duration_s) == ("video:974194307586650", "reel", 84)
    assert post.measures["video_views"] == 26
    assert post.extra["1-minute video views"] == "2"
    curve = post.extra["Percentage of total views at interval"].split(";")
    assert (len(curve), curve[0], curve[-1]) == (41, "0.0", "0.40")


def test_real_facebook_posts_give_their_reference_sums():
    path = shared_data("export-meta-oigetit", "Jan-14-2025_Apr-14-2025_1396269028466733.csv")
    (sheet,) = open_sheets(path)
    assert [i.id for i, _ in recognise(sheet, META)] == ["meta_facebook_posts"]
    found = events(FACEBOOK, sheet)
    posts = of(PostRow, found)
    total = sums(posts)
    assert (len(posts), total["views"], total["reach"]) == (261, 15_982, 8_395)
    assert (total["likes"], total["comments"], total["shares"]) == (87, 20, 20)
    assert total["clicks"] == 162
    types = [post.type for post in posts]
    assert [types.count(t) for t in ("photo", "reel", "link")] == [254, 6, 1]
    assert {(e.line, e.row_kept) for e in of(Trouble, found)} == {
        (2501, True), (2509, True), (2516, True), (2523, True), (2530, True),
    }  # fmt: skip


def test_real_facebook_posts_with_unfilled_views_do_not_zero_the_views_of_others():
    path = shared_data("export-meta-oigetit", "Mar-18-2025_Apr-14-2025_553302954456165.csv")
    (sheet,) = open_sheets(path)
    found = events(FACEBOOK, sheet)
    posts = of(PostRow, found)
    assert (len(posts), sums(posts)["reach"]) == (48, 1_286)
    assert "views" not in sums(posts)
    assert [e.column for e in of(Trouble, found)] == ["Views"]


def test_real_instagram_posts_give_their_reference_sums():
    path = shared_data("export-meta-oigetit", "Mar-18-2025_Apr-14-2025_1019826952924933.csv")
    (sheet,) = open_sheets(path)
    assert [i.id for i, _ in recognise(sheet, META)] == ["meta_instagram_posts"]
    found = events(INSTAGRAM, sheet)
    assert sums(of(PostRow, found)) == {
        "views": 10_931, "reach": 7_783, "likes": 274, "shares": 8, "comments": 1, "saves": 4,
        "followers_gained": 6,
    }  # fmt: skip
    assert len(of(PostRow, found)) == 78
    assert not of(Trouble, found)
