"""Calendar files by RFC 5545: all-day entries, exact line folding and escaping. Pure: text in, bytes out."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

LINE_OCTETS = 75
PRODUCT = "-//bangdaiban//case calendar//ZH"
# What RFC 5545 forbids in TEXT; the line break is escaped, the tab may stay.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Entry:
    """One day in somebody's calendar. ``uid`` stays the same when the day moves, so that the old entry is replaced."""

    uid: str
    day: date
    summary: str
    description: str = ""
    location: str = ""
    url: str = ""


def calendar(name: str, entries: Iterable[Entry], stamp: datetime) -> bytes:
    """The whole file. ``stamp`` (aware): when what it says last changed; the same entries and stamp give the same bytes."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines += [f"X-WR-CALNAME:{escape(name)}", f"NAME:{escape(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT1H"]
    for entry in sorted(entries, key=lambda entry: (entry.day, entry.uid)):
        lines += _event(entry, stamp)
    lines.append("END:VCALENDAR")
    return b"".join(fold(line) for line in lines)


def _event(entry: Entry, stamp: datetime) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{escape(entry.uid)}",
        f"DTSTAMP:{stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{entry.day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{escape(entry.summary)}",
    ]
    lines += [f"DESCRIPTION:{escape(entry.description)}"] if entry.description else []
    lines += [f"LOCATION:{escape(entry.location)}"] if entry.location else []
    # A URI is no TEXT: nothing in it is escaped, so it must not bring a line of its own.
    lines += [f"URL:{CONTROL.sub('', entry.url).replace(chr(13), '').replace(chr(10), '')}"] if entry.url else []
    return [*lines, "TRANSP:TRANSPARENT", "END:VEVENT"]


def escape(text: str) -> str:
    """TEXT of RFC 5545 §3.3.11."""
    text = CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    for char in ("\\", ";", ","):
        text = text.replace(char, f"\\{char}")
    return text.replace("\n", "\\n")


def fold(line: str) -> bytes:
    """A content line in UTF-8 of at most 75 octets a piece (§3.1); no character is torn apart."""
    pieces, piece, room = [], b"", LINE_OCTETS
    for char in line:
        octets = char.encode()
        if len(piece) + len(octets) > room:
            pieces.append(piece)
            piece, room = b"", LINE_OCTETS - 1  # the blank that begins a continued line counts
        piece += octets
    return b"\r\n ".join([*pieces, piece]) + b"\r\n"
