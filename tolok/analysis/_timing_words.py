"""Why a time is proposed, in one or two sentences."""

from tolok.core.text import Text, number, say

Lift = tuple[float | None, float | None, float | None]  # middle, low, high

_WEEKDAYS = (
    Text("Monday", "Senin"), Text("Tuesday", "Selasa"), Text("Wednesday", "Rabu"),
    Text("Thursday", "Kamis"), Text("Friday", "Jumat"), Text("Saturday", "Sabtu"),
    Text("Sunday", "Minggu"),
)  # fmt: skip


def strong(weekday: int, hour: int, kpi: Text, lift: Lift, n: int, near: int) -> Text:
    return say(
        "{when}: about {lift} {kpi} than your usual post (80 of 100 times between {low} and "
        "{high}). Based on {posts} at this time and {near} more on this day or hour.",
        "{when}: {kpi} sekitar {lift} dibanding posting biasanya (80 dari 100 kali antara {low} "
        "dan {high}). Dasarnya {posts} pada waktu ini dan {near} lagi pada hari atau jam ini.",
        **_parts(weekday, hour, kpi, lift, n, near),
    )


def leaning(weekday: int, hour: int, kpi: Text, lift: Lift, n: int, near: int) -> Text:
    return say(
        "{when}: not enough evidence yet. It leans to {lift} {kpi}, but anything between {low} "
        "and {high} is likely. Based on {posts} at this time and {near} more on this day or hour.",
        "{when}: buktinya belum cukup. Arahnya {kpi} {lift}, tetapi antara {low} dan {high} masih "
        "mungkin. Dasarnya {posts} pada waktu ini dan {near} lagi pada hari atau jam ini.",
        **_parts(weekday, hour, kpi, lift, n, near),
    )


def explored(weekday: int, hour: int, n: int) -> Text:
    return say(
        "{when}: a try, with {posts} at this time so far. Trying other times now and then shows "
        "what the usual ones miss.",
        "{when}: percobaan, sejauh ini {posts} pada waktu ini. Sesekali mencoba waktu lain "
        "menunjukkan apa yang terlewat oleh waktu yang biasa.",
        when=_when(weekday, hour), posts=_posts(n),
    )  # fmt: skip


def few(n: int, least: int) -> Text:
    return say(
        "Not enough evidence: {posts} with a known count, {least} are needed. Until then times "
        "are spread over the week, so that there is something to compare.",
        "Buktinya belum cukup: {posts} dengan angka yang diketahui, diperlukan {least}. Sampai "
        "saat itu waktunya disebar sepanjang pekan agar ada yang bisa dibandingkan.",
        posts=_posts(n), least=least,
    )  # fmt: skip


def _parts(weekday: int, hour: int, kpi: Text, lift: Lift, n: int, near: int) -> dict[str, object]:
    middle, low, high = (_change(each) for each in lift)
    return {
        "when": _when(weekday, hour), "kpi": Text(kpi.en.lower(), kpi.id.lower()),
        "lift": middle, "low": low, "high": high, "posts": _posts(n), "near": max(near - n, 0),
    }  # fmt: skip


def _when(weekday: int, hour: int) -> Text:
    day = _WEEKDAYS[weekday]
    return Text(f"{day.en} {hour:02}:00", f"{day.id} {hour:02}.00")


def _change(share: float | None) -> Text:
    if share is None:
        return Text("unknown", "belum diketahui")
    size = {language: number(abs(share) * 100, language, digits=0) for language in ("en", "id")}
    if share < 0:
        return Text(f"{size['en']} % less", f"{size['id']} % lebih sedikit")
    return Text(f"{size['en']} % more", f"{size['id']} % lebih banyak")


def _posts(n: int) -> Text:
    many = "no post" if n == 0 else "{n} post" if n == 1 else "{n} posts"
    return say(many, "{n} posting", n=n)
