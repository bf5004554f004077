import gc

import pytest


@pytest.fixture(autouse=True)
def _collect_widgets_here():
    """What a test leaves behind dies on the GUI's thread, not on a worker that collects later."""
    yield
    gc.collect()
