"""The name of each measure and what it counts, in both languages; held to measures.py by a test."""
# ruff: noqa: E501 - one row for each measure

from collections.abc import Iterable

from tolok.core.text import Text

# id | English name | Indonesian name | what it counts (English) | (Indonesian)
_ROWS = """
impressions | impressions | impresi | how often content was shown; one person may count many times | berapa kali konten ditampilkan; satu orang dapat terhitung berkali-kali
impressions_organic | impressions without ads | impresi tanpa iklan | showings that were not paid for | tampilan yang tidak dibayar
impressions_paid | impressions through ads | impresi lewat iklan | showings that were paid for | tampilan yang dibayar
views | views | tayangan | how often content was played or shown, repeats included | berapa kali konten diputar atau ditampilkan, termasuk pengulangan
video_views | video views | tayangan video | plays of videos, each network with its own least length | pemutaran video, dengan batas lama tiap jaringan sendiri
video_starts | video starts | awal pemutaran video | plays from the first moment | pemutaran sejak detik pertama
video_completions | videos watched to the end | video ditonton sampai habis | plays that reached the end | pemutaran yang sampai akhir
media_views | media views | tayangan media | how often photos or videos in posts were seen | berapa kali foto atau video dalam post dilihat
watch_time_s | watch time | waktu tonton | seconds that videos were watched | detik video ditonton
reach | reach | jangkauan | different people who saw it; never added up | orang berbeda yang melihat; tidak pernah dijumlahkan
reach_organic | reach without ads | jangkauan tanpa iklan | different people who saw it unpaid | orang berbeda yang melihat tanpa iklan
reach_paid | reach through ads | jangkauan lewat iklan | different people who saw it as an ad | orang berbeda yang melihat sebagai iklan
viewers | viewers | penonton | different people who viewed, as the network counts | orang berbeda yang menonton, menurut jaringan
new_viewers | new viewers | penonton baru | viewers not seen before | penonton yang sebelumnya belum ada
returning_viewers | returning viewers | penonton yang kembali | viewers seen before | penonton yang pernah ada
engaged_users | people who engaged | orang yang terlibat | different people who did anything with a post | orang berbeda yang melakukan sesuatu pada post
likes | likes | suka | likes and all other reactions | suka dan semua reaksi lain
comments | comments | komentar | comments on posts | komentar pada post
shares | shares | dibagikan | posts passed on within or out of the network | post yang diteruskan di dalam atau ke luar jaringan
saves | saves | simpanan | posts kept for later, bookmarks too | post yang disimpan untuk nanti, termasuk markah
replies | replies | balasan | answers to a post | jawaban atas post
quotes | quotes | kutipan | posts passed on with words of one's own | post yang diteruskan dengan kata sendiri
reposts | reposts | posting ulang | posts passed on as they are | post yang diteruskan apa adanya
votes | poll votes | suara jajak pendapat | votes in polls | suara dalam jajak pendapat
engagements_native | engagements as the network counts | keterlibatan menurut jaringan | the network's own total; what is in it differs | jumlah dari jaringan sendiri; isinya berbeda-beda
clicks | clicks | klik | all clicks on a post, links or not | semua klik pada post, tautan atau bukan
link_clicks | link clicks | klik tautan | clicks that lead to a link | klik yang menuju tautan
media_clicks | media clicks | klik media | clicks on the photo or video | klik pada foto atau video
cta_clicks | button clicks | klik tombol | clicks on call, route, order and the like | klik pada tombol telepon, rute, pesan, dan sejenisnya
other_clicks | other clicks | klik lain | clicks on nothing named here | klik di tempat lain
profile_clicks | profile clicks | klik profil | clicks from a post to the profile | klik dari post ke profil
hashtag_clicks | hashtag clicks | klik tagar | clicks on a hashtag | klik pada tagar
detail_expands | detail expands | buka rincian | how often the whole post was opened | berapa kali post dibuka seluruhnya
permalink_clicks | clicks on the post's address | klik alamat post | how often the post's own page was opened | berapa kali halaman post dibuka
negative_feedback | hides and reports | sembunyikan dan laporkan | hides, unfollows and reports of a post | post disembunyikan, dilaporkan, atau membuat orang berhenti mengikuti
profile_visits | profile visits | kunjungan profil | how often the profile was opened | berapa kali profil dibuka
page_views | page views | tampilan halaman | how often the page or one of its tabs was opened | berapa kali halaman atau tabnya dibuka
mentions | mentions | sebutan | how often others named the account | berapa kali orang lain menyebut akun
conversations | conversations | percakapan | conversations in messages | percakapan lewat pesan
story_replies | replies to stories | balasan story | messages in answer to a story | pesan sebagai jawaban story
check_ins | check-ins | check-in | visits that people shared with the place | kunjungan yang dibagikan orang bersama tempatnya
followers | followers | pengikut | who follows at the end of the day | yang mengikuti pada akhir hari
fans | page likes | suka halaman | who had liked the page; ended by Facebook in 2025 | yang menyukai halaman; diakhiri Facebook pada 2025
followers_gained | followers gained | pengikut baru | people who began to follow | orang yang mulai mengikuti
followers_lost | followers lost | pengikut hilang | people who stopped following | orang yang berhenti mengikuti
followers_net | net new followers | pengikut bersih | gained less lost | yang baru dikurangi yang hilang
posts_created | posts created | post dibuat | posts of that day as the network counts | post hari itu menurut jaringan
sessions | visits | kunjungan | visits to the website | kunjungan ke situs web
engaged_sessions | engaged visits | kunjungan terlibat | visits of ten seconds, two pages or a key event | kunjungan sepuluh detik, dua halaman, atau peristiwa penting
bounced_sessions | bounced visits | kunjungan pantul | visits that left at once | kunjungan yang langsung pergi
session_time_s | time on site | waktu di situs | seconds of all visits | detik semua kunjungan
users | site users | pengguna situs | different people, as cookies can tell | orang berbeda, sejauh terbaca dari kuki
new_users | new site users | pengguna situs baru | people not seen on the site before | orang yang belum pernah terlihat di situs
web_page_views | pages viewed on the site | halaman situs dilihat | pages opened in all visits | halaman yang dibuka dalam semua kunjungan
events | site events | peristiwa situs | everything the site reports to its analytics | semua yang dilaporkan situs ke analitiknya
conversions | conversions | konversi | acts you declared as the aim | tindakan yang Anda tetapkan sebagai tujuan
approved_conversions | approved conversions | konversi disetujui | conversions that held, such as a paid order | konversi yang bertahan, misalnya pesanan dibayar
results | ad results | hasil iklan | what the ad was set to bring | yang ditetapkan sebagai tujuan iklan
leads | leads | prospek | people who left their contact | orang yang meninggalkan kontak
customers | new customers | pelanggan baru | people who bought for the first time | orang yang pertama kali membeli
email_signups | e-mail sign-ups | pendaftaran surel | new addresses on the mailing list | alamat baru di daftar surel
product_trials | product trials | uji coba produk | people who began a trial | orang yang mulai mencoba produk
non_revenue_conversions | conversions without a sale | konversi tanpa penjualan | aims reached that bring no money at once | tujuan tercapai yang tidak langsung menghasilkan uang
orders | orders | pesanan | orders placed | pesanan yang masuk
revenue | revenue | pendapatan | money from orders | uang dari pesanan
gross_profit | gross profit | laba kotor | revenue less the cost of the goods | pendapatan dikurangi biaya barang
spend | ad spend | belanja iklan | money paid for ads | uang untuk iklan
budget_planned | planned budget | anggaran rencana | money set aside | uang yang disediakan
content_cost | content cost | biaya konten | money for photos, films and writing | uang untuk foto, film, dan tulisan
tool_cost | tool cost | biaya alat | money for software | uang untuk perangkat lunak
posts | posts | post | posts published | post yang terbit
days | days | hari | days of the period | hari dalam periode
weeks | weeks | minggu | weeks of the period | minggu dalam periode
duration_s | video length | durasi video | seconds that the videos last | detik panjang video
followers_at_publish | followers when published | pengikut saat terbit | followers on the day of the post | pengikut pada hari post terbit
followers_start | followers at the start | pengikut di awal | followers on the day before the period | pengikut sehari sebelum periode
followers_avg | average followers | rata-rata pengikut | the mean of followers over the period | rata-rata pengikut selama periode
link_hits | short-link clicks | klik tautan pendek | openings of your own short links | pembukaan tautan pendek Anda
unique_clickers | people who clicked | orang yang mengeklik | different people who opened a short link | orang berbeda yang membuka tautan pendek
competitor_mentions | mentions of competitors | sebutan pesaing | how often rivals were named | berapa kali pesaing disebut
mentions_positive | positive mentions | sebutan positif | mentions in a good tone | sebutan bernada baik
mentions_negative | negative mentions | sebutan negatif | mentions in a bad tone | sebutan bernada buruk
mentions_neutral | neutral mentions | sebutan netral | mentions without a tone | sebutan tanpa nada
potential_impressions | possible impressions | kemungkinan impresi | followers of those who named you; an upper limit | pengikut mereka yang menyebut Anda; batas atas
opportunities_found | openings found | peluang ditemukan | posts of others worth an answer | post orang lain yang layak dijawab
conversations_to_answer | conversations to answer | percakapan yang perlu dijawab | conversations that ask for an answer | percakapan yang meminta jawaban
conversations_answered | conversations answered | percakapan dijawab | conversations that got an answer | percakapan yang sudah dijawab
messages_received | messages received | pesan masuk | messages that came in | pesan yang datang
messages_acted_on | messages acted on | pesan ditindaklanjuti | messages that led to an act | pesan yang ditindaklanjuti
comments_to_answer | comments to answer | komentar yang perlu dijawab | comments that ask for an answer | komentar yang meminta jawaban
comments_answered | comments answered | komentar dijawab | comments that got an answer | komentar yang sudah dijawab
first_response_s | time to first answer | waktu jawaban pertama | from a question to the first answer | dari pertanyaan ke jawaban pertama
reply_s | time to answer | waktu jawab | from a message to its answer | dari pesan ke jawabannya
contacts_made | contacts made | kontak dimulai | people you wrote to first | orang yang Anda hubungi lebih dulu
testimonials | testimonials | testimoni | recommendations that may be quoted | rekomendasi yang boleh dikutip
answers | survey answers | jawaban survei | answers given | jawaban yang diberikan
answers_satisfied | satisfied answers | jawaban puas | answers of 4 or 5 out of 5 | jawaban 4 atau 5 dari 5
answers_score | sum of scores | jumlah skor | the scores of all answers together | skor semua jawaban digabung
promoters | promoters | promotor | answers of 9 or 10 out of 10 | jawaban 9 atau 10 dari 10
detractors | detractors | detraktor | answers of 0 to 6 out of 10 | jawaban 0 sampai 6 dari 10
reviews | reviews | ulasan | public reviews | ulasan publik
rating_points | stars in all | jumlah bintang | the stars of all reviews together | bintang semua ulasan digabung
direct_deep_sessions | direct visits to inner pages | kunjungan langsung ke halaman dalam | visits without a source to pages nobody types | kunjungan tanpa sumber ke halaman yang tidak diketik orang
margin | margin | margin | what is left of an order after its costs | sisa pesanan setelah biayanya
goal_value | value of aims | nilai tujuan | money you declared an aim to be worth | nilai uang yang Anda tetapkan untuk suatu tujuan
attributed_revenue | attributed revenue | pendapatan teratribusi | revenue credited to social media by a stated rule | pendapatan yang dikreditkan ke media sosial menurut aturan tertulis
slots_planned | planned slots | slot direncanakan | times set for posts | waktu yang disediakan untuk post
slots_filled | filled slots | slot terisi | planned times that got a post | waktu rencana yang terisi post
attempts | publishing attempts | upaya terbit | posts that should have gone out | post yang seharusnya terbit
attempts_published | posts that went out | post yang terbit | attempts that the network accepted | upaya yang diterima jaringan
published_on_time | posts on time | post tepat waktu | posts that went out within minutes of the plan | post yang terbit dalam hitungan menit dari rencana
days_between_posts | days between posts | hari antarpost | days from one post to the next | hari dari satu post ke post berikutnya
"""


def _read(rows: str) -> dict[str, tuple[Text, Text]]:
    found = {}
    for row in rows.strip().splitlines():
        id, en, indonesian, counts_en, counts_id = (part.strip() for part in row.split(" | "))
        found[id] = (Text(en, indonesian), Text(counts_en, counts_id))
    return found


_WORDS = _read(_ROWS)


def measure_words(id: str) -> Text:
    """The measure's name as it stands inside a sentence; its id when it has none."""
    return _WORDS[id][0] if id in _WORDS else Text.same(id)


def measure_counts(id: str) -> Text:
    """What the measure counts, in half a sentence."""
    return _WORDS[id][1] if id in _WORDS else Text("", "")


def named(ids: Iterable[str]) -> tuple[tuple[Text, Text], ...]:
    """Name and meaning of these measures, each once, in order."""
    return tuple((measure_words(id), measure_counts(id)) for id in dict.fromkeys(ids))
