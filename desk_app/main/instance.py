"""One window per data directory: a second start raises the first."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from desk_app.runtime.locks import FileLock

WINDOW_LOCK = "window.lock"
_WAIT_MS = 1000


class OneWindow(QObject):
    """Holds the window's lock and listens for a second start."""

    def __init__(self, data: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = FileLock(data / WINDOW_LOCK)
        self._name = "station-desk-" + hashlib.sha256(str(data).encode()).hexdigest()[:16]
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)

    def take(self, on_second_start: Callable[[], None]) -> bool:
        """Become the window of this data directory; False after raising the one there is."""
        if not self._lock.acquire():
            self._raise_other()
            return False
        QLocalServer.removeServer(self._name)
        self._server.newConnection.connect(lambda: self._answer(on_second_start))
        self._server.listen(self._name)
        return True

    def give_back(self) -> None:
        """Stop listening and let go of the lock."""
        self._server.close()
        self._lock.release()

    def _answer(self, on_second_start: Callable[[], None]) -> None:
        socket = self._server.nextPendingConnection()
        if socket is not None:
            socket.disconnected.connect(socket.deleteLater)
            socket.disconnectFromServer()
        on_second_start()

    def _raise_other(self) -> None:
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        socket.waitForConnected(_WAIT_MS)
        socket.abort()
