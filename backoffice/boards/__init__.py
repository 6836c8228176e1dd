"""Dashboards: which panels a post reads (``declared``), and how a panel gets its numbers (``panels``)."""
