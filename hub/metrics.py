"""What Prometheus reads at /metrics: counted by the hub, or asked of the other rooms when it reads."""
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate

from prometheus_client import CollectorRegistry, Counter, Gauge, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector
from prometheus_client.utils import floatToGoString

from db import mail
from db.deliveries import Figures
from db.log import events

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)  # seconds; longer ones beyond them
LATE = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1, 2.5)  # seconds that the loop is late


class Metrics:
    """The counts of one running hub."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._answers = Answers()
        self.registry.register(self._answers)
        self.answered = self._answers.count
        loop = Loop()
        self.registry.register(loop)
        self.late = loop.count
        self.crashes = Counter("sandan_crashes", "Requests and sockets that ended with INTERNAL.",
                               registry=self.registry)
        self._lag_events = Gauge("sandan_relay_lag_events", "Committed events that have no place yet.",
                                 registry=self.registry)
        self._lag_seconds = Gauge("sandan_relay_lag_seconds", "Age of the oldest event that has no place yet.",
                                  registry=self.registry)
        self._waiting = Gauge("sandan_webhook_waiting", "Messages that wait to be sent to webhooks.", registry=self.registry)
        self._dead = Gauge("sandan_webhook_dead", "Messages that webhooks did not take, however often they were tried.",
                           registry=self.registry)
        self._mails = Gauge("sandan_mail_waiting", "Mails that wait to be sent.", registry=self.registry)
        self._dead_mails = Gauge("sandan_mail_dead", "Mails that were given up, of the last 90 days.", registry=self.registry)
        self._asked = Asked()
        self.registry.register(self._asked)

    def gauge(self, name: str, about: str, read: Callable[[], float]) -> None:
        """A figure that another room knows, read when Prometheus asks."""
        self._asked.add(lambda: GaugeMetricFamily(name, about, value=read()))

    def counter(self, name: str, about: str, read: Callable[[], float]) -> None:
        """A count that another room keeps, read when Prometheus asks."""
        self._asked.add(lambda: CounterMetricFamily(name, about, value=read()))

    def lag(self, lag: events.Lag) -> None:
        self._lag_events.set(lag.events)
        self._lag_seconds.set(lag.seconds)

    def deliveries(self, figures: Figures) -> None:
        self._waiting.set(figures.waiting)
        self._dead.set(figures.dead)

    def mails(self, figures: mail.Figures) -> None:
        self._mails.set(figures.waiting)
        self._dead_mails.set(figures.dead)

    def page(self) -> bytes:
        return generate_latest(self.registry)


class Answers(Collector):
    """Requests by route and status: how many, and how long they took.

    Two plain numbers are counted up for each request, and made into Prometheus' figures when it asks: its own counter
    and histogram take a lock and walk their buckets each time (docs/decisions/0048).
    """

    def __init__(self) -> None:
        self._known: dict[tuple[str, int], Tally] = {}

    def count(self, route: str, status: int, seconds: float) -> None:
        tally = self._known.get((route, status))
        if tally is None:
            tally = self._known[route, status] = Tally()
        tally.add(seconds)

    def collect(self) -> Iterable[Metric]:
        requests = CounterMetricFamily("sandan_requests", "HTTP requests answered.", labels=["route", "status"])
        times = HistogramMetricFamily("sandan_request_seconds", "Time from a request's head to its answer's end.",
                                      labels=["route"])
        for (route, status), tally in self._known.items():
            requests.add_metric([route, str(status)], sum(tally.within))
        for route in dict.fromkeys(route for route, _ in self._known):
            tallies = [tally for (each, _), tally in self._known.items() if each == route]
            within = [sum(each) for each in zip(*(tally.within for tally in tallies), strict=True)]
            times.add_metric([route], _buckets(BUCKETS, within), sum(tally.seconds for tally in tallies))
        return [requests, times]


class Loop(Collector):
    """Looks at the event loop by how late each was, and for how much of that the process was itself at work."""

    def __init__(self) -> None:
        self._late, self._held = Tally(LATE), Tally(LATE)

    def count(self, late: float, held: float) -> None:
        self._late.add(late)
        self._held.add(held)

    def collect(self) -> Iterable[Metric]:
        return [HistogramMetricFamily(name, about, _buckets(LATE, tally.within), tally.seconds) for name, about, tally in (
            ("sandan_loop_late_seconds", "How late the event loop comes to what is due.", self._late),
            ("sandan_loop_held_seconds", "For how much of that it was held by the hub's own work, not by the machine's.",
             self._held))]


class Tally:
    """
    within   times by the bucket that each lies in, the last being beyond all
    seconds  all times together
    """

    __slots__ = ("_bounds", "seconds", "within")

    def __init__(self, bounds: Sequence[float] = BUCKETS) -> None:
        self._bounds = bounds
        self.within = [0] * (len(bounds) + 1)
        self.seconds = 0.0

    def add(self, seconds: float) -> None:
        self.within[bisect_left(self._bounds, seconds)] += 1
        self.seconds += seconds


def _buckets(bounds: Sequence[float], within: Sequence[int]) -> list[tuple[str, float]]:
    """As Prometheus has them: each counts what lies in those before it, too."""
    worded = [floatToGoString(each) for each in (*bounds, "inf")]  # type: ignore[no-untyped-call]
    return [(bound, float(count)) for bound, count in zip(worded, accumulate(within), strict=True)]


class Asked(Collector):
    def __init__(self) -> None:
        self._families: list[Callable[[], Metric]] = []

    def add(self, family: Callable[[], Metric]) -> None:
        self._families.append(family)

    def collect(self) -> Iterable[Metric]:
        return [family() for family in self._families]
