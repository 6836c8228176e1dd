"""What the task worker does when it starts."""

from huey.contrib.djhuey import on_startup

from home import memory


@on_startup()
def settle() -> None:
    """Everything is loaded now."""
    memory.settle()
