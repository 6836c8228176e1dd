"""Reference data shipped with the project: JSON files, a reader that checks them, and the working-day calendar.

The files are the first edition of rows that administrators change later in the browser. Sources: the approval
catalogue, the two policy documents (W-..., P-...), GB/T 2260. Office phone numbers are invented.
"""

from cases.reference.calendar_days import CalendarRow, calendar_rows
from cases.reference.checks import problems
from cases.reference.reader import Reference, read
from cases.reference.rules import answer

__all__ = ["CalendarRow", "Reference", "answer", "calendar_rows", "problems", "read"]
