"""Who can sign in on a machine with demo data: invented people, one for every part that somebody plays. Never in production."""

PASSWORD = "bangdaiban-demo-2026"  # noqa: S105  printed at the start, on demo machines only

ACCOUNTS: list[tuple[str, str, str]] = [
    ("enterprise (Weifang)", "demo-enterprise@example.com", PASSWORD),
    ("enterprise (Pulandian)", "demo-enterprise2@example.com", PASSWORD),
    ("service agent", "demo-agent@example.com", PASSWORD),
    ("overall manager", "demo-manager@example.com", PASSWORD),
    ("chief agent (Pulandian)", "demo-chief@example.com", PASSWORD),
    ("policy promoter", "demo-promoter@example.com", PASSWORD),
    ("policy reviewer", "demo-reviewer@example.com", PASSWORD),
    ("work supervisor", "demo-supervisor@example.com", PASSWORD),
    ("administrator", "demo-admin@example.com", PASSWORD),
    # The other sides of a transfer, a flow table, an opinion.
    ("chief liaison, Weifang", "gao@example.com", PASSWORD),
    ("chief contact, Weifang", "luo@example.com", PASSWORD),
    ("chief liaison, Shouguang", "qian@example.com", PASSWORD),
    ("group agent: land", "group-land-planning@example.com", PASSWORD),
    ("group agent: works", "group-construction@example.com", PASSWORD),
    ("group agent: dispatch", "group-dispatch@example.com", PASSWORD),
    ("unit agent: planning", "unit-210214-dev-reform@example.com", PASSWORD),
    ("unit agent: housing", "unit-210214-housing@example.com", PASSWORD),
    ("unit agent: town", "unit-210214t03-town@example.com", PASSWORD),
    # Supervision: nobody decides what he filed himself, and the unit concerned is heard.
    ("second supervisor, Weifang", "appraiser@example.com", PASSWORD),
    ("supervisor, Pulandian", "inspector@example.com", PASSWORD),
    ("unit agent: land, Shouguang", "unit-370783-natural-resources@example.com", PASSWORD),
]
