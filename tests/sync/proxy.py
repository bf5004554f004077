"""A small HTTP proxy on loopback that only tunnels (CONNECT), as an office has one."""

import base64
import select
import socket
import threading


class Proxy:
    """Tunnels for who shows the right name and password, if it asks for one.

    ``asked``: where each caller wanted to go; ``heard``: all that was sent to it in the clear.
    """

    def __init__(self, *, secret: str = "", answer: bytes = b"") -> None:
        self._secret = base64.b64encode(secret.encode()) if secret else b""
        self._answer = answer
        self.asked: list[str] = []
        self.heard = b""
        self.passed = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._stop, self._wake = socket.socketpair()
        self._threads = [threading.Thread(target=self._listen)]
        self._threads[0].start()

    def close(self) -> None:
        if self._listener.fileno() < 0:
            return
        self._wake.send(b"x")
        for thread in self._threads:
            thread.join(10)
            assert not thread.is_alive()
        for line in (self._listener, self._stop, self._wake):
            line.close()

    def _listen(self) -> None:
        while True:
            ready, _, _ = select.select([self._listener, self._stop], [], [])
            if self._stop in ready:
                return
            line, _ = self._listener.accept()
            thread = threading.Thread(target=self._serve, args=(line,))
            self._threads.append(thread)
            thread.start()

    def _serve(self, line: socket.socket) -> None:
        with line:
            head = b""
            while b"\r\n\r\n" not in head and (part := self._read(line)):
                head += part
            self.heard += head
            if not head:
                return
            target = head.split(b" ", 2)[1].decode()
            self.asked.append(target)
            if self._answer:
                line.sendall(self._answer)
            elif self._secret and b"Basic " + self._secret not in head:
                line.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")
            else:
                host, _, port = target.rpartition(":")
                try:
                    far = socket.create_connection((host, int(port)), timeout=5)
                except OSError:
                    line.sendall(b"HTTP/1.1 503 Service Unavailable\r\n\r\n")
                    return
                with far:
                    line.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                    self._tunnel(line, far)

    def _read(self, *lines: socket.socket) -> bytes:
        ready, _, _ = select.select([*lines, self._stop], [], [], 30)
        if not ready or self._stop in ready:
            return b""
        return ready[0].recv(65536)

    def _tunnel(self, near: socket.socket, far: socket.socket) -> None:
        while True:
            ready, _, _ = select.select([near, far, self._stop], [], [], 30)
            if not ready or self._stop in ready:
                return
            for line in ready:
                try:
                    part = line.recv(65536)
                    (far if line is near else near).sendall(part)
                except OSError:
                    return
                if not part:
                    return
                self.passed += len(part)
