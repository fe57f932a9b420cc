"""Reference values of the calculators and of the over-dispersed ratios: scipy and statsmodels.

    python3 -m venv venv && venv/bin/pip install scipy statsmodels
    venv/bin/python calculators.py > calculators_python.json

Each row holds the request as `clusterwise calc` takes it, the values, and the function that gave them. Rows with
`kernel` are functions of `stats` that no calculator shows yet.
"""

import json
import math

import numpy
import scipy
import statsmodels
import statsmodels.api as sm
from scipy.stats import binom, chi2, norm, t as student
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

rows = []


def put(request, values, source):
    rows.append({"request": request, "values": values, "source": source})


SHARES = [(12, 40), (0, 1), (1, 1), (0, 10), (10, 10), (1, 44), (43, 44), (3, 7), (500, 1000), (1, 1000000),
          (999999, 1000000), (123456, 1000000)]
for level in (0.5, 0.9, 0.95, 0.998, 0.999999):
    for k, n in SHARES:
        low, high = proportion_confint(k, n, alpha=1 - level, method="wilson")
        # statsmodels leaves rounding dust where the limit is exactly 0 or 1.
        low, high = (0.0 if k == 0 else low), (1.0 if k == n else high)
        put({"method": "proportion", "successes": k, "n": n, "level": level},
            {"estimate": k / n, "lower": float(low), "upper": float(high)}, "statsmodels proportion_confint wilson")

for level in (0.9, 0.95, 0.99):
    for (a, m), (b, n) in [((56, 70), (48, 80)), ((9, 10), (3, 10)), ((6, 7), (2, 7)), ((5, 56), (0, 29)), ((0, 10), (0, 20)),
                           ((10, 10), (0, 20)), ((10, 10), (10, 10)), ((1, 1), (0, 1)), ((700, 1000000), (650, 900000))]:
        low, high = confint_proportions_2indep(a, m, b, n, method="newcomb", compare="diff", alpha=1 - level)
        put({"method": "proportion_difference", "a": {"successes": a, "n": m}, "b": {"successes": b, "n": n}, "level": level},
            {"difference": a / m - b / n, "lower": float(low), "upper": float(high)},
            "statsmodels confint_proportions_2indep newcomb")


def garwood(k, level):
    tail = (1 - level) / 2
    return (chi2.ppf(tail, 2 * k) / 2 if k else 0.0), chi2.isf(tail, 2 * k + 2) / 2


def byar(k, level):
    z = norm.isf((1 - level) / 2)
    low = k * max(1 - 1 / (9 * k) - z / (3 * math.sqrt(k)), 0) ** 3 if k else 0.0
    return low, (k + 1) * (1 - 1 / (9 * (k + 1)) + z / (3 * math.sqrt(k + 1))) ** 3


for level in (0.8, 0.95, 0.998):
    for k in (0, 1, 2, 5, 9, 10, 11, 30, 100, 2486, 1000000):
        for exposure, per in ((1.0, 1.0), (4321.0, 100.0), (0.75, 1000.0)):
            for name, limits in (("exact", garwood), ("byar", byar), ("phe", garwood if k < 10 else byar)):
                low, high = limits(k, level)
                put({"method": "rate", "events": k, "exposure": exposure, "per": per, "interval": name, "level": level},
                    {"estimate": k / exposure * per, "lower": float(low / exposure * per), "upper": float(high / exposure * per)},
                    "scipy chi2.ppf/isf" if limits is garwood else "Byar's formula with scipy norm.isf")

for before, exposure in [(0, (1, 1)), (5, (1, 1)), (6, (1, 1)), (12, (4000, 4100)), (40, (4000, 4100)), (40, (4100, 2000)),
                         (500, (1, 3)), (20000, (10, 10))]:
    for level in (0.8, 0.95, 0.99):
        share = exposure[1] / (exposure[0] + exposure[1])
        largest = None
        # By trial from zero: the tail grows with the count.
        for after in range(0, int(before * exposure[1] / exposure[0]) + 2):
            if not 2 * binom.cdf(after, before + after, share) < 1 - level:
                break
            largest = after
        ratio = None if largest is None or before == 0 else (largest / exposure[1]) / (before / exposure[0])
        put({"method": "detectable", "before": before, "exposure": list(exposure), "level": level},
            {"largest_after": None if before == 0 else largest, "ratio": ratio}, "scipy binom.cdf, counted up from zero")


def two_sides(before, after):
    counts = numpy.array([b for b, _ in before] + [a for a, _ in after], dtype=float)
    exposure = numpy.array([e for _, e in before] + [e for _, e in after], dtype=float)
    x = numpy.array([[1.0, 0.0]] * len(before) + [[1.0, 1.0]] * len(after))
    return sm.GLM(counts, x, family=sm.families.Poisson(), offset=numpy.log(exposure)), x


SCHOOLS = [
    ([(10, 200), (4, 150), (30, 400), (7, 250)], [(8, 210), (3, 150), (18, 390), (9, 240)]),
    ([(1, 100), (0, 120)], [(0, 100), (2, 120)]),
    ([(12, 900.5), (0, 210), (55, 1100), (3, 180), (9, 650), (1, 95)], [(7, 880), (2, 215), (21, 1120), (0, 185), (10, 640), (0, 99.5)]),
    ([(1000, 50), (1100, 52), (900, 49)], [(1010, 50), (1090, 52), (915, 49)]),
]
for before, after in SCHOOLS:
    for level in (0.9, 0.95):
        model, x = two_sides(before, after)
        groups = list(range(len(before))) * 2
        fit = model.fit(tol=1e-15, maxiter=200, cov_type="cluster", cov_kwds={"groups": numpy.array(groups), "use_correction": False})
        g = len(before)
        se = float(fit.bse[1]) * math.sqrt(g / (g - 1))
        log_ratio, reach = float(fit.params[1]), student.isf((1 - level) / 2, g - 1)
        rows.append({"kernel": "clustered_ratio", "before": before, "after": after, "level": level,
                     "values": {"estimate": math.exp(log_ratio), "lower": math.exp(log_ratio - reach * se),
                                "upper": math.exp(log_ratio + reach * se), "log_se": se, "df": g - 1,
                                "p": float(2 * student.sf(abs(log_ratio / se), g - 1))},
                     "source": "statsmodels GLM Poisson, cluster-robust, times G/(G-1), scipy t"})
        plain = model.fit(tol=1e-15, maxiter=200)
        n = 2 * g
        phi = float(plain.pearson_chi2 / (n - 2))
        # From the Hessian at the estimate: the fit's own covariance is one iteration behind.
        covariance = numpy.linalg.inv(-model.hessian(plain.params, scale=1))
        se = math.sqrt(max(phi, 1) * float(covariance[1, 1]))
        reach = student.isf((1 - level) / 2, n - 2)
        rows.append({"kernel": "quasi_rate_ratio", "before": before, "after": after, "level": level,
                     "values": {"estimate": math.exp(log_ratio), "lower": math.exp(log_ratio - reach * se),
                                "upper": math.exp(log_ratio + reach * se), "log_se": se, "df": n - 2, "dispersion": phi,
                                "p": float(2 * student.sf(abs(log_ratio / se), n - 2))},
                     "source": "statsmodels GLM Poisson, Pearson chi-square / df (at least 1), scipy t"})

print('{"made_by": "scipy %s, statsmodels %s",\n "rows": [' % (scipy.__version__, statsmodels.__version__))
print(",\n".join(json.dumps(row) for row in rows))
print("]}")
