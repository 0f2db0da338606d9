"""The panel as an anywidget, for front ends that show widgets and do not have the labextension (VS Code, Colab, …).

The same TypeScript component as in JupyterLab, built into one file (`static/widget.js`). A widget cannot reach cells: it
offers the corrected text and the `%fix accept` command to copy, and sends back what the user decided. Its buttons wait
until the widget here answers: the state that a front end shows may come from a saved notebook.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from typing import Any

from jupyter_quickfix.capture.events import guarded
from jupyter_quickfix.present.messages import Confirmed, Decided, Panel

_MISSING = """\
function render({ el }) {
  el.textContent = "The Quick Fix panel is not built: run `make build` in the source tree, or install a released wheel.";
}
export default { render };
"""


def proposal_widget(panel: Panel, on_message: Callable[[Decided], None]) -> Any:
    """A widget that shows `panel`; assign to its `panel` to improve it in place.

    `on_message` gets each `Decided` message of the user, on the thread that handles the kernel's comms.
    """
    # anywidget brings ipywidgets and takes 0.1 s to import; terminals and JupyterLab never need it
    import anywidget
    import traitlets

    class ProposalWidget(anywidget.AnyWidget):  # type: ignore[misc]  # anywidget is not followed by mypy here
        """One proposal."""

        _esm = script()
        panel = traitlets.Dict().tag(sync=True)

    widget = ProposalWidget(panel=dict(panel))
    widget.on_msg(lambda sender, content, _: _received(sender, content, on_message))
    return widget


def script() -> str:
    """The widget's module; where it was not built, one that says so in the panel's place."""
    built = files("jupyter_quickfix.present").joinpath("static", "widget.js")
    try:
        return built.read_text(encoding="utf-8")
    except OSError:
        return _MISSING


def _received(widget: Any, content: object, on_message: Callable[[Decided], None]) -> None:
    """Answer whether the proposal is live, or pass a decision on; other messages are not ours."""
    kind = content.get("type") if isinstance(content, dict) else None
    if kind == "confirm":
        panel = widget.panel
        widget.send(Confirmed(type="confirmed", proposal_id=panel["proposal_id"], live=True, panel=panel))
    elif kind == "decision":
        guarded(on_message, content)  # ipywidgets would print the traceback of our fault into the user's session
