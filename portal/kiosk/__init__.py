"""Kiosk mode (W-063): the same pages on a terminal in a service hall. Nothing is taken away, nothing is left behind."""
