"""“Which approvals do I need?”: a few questions, and three groups of items, each with its reason (C.12).

The questions are rows: the facts of a project (``ProjectFact``) and the deciding question of each item; which item follows
from which answer is in the catalogue's rules. The answers stand in the address and nowhere else, so a page can be sent to
somebody, printed, and opened again. ``answers`` reads and writes the address, ``questions`` says what is asked next,
``results`` what follows, ``views`` draws it.
"""
