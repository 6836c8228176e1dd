"""Checklists to tick: of categories (pages of the tree) and of items (drawn from the record beside each guide)."""
