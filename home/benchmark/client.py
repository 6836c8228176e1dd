"""A reader with a watch: one connection, one request after the other."""

import http.client
import statistics
import time
from dataclasses import dataclass, field

from home.benchmark.counting import ANSWER, ASK

ROUNDS, EACH, WARM = 8, 25, 10
PATIENCE = 60  # seconds for one page
LONGEST = 900  # seconds for one answer: the first look at a dashboard counts every case, where no worker does it


@dataclass
class Reader:
    """Somebody at a browser: an address of the server and, when signed in, a session."""

    host: str
    port: int
    session: str = ""
    connection: http.client.HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection(self.host, self.port, timeout=LONGEST)

    def get(self, path: str, **headers: str) -> tuple[float, http.client.HTTPResponse]:
        """(milliseconds, response, already read)."""
        took, response, _body = self._ask(path, headers)
        return took, response

    def warm(self, path: str) -> None:
        """Let the process at the other end of this connection read what it keeps."""
        for _turn in range(WARM):
            self.get(path)

    def count(self, path: str, mark: str) -> int:
        """How often ``mark`` stands in the page."""
        return self._ask(path, {})[2].decode().count(mark)

    def _ask(self, path: str, headers: dict[str, str]) -> tuple[float, http.client.HTTPResponse, bytes]:
        """Anything but 200 ends the benchmark: it would measure an error page."""
        sent = {"Host": "localhost", "Accept-Language": "zh-hans"} | headers
        if self.session:
            sent["Cookie"] = f"sessionid={self.session}"
        began = time.perf_counter()
        self.connection.request("GET", path, headers=sent)
        response = self.connection.getresponse()
        body = response.read()
        took = (time.perf_counter() - began) * 1000
        if response.status != http.HTTPStatus.OK or not body:
            raise RuntimeError(f"{path} answered {response.status}: {body[:200]!r}")
        return took, response, body

    def queries(self, path: str, before: str = "") -> int:
        """How many queries the page makes; the process at the other end of this connection should be warm."""
        if before:
            self.get(before)
        _took, response = self.get(path, **{ASK: "1"})
        return int(response.headers[ANSWER])


@dataclass(frozen=True)
class Pair:
    """Milliseconds of a page and of the bare view, measured in turns."""

    pages: list[float]
    bares: list[float]

    @property
    def page(self) -> float:
        return statistics.median(self.pages)

    @property
    def bare(self) -> float:
        return statistics.median(self.bares)

    @property
    def ratio(self) -> float:
        """Of the medians: the figure that the targets speak of."""
        return self.page / self.bare

    @property
    def undisturbed(self) -> float:
        """Of the fastest tenths. A long page is interrupted by other work more often than a short one: on a busy machine
        the ratio of the medians says how busy it is, on a quiet one both say the same."""
        return fastest_tenth(self.pages) / fastest_tenth(self.bares)


def fastest_tenth(times: list[float]) -> float:
    """The time that nine of ten requests did not reach."""
    return sorted(times)[len(times) // 10]


def compare(reader: Reader, path: str, bare: str, before: str = "") -> Pair:
    """A B A B: 8 times 25 requests to each after a warm-up, so that a busy minute of the machine meets both alike.
    ``before``: an address that is asked each time before the page and not timed.

    A page that takes seconds is asked less often: it has missed its target long before.
    """
    for address in (bare, path):
        reader.warm(address)
    pages: list[float] = []
    bares: list[float] = []
    until = time.monotonic() + PATIENCE
    for _round in range(ROUNDS):
        if pages and time.monotonic() > until:
            break
        bares += [reader.get(bare)[0] for _turn in range(EACH)]
        for _turn in range(EACH):
            if before:
                reader.get(before)
            pages.append(reader.get(path)[0])
    return Pair(pages, bares)
