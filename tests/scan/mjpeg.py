"""A network camera on loopback that can stall, vanish and come back."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from desk_app.scan.frames import Image
from desk_app.scan.pictures import load_cv2

_BETWEEN_S = 0.02


class MjpegServer:
    """Serves one picture again and again; ``stalled`` keeps the line open but silent."""

    def __init__(self, image: Image) -> None:
        self.stalled = threading.Event()
        self.gone = threading.Event()
        self._jpeg = bytes(load_cv2().imencode(".jpg", image)[1])
        self._server: ThreadingHTTPServer | None = None
        self._thread: threading.Thread | None = None
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/stream.mjpg"

    def start(self) -> None:
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                owner._serve(self)

            def log_message(self, *_: Any) -> None:
                pass

        class Server(ThreadingHTTPServer):
            allow_reuse_address = True
            daemon_threads = False

            def handle_error(self, *_: Any) -> None:
                pass

        self.gone.clear()
        self._server = Server(("127.0.0.1", self.port), Handler)
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}
        )
        self._thread.start()

    def stop(self) -> None:
        self.gone.set()
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._server.server_close()
            self._thread.join()
        self._server = None

    def _serve(self, handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
        handler.end_headers()
        part = b"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n"
        try:
            while not self.gone.wait(_BETWEEN_S):
                if not self.stalled.is_set():
                    handler.wfile.write(part % len(self._jpeg) + self._jpeg + b"\r\n")
        except OSError:
            return  # the camera's reader went away


@contextmanager
def mjpeg_server(image: Image) -> Iterator[MjpegServer]:
    server = MjpegServer(image)
    server.start()
    try:
        yield server
    finally:
        server.stop()
