"""What a process keeps for good is not searched for rubbish again and again."""

import gc

#: New objects between two passes of the collector. Python's own 700 is reached within one query of a list; with this many a
#: page or a test needs a tenth less processor time, for some megabytes of memory.
EVERY = 20_000


def settle() -> None:
    """Once everything is loaded: later passes of the collector look at what the work made, not at half a million objects
    of the libraries (a sixth of the time of a long export)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(EVERY, 20, 20)
