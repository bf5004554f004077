"""Which transport reaches a centre."""

from desk_app.sync.addresses import Centre, GatewayCentre
from desk_app.sync.protocol import Transport


def transport_to(centre: Centre | GatewayCentre, token: str) -> Transport:
    """Return the transport for this kind of address; its library is loaded only now."""
    if isinstance(centre, GatewayCentre):
        from desk_app.sync.https import GatewayTransport  # noqa: PLC0415  (httpx costs start time)

        return GatewayTransport(centre, token)
    from desk_app.sync.transport import DirectTransport  # noqa: PLC0415

    return DirectTransport(centre, token)
