"""What the server does once before it answers: load what pages need, and keep it out of later rounds."""

from __future__ import annotations

import gc
import importlib
import inspect
import pkgutil

from dashboard import i18n, views

READERS_OF_CHARTS = ("pandas", "pyarrow")  # with which Streamlit reads the rows of a chart


def up() -> None:
    """Load the pages and their words, and take all that is loaded out of the garbage collector's rounds.

    Streamlit collects garbage after every run of a page, through every object of the process: most of
    them belong to loaded modules, which stay.
    """
    pages = [name for _, name, _ in pkgutil.iter_modules(views.__path__, f"{views.__name__}.")]
    for name in (*pages, *READERS_OF_CHARTS):
        importlib.import_module(name)
    for language in i18n.LANGUAGES:
        i18n.catalogue(language)
    inspect.stack()  # Streamlit asks once where it is called from; the files of modules are then known
    gc.collect()
    gc.freeze()
