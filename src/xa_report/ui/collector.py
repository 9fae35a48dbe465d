"""Keeps Python's garbage collector in the thread of the widgets.

The collector runs in whichever thread allocates, and what it frees may be a widget: freed in
another thread it takes the program with it. So it waits while such threads are at work.
"""

import gc


class Collector:
    """Held back as long as anybody holds it; to be used in the thread of the widgets alone."""

    def __init__(self) -> None:
        self._held = 0

    def hold(self) -> None:
        """Collect nothing from now on."""
        self._held += 1
        gc.disable()

    def let_go(self) -> None:
        """Collect again once nobody holds it any more."""
        self._held -= 1
        if not self._held:
            gc.enable()


COLLECTOR = Collector()
