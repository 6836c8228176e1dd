"""Which terminal a request comes from: a cookie that only code and key of a kept row can make."""

from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import override

from home import pagecache
from portal.models import Kiosk

COOKIE = "kiosk"
LONGEST_PAGE = 200  # of a letter: ``PublicLetter.page``


def proof(code: str, key: str) -> str:
    """What the terminal's cookie holds: the code, and that the key was known."""
    return f"{code}:{salted_hmac('portal.kiosk', f'{code}:{key}', algorithm='sha256').hexdigest()}"


def _in_use() -> dict[str, Kiosk]:
    return {kiosk.code: kiosk for kiosk in Kiosk.objects.filter(active=True)}


def match(shown: str) -> Kiosk | None:
    """The terminal that a proof belongs to; none when it is out of use or its key was changed."""
    code = shown.partition(":")[0]
    kiosk = pagecache.held("kiosks", _in_use).get(code)
    known = kiosk and constant_time_compare(shown, proof(kiosk.code, kiosk.key))
    return kiosk if known else None


def of(request: HttpRequest) -> Kiosk | None:
    """The terminal in front of which the visitor stands."""
    kiosk: Kiosk | None = getattr(request, "kiosk", None)
    return kiosk


def code_of(request: HttpRequest) -> str:
    """Its code, empty elsewhere."""
    kiosk = of(request)
    return kiosk.code if kiosk else ""


def page_words(request: HttpRequest, page: str) -> str:
    """The page that a letter is about, with the terminal at which it was written: whoever answers sees both."""
    if not (code := code_of(request)):
        return page
    with override("zh-hans"):
        station = _("terminal %(code)s") % {"code": code}
    return f"{page[: LONGEST_PAGE - len(station) - 3]} · {station}" if page else station
