"""Wagtail's database search with Chinese words: the text goes in spaced (``words.spaced``), queries come as phrases.

The stock backends take a run of Han characters for one word and find none of 施工许可, 仓储, 备案. Tested against
modelsearch 1.x, whose index asks the module for ``ObjectIndexer`` and offers no other place to prepare a text.
"""

from typing import Any

from django.conf import settings
from wagtail.search.query import PlainText, SearchQuery

from home.search import words

if settings.DATABASE_URL:
    from modelsearch.backends.database.postgres import postgres as database

    StockBackend = database.PostgresSearchBackend
else:
    from modelsearch.backends.database.sqlite import sqlite as database

    StockBackend = database.SQLiteSearchBackend


class SpacedIndexer(database.ObjectIndexer):
    """Prepares an object's texts for the index."""

    def prepare_value(self, value: Any) -> str:
        return words.spaced(" , ".join(words.texts_in(value)))


database.ObjectIndexer = SpacedIndexer


class ChineseSearchBackend(StockBackend):
    """Same answers on SQLite and PostgreSQL. A query without any word in it finds nothing instead of failing."""

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__(params)
        # No stemming, no stop words: a Han character is what it is, whatever the database's default language.
        self.config = "simple" if settings.DATABASE_URL else None

    def search(
        self, query: SearchQuery | str | None, model_or_queryset: Any, fields: Any = None, **options: Any
    ) -> Any:
        # PostgreSQL would look into the unprepared columns when fields are named.
        every = (options.pop("operator", None) or "and") == "and"
        return super().search(self._understood(query, every), model_or_queryset, None, **options)

    def autocomplete(
        self, query: SearchQuery | str | None, model_or_queryset: Any, fields: Any = None, **options: Any
    ) -> Any:
        options.pop("operator", None)
        if isinstance(query, PlainText):  # what the search box of the editors' desk makes of what was typed
            query = query.query_string
        if isinstance(query, str):
            found = words.tokens(query[: words.MAX_CHARS])
            # Latin letters are completed; Han characters are whole words already and must stand together.
            latin = bool(found) and all(word.isascii() for word in found)
            query = PlainText(" ".join(found), operator="and") if latin else words.translate(query)
        return super().autocomplete("" if query is None else query, model_or_queryset, None, **options)

    @staticmethod
    def _understood(query: SearchQuery | str | None, every: bool) -> SearchQuery | str:
        found = words.translate("" if query is None else query, every=every)
        # The empty string is how Wagtail itself says "nothing".
        return "" if found is None else found


SearchBackend = ChineseSearchBackend
