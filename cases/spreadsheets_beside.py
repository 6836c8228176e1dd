"""A long table written by a process of its own, while whoever has the rows still reads them: a third of the time of a ledger."""

from collections.abc import Iterator, Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Self

from cases.spreadsheets import write_xlsx

# Not a copy of this process: that would have its connections to the database, and its memory.
_fresh = get_context("spawn")


class WritingFailed(RuntimeError):
    """The process that writes has ended without a book."""


class Beside:
    """``spreadsheets.write_xlsx`` elsewhere. ``rows``: how many were handed over, the head not among them."""

    def __init__(self, head: Sequence[Any], title: str, leading: int) -> None:
        self.rows = 0
        self._folder = TemporaryDirectory()
        self._path = f"{self._folder.name}/book.xlsx"
        there, self._here = _fresh.Pipe(duplex=False)
        self._writer = _fresh.Process(target=_write, args=(there, self._path, title, leading), daemon=True)
        self._writer.start()
        there.close()  # or nobody here would notice that the writer is gone
        self._send([head])

    def hand(self, rows: Sequence[Sequence[Any]]) -> None:
        """The next rows. Waits while the writer has more to do than it can hold."""
        self._send(rows)
        self.rows += len(rows)

    def book(self) -> bytes:
        """The whole file, once everything was handed over."""
        self._send(None)
        self._writer.join()
        if self._writer.exitcode:
            raise WritingFailed(f"The writer ended with {self._writer.exitcode}.")
        with open(self._path, "rb") as out:
            return out.read()

    def _send(self, part: Sequence[Sequence[Any]] | None) -> None:
        try:
            self._here.send(part)
        except OSError as error:
            self._writer.join()
            raise WritingFailed(f"The writer ended with {self._writer.exitcode}.") from error

    def close(self) -> None:
        """Let go of the process and of its file, finished or not."""
        self._here.close()
        self._writer.kill()
        self._writer.join()
        self._writer.close()
        self._folder.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _write(rows: Connection, path: str, title: str, leading: int) -> None:
    """What the other process does. Whoever reads was killed when the pipe ends before its time: then this ends with an error."""
    with open(path, "wb") as out:
        write_xlsx(out, _received(rows), title, leading)


def _received(rows: Connection) -> Iterator[Sequence[Any]]:
    while (part := rows.recv()) is not None:
        yield from part
