"""The old binary workbook format, from a file made here byte by byte."""

import struct

from tolok.lib.sheets import open_sheets

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def record(kind, body):
    return struct.pack("<HH", kind, len(body)) + body


def begin(kind):
    return record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0, 0, 0, 0))


def label(row, column, words):
    text = words.encode("utf-16-le")
    return record(0x0204, struct.pack("<HHHHB", row, column, 0, len(words), 1) + text)


def number(row, column, value):
    return record(0x0203, struct.pack("<HHHd", row, column, 0, value))


def workbook(name, cells):
    """The stream: one list of sheets, then the cells of the one sheet."""
    bound = record(0x0085, struct.pack("<IBBBB", 0, 0, 0, len(name), 0) + name.encode())
    start = len(begin(5)) + len(bound) + 4
    bound = record(0x0085, struct.pack("<IBBBB", start, 0, 0, len(name), 0) + name.encode())
    end = record(0x000A, b"")
    return begin(5) + bound + end + begin(16) + b"".join(cells) + end


def entry(name, kind, child, start, size):
    words = (name + "\0").encode("utf-16-le")
    head = words.ljust(64, b"\0") + struct.pack("<HBBIII", len(words), kind, 1, FREE, FREE, child)
    return head + bytes(16 + 4 + 16) + struct.pack("<III", start, size, 0)


def container(stream):
    """A compound file: one sector of allocation, one of directory, then the stream."""
    stream = stream.ljust(max(4096, -(-len(stream) // SECTOR) * SECTOR), b"\0")
    count = len(stream) // SECTOR
    chain = [FAT, END, *range(3, 2 + count), END]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(SECTOR, b"\xff")
    folder = (entry("Root Entry", 5, 1, END, 0) + entry("Workbook", 2, FREE, 2, len(stream))).ljust(
        SECTOR, b"\0"
    )
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHHHIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 0, 0, 1)
    header += struct.pack("<IIIIIIII", 1, 0, 4096, END, 0, END, 0, 0)
    return header.ljust(SECTOR, b"\xff") + table + folder + stream


def test_an_old_workbook_gives_its_words_and_numbers(tmp_path):
    cells = [label(0, 0, "Date"), label(0, 1, "Followers"), label(1, 0, "01/05/2025")]
    stream = workbook("New followers", [*cells, number(1, 1, 12.0)])
    (tmp_path / "page.xls").write_bytes(container(stream))
    (sheet,) = open_sheets(tmp_path / "page.xls")
    assert (sheet.format, sheet.name) == ("xls", "New followers")
    assert [(line.number, list(line.cells)) for line in sheet.lines()] == [
        (1, ["Date", "Followers"]),
        (2, ["01/05/2025", 12.0]),
    ]
