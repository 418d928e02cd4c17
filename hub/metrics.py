"""What Prometheus reads at /metrics: counted by the hub, or asked of the other rooms when it reads."""
from collections.abc import Callable, Iterable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from db import events

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """The counts of one running hub."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._routes: dict[tuple[str, int], tuple[Counter, Histogram]] = {}
        ProcessCollector(registry=self.registry)
        self.requests = Counter("sandan_requests", "HTTP requests answered.", ["route", "status"],
                                registry=self.registry)
        self.seconds = Histogram("sandan_request_seconds", "Time from a request's head to its answer's end.", ["route"],
                                 buckets=BUCKETS, registry=self.registry)
        self.crashes = Counter("sandan_crashes", "Requests and sockets that ended with INTERNAL.",
                               registry=self.registry)
        self._lag_events = Gauge("sandan_relay_lag_events", "Committed events that have no place yet.",
                                 registry=self.registry)
        self._lag_seconds = Gauge("sandan_relay_lag_seconds", "Age of the oldest event that has no place yet.",
                                  registry=self.registry)
        self._asked = Asked()
        self.registry.register(self._asked)

    def answered(self, route: str, status: int, seconds: float) -> None:
        """Count a request."""
        known = self._routes.get((route, status))
        if known is None:  # looking a label up costs as much as counting
            known = self._routes[route, status] = self.requests.labels(route, status), self.seconds.labels(route)
        known[0].inc()
        known[1].observe(seconds)

    def gauge(self, name: str, about: str, read: Callable[[], float]) -> None:
        """A figure that another room knows, read when Prometheus asks."""
        self._asked.add(lambda: GaugeMetricFamily(name, about, value=read()))

    def counter(self, name: str, about: str, read: Callable[[], float]) -> None:
        """A count that another room keeps, read when Prometheus asks."""
        self._asked.add(lambda: CounterMetricFamily(name, about, value=read()))

    def lag(self, lag: events.Lag) -> None:
        self._lag_events.set(lag.events)
        self._lag_seconds.set(lag.seconds)

    def page(self) -> bytes:
        return generate_latest(self.registry)


class Asked(Collector):
    def __init__(self) -> None:
        self._families: list[Callable[[], Metric]] = []

    def add(self, family: Callable[[], Metric]) -> None:
        self._families.append(family)

    def collect(self) -> Iterable[Metric]:
        return [family() for family in self._families]
