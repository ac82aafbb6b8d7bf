"""Which encoding a text is written in, told from its bytes."""

from __future__ import annotations

import codecs
import re

from electra_engine.libraries import library

# So many damaged bytes are forgiven in any sample of UTF-8, beyond that one in a thousand.
FORGIVEN_BYTES = 3
FORGIVEN_SHARE = 0.001
AUTOMATIC = "auto"
# What a reader may choose instead of the guess: the name shown, and the codec.
CODECS = {
    "UTF-8": "utf-8-sig",
    "UTF-16": "utf-16",
    "UTF-16LE": "utf-16-le",
    "UTF-16BE": "utf-16-be",
    "UTF-32": "utf-32",
    "GB18030": "gb18030",
    "Big5": "big5hkscs",
    "Shift-JIS": "cp932",
    "EUC-JP": "euc_jis_2004",
    "ISO-2022-JP": "iso2022_jp_2004",
    "EUC-KR": "cp949",
    "KOI8-R": "koi8-r",
    "KOI8-U": "koi8-u",
    "Windows-1250": "cp1250",
    "Windows-1251": "cp1251",
    "Windows-1252": "cp1252",
    "Windows-1253": "cp1253",
    "Windows-1254": "cp1254",
    "Windows-1255": "cp1255",
    "Windows-1256": "cp1256",
    "Windows-1257": "cp1257",
    "Windows-1258": "cp1258",
    "ISO-8859-1": "iso8859-1",
    "ISO-8859-2": "iso8859-2",
    "ISO-8859-5": "iso8859-5",
    "ISO-8859-7": "iso8859-7",
    "ISO-8859-9": "iso8859-9",
    "ISO-8859-15": "iso8859-15",
}
CHOICES = (AUTOMATIC, *CODECS)
# Longest marks first: that of UTF-16LE is the beginning of that of UTF-32LE.
_MARKS = (
    (codecs.BOM_UTF8, "UTF-8"),
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
WESTERN = "Windows-1252"
_OTHER_LETTER = re.compile("[\u0370-\u07ff]")
_MIXED_WORD = re.compile("[a-z][\u0370-\u07ff]|[\u0370-\u07ff][a-z]")
_SPELLED = re.compile(r"[^a-z0-9]")


def guess_encoding(sample: bytes, is_whole: bool = False) -> str:
    """The name of the encoding, or ``""`` where the bytes are no text in any.

    `is_whole` says that nothing follows the sample, whose last character may else be cut in two.
    """
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return name
    if sample.isascii() and 0 not in sample and b"\x1b" not in sample:
        return "UTF-8"
    if _is_nearly_utf_8(sample, is_whole):
        return "UTF-8"
    found = library("chardet", "chardet").detect(sample)["encoding"]
    if found and _mixes_scripts(sample.decode(codec_of(_shown(found)), "replace")):
        return WESTERN
    return _shown(found) if found else ""


def codec_of(name: str) -> str:
    """What Python calls an encoding that `guess_encoding` named."""
    return CODECS.get(name, name)


def _is_nearly_utf_8(sample: bytes, is_whole: bool) -> bool:
    """True where hardly anything does not fit, and what does is not only ASCII."""
    if sample.count(0) > max(FORGIVEN_BYTES, len(sample) * FORGIVEN_SHARE) or b"\x1b$" in sample:
        return False
    text, _ = codecs.utf_8_decode(sample, "replace", is_whole)
    damaged = text.count("\ufffd") - sample.count("\ufffd".encode())
    fitting = sum(1 for letter in text if letter > "\x7f") - damaged if damaged else 1
    return damaged <= max(FORGIVEN_BYTES, len(sample) * FORGIVEN_SHARE) and fitting > damaged


def _mixes_scripts(text: str) -> bool:
    """Whether the letters of another alphabet stand inside Latin words, where no language has them."""
    return len(_MIXED_WORD.findall(text)) > len(_OTHER_LETTER.findall(text)) / 2


def _shown(found: str) -> str:
    """One name for every spelling of an encoding, that of `CODECS` where it is there."""
    plain = {_SPELLED.sub("", name.lower()): name for name in CODECS}
    wider = {"gbk": "GB18030", "gb2312": "GB18030", "cp949": "EUC-KR", "cp932": "Shift-JIS"}
    key = _SPELLED.sub("", found.lower())
    return wider.get(key) or plain.get(key) or found
