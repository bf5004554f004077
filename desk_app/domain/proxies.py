"""Addresses of proxies: what a person may enter, and what of it is shown again."""

from urllib.parse import urlsplit

from desk_app.domain.errors import KnownError

_HIDDEN = "***"


def read_proxy(text: str, *, kept: str = "") -> str:
    """Return a proxy's address, with ``http://`` where no scheme was given; empty stays empty.

    Args:
        text: What was entered; a hidden password stands for the one in ``kept``.
        kept: The address set before.

    Raises:
        KnownError: It is no address of an HTTP proxy with a port.
    """
    text = text.strip()
    if not text:
        return ""
    if kept and text == hide_password(kept):
        return kept
    url = text if "://" in text else f"http://{text}"
    if not _is_proxy(url):
        raise KnownError(
            "bad_proxy",
            zh="代理地址要写成 http://主机:端口，例如 http://proxy.example.cn:3128；"
            "要密码的写成 http://用户:密码@主机:端口。留空则按系统设置。",
            en="A proxy's address is http://HOST:PORT, for example http://proxy.example.cn:3128, "
            "or http://NAME:PASSWORD@HOST:PORT. Leave it empty to do as the system does.",
        )
    return url.rstrip("/")


def _is_proxy(url: str) -> bool:
    try:
        parts = urlsplit(url)
        has_place = bool(parts.hostname) and bool(parts.port)
    except ValueError:
        return False
    is_bare = parts.path in {"", "/"} and " " not in url
    return has_place and is_bare and parts.scheme in {"http", "https"} and parts.password != _HIDDEN


def hide_password(url: str) -> str:
    """Return a proxy's address as it may be shown and logged."""
    parts = urlsplit(url)
    if parts.password is None:
        return url
    return url.replace(f":{parts.password}@", f":{_HIDDEN}@", 1)
