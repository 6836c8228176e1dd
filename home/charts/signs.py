"""The signs of the lamps and the hatch of a pause: form before colour, drawn once and used by name."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

# Fourteen pixels each; what is cut out is drawn in the colour of the paper.
SHAPES = {
    "done": '<circle cx="7" cy="7" r="6"/><path class="cut" d="M4 7.2l2.2 2.2L10 5"/>',
    "good": '<circle class="ring" cx="7" cy="7" r="4.5"/>',
    "due": '<path d="M7 .8l6.4 12H.6z"/><path class="cut" d="M7 5v3.6M7 10.3v1.2"/>',
    "late": '<path d="M4 .8h6l3.2 3.2v6L10 13.2H4L.8 10V4z"/><path class="cut" d="M7 3.4v4.4M7 9.6v1.4"/>',
    "halted": '<path d="M3 2h3v10H3zM8 2h3v10H8z"/>',
}


def defs(ident: str) -> SafeString:
    """All signs as definitions ``<ident>-done`` … ``<ident>-halted``."""
    drawn = "".join(f'<g id="{ident}-{name}">{shape}</g>' for name, shape in SHAPES.items())
    return mark_safe(drawn)  # noqa: S308  (ident is a word of the code, never of people)


def hatch(ident: str) -> SafeString:
    """Slanted lines on paper: ``fill="url(#<ident>-h)"``."""
    return format_html(
        '<pattern id="{}-h" width="5" height="5" patternUnits="userSpaceOnUse">'
        '<path class="paper" d="M0 0h5v5H0z"/><path class="stroke" d="M-1 6L6-1M-1 1L1-1M4 6L6 4"/></pattern>',
        ident,
    )


def use(ident: str, state: str, x: int, y: int) -> SafeString:
    """The sign of a state at a place, styled by what it follows; nothing where no clock runs."""
    if state not in SHAPES:
        return SafeString("")
    return format_html('<use href="#{}-{}" x="{}" y="{}"/>', ident, state, x, y)
