"""How long something takes: what every script beside it measures by."""

import time


def shortest(runs, work):
    """The shortest of so many runs, in milliseconds."""
    best = float("inf")
    for _ in range(runs):
        start = time.perf_counter()
        work()
        best = min(best, (time.perf_counter() - start) * 1e3)
    return best
