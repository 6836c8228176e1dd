"""Printed documents: one module per form, its Typst template beside it in ``templates/``.

Each module holds a frozen dataclass of everything the paper shows and one function that turns it into ``Rendered``.
Nothing here reads the database: whoever prints gathers the facts first, so the same facts always give the same bytes.
"""
