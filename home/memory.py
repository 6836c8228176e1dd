"""What a process keeps for good is not searched for rubbish again and again."""

import gc


def settle() -> None:
    """Once everything is loaded: later passes of the collector look at what the work made, not at half a million objects
    of the libraries (a sixth of the time of a long export)."""
    gc.collect()
    gc.freeze()
