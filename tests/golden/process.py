"""Reference values of the intraclass correlation: the one-way analysis of variance by its textbook sums, the limits by
mpmath's incomplete beta function to 40 digits.

    python3 -m venv venv && venv/bin/pip install mpmath
    venv/bin/python process.py   # writes process_python.json

The first row is the example of Shrout and Fleiss (1979): ICC(1,1) = .17, for which R's psych gives −.13 to .72.
"""

import json
import random

from mpmath import betainc, findroot, mp, mpf

mp.dps = 40
random.seed(20181105)


def f_exceeded_by(q, above, below):
    def tail(x):
        return betainc(mpf(above) / 2, mpf(below) / 2, x, 1, regularized=True) - q

    x = findroot(tail, (mpf("1e-30"), 1 - mpf("1e-30")), solver="anderson", tol=mpf("1e-60"), maxsteps=500)
    return x / (1 - x) * below / above


def intraclass(groups, level):
    groups = [[mpf(x) for x in group] for group in groups]
    k, n = len(groups), sum(len(group) for group in groups)
    grand = sum(sum(group) for group in groups) / n
    means = [sum(group) / len(group) for group in groups]
    between = sum(len(group) * (mean - grand) ** 2 for group, mean in zip(groups, means)) / (k - 1)
    within = sum((x - mean) ** 2 for group, mean in zip(groups, means) for x in group) / (n - k)
    size = (n - mpf(sum(len(group) ** 2 for group in groups)) / n) / (k - 1)
    f = between / within
    tail = (1 - mpf(level)) / 2
    low, high = f / f_exceeded_by(tail, k - 1, n - k), f * f_exceeded_by(tail, n - k, k - 1)
    # From the other end: as 1 less the lower tail, a p of 1e-47 would be rounding alone.
    y = (n - k) / ((k - 1) * f + (n - k))
    share = lambda ratio: (ratio - 1) / (ratio + size - 1)
    return {
        "estimate": (between - within) / (between + (size - 1) * within),
        "lower": share(low),
        "upper": share(high),
        "between": between,
        "within": within,
        "f": f,
        "p": betainc(mpf(n - k) / 2, mpf(k - 1) / 2, 0, y, regularized=True),
        "size": size,
    }


def drawn(sizes, spread):
    groups = []
    for size in sizes:
        level = random.gauss(0, spread)
        groups.append([round(10 + level + random.gauss(0, 1), 3) for _ in range(size)])
    return groups


shrout_fleiss = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
cases = [(shrout_fleiss, 0.95), (shrout_fleiss, 0.8)]
for sizes, spread in [
    ([20, 24, 16, 15, 15, 14], 0.0),
    ([20, 24, 16, 15, 15, 14], 0.5),
    ([20, 24, 16, 15, 15, 14], 3.0),
    ([2, 2], 1.0),
    ([1, 5, 9], 0.7),
    ([30] * 12, 0.2),
    ([1, 1, 1, 40], 0.3),
]:
    cases += [(drawn(sizes, spread), level) for level in (0.95, 0.99)]

rows = [
    {
        "kernel": "intraclass",
        "groups": groups,
        "level": level,
        "values": {name: float(value) for name, value in intraclass(groups, str(level)).items()},
        "source": "formula with mpmath",
    }
    for groups, level in cases
]
with open("process_python.json", "w") as file:
    json.dump({"made_by": "process.py, mpmath", "rows": rows}, file, indent=None, separators=(",", ":"))
    file.write("\n")
print(rows[0]["values"])
