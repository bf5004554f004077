"""What the gateway counts, in Prometheus' text format; no desk, person or address is named."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram


class Metrics:
    """The figures of one gateway."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.answers = Counter(
            "desk_gateway_answers", "Answers by function and code.", ("function", "code"),
            registry=self.registry,
        )  # fmt: skip
        self.seconds = Histogram(
            "desk_gateway_seconds", "Time a call took.", ("function",),
            registry=self.registry,
            buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
        )  # fmt: skip
        self.bytes_in = Counter(
            "desk_gateway_received_bytes", "Unpacked bytes of calls.", registry=self.registry
        )
        self.running = Gauge("desk_gateway_running", "Calls under way.", registry=self.registry)
        self.waiting = Gauge(
            "desk_gateway_pool_waiting", "Calls waiting for a connection.", registry=self.registry
        )
        self.reads = Counter(
            "desk_gateway_reads", "Pulls by who answered them: standby or primary.", ("place",),
            registry=self.registry,
        )  # fmt: skip
        self.standby_lag = Gauge(
            "desk_gateway_standby_lag_seconds", "How far the standby is behind; +Inf if away.",
            registry=self.registry,
        )  # fmt: skip
