"""Put a panel under the failing cell, and improve it there.

One bundle serves every front end: the labextension takes the panel's own MIME type, other widget-capable front ends the
widget, nbviewer and GitHub the HTML, and plain consoles the text. In terminals the text is printed.
"""

from __future__ import annotations

import contextvars
import sys
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from jupyter_quickfix.present.messages import Decided, Panel
from jupyter_quickfix.present.panel import mime_bundle
from jupyter_quickfix.present.shell import has_keys, in_kernel
from jupyter_quickfix.present.terminal import look_of, render
from jupyter_quickfix.settings import QuickFix

WIDGET_MIME_TYPE = "application/vnd.jupyter.widget-view+json"
#: Displayed panels whose place is remembered, for improving them.
MAX_PLACES = 50


class Display:
    """Shows panels in the shell's own way.

    `labextension` tells whether one is attached; `decided` takes a widget's decision.
    """

    def __init__(
        self,
        shell: Any,
        settings: QuickFix,
        labextension: Callable[[], bool],
        decided: Callable[[Decided], None],
    ) -> None:
        self._shell = shell
        self._settings = settings
        self._labextension = labextension
        self._decided = decided
        self._places: OrderedDict[str, contextvars.Context] = OrderedDict()
        self._widgets: dict[str, Any] = {}

    @property
    def in_kernel(self) -> bool:
        """Whether a front end shows rich output (a Jupyter kernel), as against a terminal."""
        return in_kernel(self._shell)

    def show(self, panel: Panel) -> None:
        """Show a new panel under the output of the cell that runs now."""
        if not self.in_kernel:
            self._print(panel)
            return
        # The message's parent lives in context variables: keep them, so that later improvements land in the same cell.
        self._places[panel["proposal_id"]] = contextvars.copy_context()
        while len(self._places) > MAX_PLACES:
            forgotten, _ = self._places.popitem(last=False)
            self._widgets.pop(forgotten, None)
        self._publish(panel, update=False)

    def reserve(self, proposal_id: str) -> None:
        """Remember the place of the cell that runs now, for a panel that may come later."""
        if self.in_kernel:
            self._places[proposal_id] = contextvars.copy_context()

    def update(self, panel: Panel, *, shown: bool) -> None:
        """Put an improved panel in the place of the old one, or in the place reserved for it."""
        place = self._places.get(panel["proposal_id"])
        if place is not None:
            place.copy().run(self._publish, panel, update=shown)

    def _publish(self, panel: Panel, *, update: bool) -> None:
        bundle = mime_bundle(panel)
        if not self._labextension() and (widget := self._widget(panel)) is not None:
            bundle[WIDGET_MIME_TYPE] = {"version_major": 2, "version_minor": 0, "model_id": widget.model_id}
        transient = {"display_id": panel["proposal_id"]}
        self._shell.display_pub.publish(data=bundle, metadata={}, transient=transient, update=update)

    def _widget(self, panel: Panel) -> Any:
        """The widget for a front end without the labextension, None where widgets cannot be made."""
        # anywidget takes 0.1 s to import and is only needed here
        from jupyter_quickfix.present.widget import proposal_widget

        known = self._widgets.get(panel["proposal_id"])
        if known is not None:
            known.panel = dict(panel)
            return known
        made = proposal_widget(panel, lambda message: self._decided(message))
        self._widgets[panel["proposal_id"]] = made
        return made

    def _print(self, panel: Panel) -> None:
        look = look_of(sys.stdout, colour=bool(self._settings.colour), keys=has_keys(self._shell))
        sys.stdout.write(
            render(panel, width=look.width, colour=look.colour, ascii_only=look.ascii_only, keys=look.keys) + "\n"
        )
