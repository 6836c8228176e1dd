"""Pictures drawn on the server: inline SVG for eyes, keyboard and paper, always with the same facts as a table beside it."""
