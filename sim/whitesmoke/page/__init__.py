"""The browser page: watch a negotiation, ask why, change it, compare.

    from whitesmoke.page import page, serve

    Page = page(MyModel)      # a Solara component for a subclass of `whitesmoke.model.mesa.Negotiation`
    serve(MyModel)            # the same, in a browser, until Ctrl-C
    start(MyModel)            # the same, in a notebook or beside any event loop

Nothing here is imported before it is asked for: a command line that does not show the page does not pay for it.
"""

from __future__ import annotations

from typing import Any

__all__ = ["page", "serve", "start"]


def __getattr__(name: str) -> Any:
    if name == "page":
        from whitesmoke.page.dashboard import page

        return page
    if name == "serve":
        from whitesmoke.page.server import serve

        return serve
    if name == "start":
        from whitesmoke.page.notebook import start

        return start
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
