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
]
