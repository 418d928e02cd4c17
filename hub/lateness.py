"""How late the event loop comes to what is due: so long waits whoever asks for the smallest thing."""
import asyncio
from time import perf_counter, process_time

from hub import metrics

EVERY = 0.02  # seconds between two looks: what holds the loop for less may be missed by so much


async def watch(counted: metrics.Metrics) -> None:
    """Count, until cancelled, how late it is, and for how much of that this process was itself at work."""
    while True:
        due, worked = perf_counter() + EVERY, process_time()
        await asyncio.sleep(EVERY)
        late = max(0.0, perf_counter() - due)
        counted.late(late, min(late, process_time() - worked))
