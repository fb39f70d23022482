"""What a file is by its bytes, never by its name: first look of the guard."""

from __future__ import annotations

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGIC = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"BM", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"{\\rtf", "word"),
)
_PHONE_PICTURES = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif")
_OLE_STREAMS = (
    ("EncryptedPackage", "encrypted"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("WordDocument", "word"),
    ("PowerPoint Document", "presentation"),
)
_HEAD = 4096
_TEXT_SHARE = 0.95


def sniff(data: bytes) -> str:
    """Return zip, xls, encrypted, or the kind of a file that is no workbook.

    The latter are word, presentation, pdf, image, archive, html, xml, text and unknown.
    """
    if data.startswith(_OLE):
        return _sniff_ole(data)
    head = data[:_HEAD]
    for magic, kind in _MAGIC:
        if head.startswith(magic) and not (magic == b"BM" and b"\0" not in head):
            return kind
    if (head.startswith(b"RIFF") and head[8:12] == b"WEBP") or head[4:12] in _PHONE_PICTURES:
        return "image"
    return _sniff_text(head)


def _sniff_ole(data: bytes) -> str:
    for name, kind in _OLE_STREAMS:
        if name.encode("utf-16-le") in data:
            return kind
    return "unknown"


def _sniff_text(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head.decode("utf-16", "replace")
    elif b"\0" in head:
        return "unknown"
    else:
        text = head.decode("utf-8", "replace")
        readable = sum(sign.isprintable() or sign in "\t\r\n\f" for sign in text if sign != "\ufffd")
        if readable < _TEXT_SHARE * len(text):
            return "unknown"
    start = text.lstrip("\ufeff \t\r\n").casefold()
    if (
        start.startswith(("<html", "<!doctype html", "<table", "<head", "<style", "<div"))
        or "<table" in start
    ):
        return "html"
    return "xml" if start.startswith("<?xml") else "text"
