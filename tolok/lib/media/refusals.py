"""Why a file cannot go into the media library, in words."""

from tolok.core.errors import ProblemError, invalid
from tolok.core.publishing.media_words import size_words
from tolok.core.text import Text, say


def refused(why: Text, fix: Text) -> ProblemError:
    return invalid(why, fix, type="media-refused")


def unknown() -> ProblemError:
    return refused(
        Text(
            "This is no picture or video that can be used here.",
            "Ini bukan gambar atau video yang bisa dipakai di sini.",
        ),
        Text(
            "Use JPEG, PNG, WebP or GIF, or a video as MP4, MOV or WebM.",
            "Gunakan JPEG, PNG, WebP, atau GIF, atau video MP4, MOV, atau WebM.",
        ),
    )


def vector() -> ProblemError:
    return refused(
        Text(
            "SVG is a drawing that can hold programs and load other files. No network takes it.",
            "SVG adalah gambar yang bisa memuat program dan berkas lain, dan tidak ada jaringan "
            "yang menerimanya.",
        ),
        Text("Save it as PNG, then upload that.", "Simpan sebagai PNG, lalu unggah."),
    )


def damaged() -> ProblemError:
    return refused(
        Text(
            "The picture is damaged or cut off; it could not be read to its end.",
            "Gambarnya rusak atau terpotong; tidak terbaca sampai akhir.",
        ),
        Text(
            "Open it, save it again as JPEG or PNG, and upload that.",
            "Buka, simpan ulang sebagai JPEG atau PNG, lalu unggah.",
        ),
    )


def too_large(size: int, most: int) -> ProblemError:
    return refused(
        say(
            "The file has {size}; at most {most} are taken.",
            "Ukuran berkas {size}; paling besar {most}.",
            size=size_words(size),
            most=size_words(most),
        ),
        Text("Make it smaller, then upload it again.", "Perkecil, lalu unggah lagi."),
    )


def too_many_pixels(width: int, height: int, frames: int) -> ProblemError:
    return refused(
        say(
            "{w} × {h} pixels in {n} pictures are more than this server unpacks.",
            "{w} × {h} piksel dalam {n} gambar lebih besar daripada yang dibuka server ini.",
            w=width, h=height, n=frames,
        ),
        Text("Make it smaller, then upload it again.", "Perkecil, lalu unggah lagi."),
    )  # fmt: skip


def cannot_fit(most: int) -> ProblemError:
    return refused(
        say(
            "The picture cannot be made small enough for {most} and still be seen.",
            "Gambar tidak bisa diperkecil sampai {most} dan tetap terlihat.",
            most=size_words(most),
        ),
        Text("Choose another picture.", "Pilih gambar lain."),
    )
