"""Invented people and projects (示例) that walk the real way through the service: for demo machines and for tests."""
