"""Reference values of comparisons, series, funnels and regressions: statsmodels, wildboottest, scipy and plain numpy.

    python3 -m venv venv && venv/bin/pip install scipy statsmodels wildboottest pandas
    venv/bin/python methods.py   # writes methods_python.json

Each row holds the request as `clusterwise calc` takes it, the values, and the function that gave them.
"""

import itertools
import json
import math

import mpmath
import numpy as np
import scipy
import statsmodels
import statsmodels.api as sm
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.stats import chi2, norm, permutation_test
from statsmodels.stats.contingency_tables import mcnemar
from wildboottest.wildboottest import WildboottestCL

mpmath.mp.dps = 40
rng = np.random.default_rng(20191104)
rows = []


def put(request, values, source, tolerance=None):
    clean = {k: (v if isinstance(v, (bool, int, list, str, type(None))) else float(v)) for k, v in values.items()}
    row = {"request": request, "values": clean, "source": source}
    if tolerance:
        row["tolerance"] = tolerance
    rows.append(row)


# Ratios of ratios: the logarithm's standard error by hand, the limits by scipy's normal.
for treated, comparison in [([61, 52], [300, 320]), ([1, 1], [1, 1]), ([250, 175], [5269, 7000]), ([1000000, 999999], [1, 2])]:
    for level in (0.9, 0.95, 0.998):
        ratio = (treated[1] / treated[0]) / (comparison[1] / comparison[0])
        se = math.sqrt(sum(1 / c for c in treated + comparison))
        z = norm.isf((1 - level) / 2)
        put({"method": "ratio_of_ratios", "treated": treated, "comparison": comparison, "level": level},
            {"ratio": ratio, "lower": math.exp(math.log(ratio) - z * se), "upper": math.exp(math.log(ratio) + z * se),
             "log_se": se}, "formula with scipy norm")
put({"method": "ratio_of_ratios", "treated": [5, 0], "comparison": [3, 4]},
    {"ratio": None, "lower": None, "upper": None, "log_se": None}, "no ratio to zero")

# Placebo ranks: numpy on the same counts.
for units in (2, 3, 15, 40):
    before = rng.integers(1, 400, units)
    after = rng.integers(0 if units > 3 else 1, 400, units)
    names = [f"area {n}" for n in range(units)]
    for treated in {0, units - 1}:
        ratios = after / before
        with np.errstate(divide="ignore"):
            logs = np.log(ratios)
        far = np.abs(logs - np.median(logs))
        rank = int((ratios <= ratios[treated] * (1 + 1e-12)).sum())
        put({"method": "placebo_rank", "treated": names[treated],
             "units": [{"name": n, "before": int(b), "after": int(a)} for n, b, a in zip(names, before, after)]},
            {"ratio": ratios[treated], "rank": rank, "of": units, "p_one_sided": rank / units,
             "p_two_sided": float((far >= far[treated] * (1 - 1e-12)).mean())}, "numpy")

# Randomisation: scipy goes through all choices.
for n, k, kind in [(6, 2, "normal"), (6, 3, "normal"), (8, 3, "ties"), (10, 5, "normal"), (12, 4, "ties"), (5, 1, "flat"), (2, 1, "normal")]:
    change = {"normal": rng.normal(0, 3, n), "ties": rng.integers(-2, 3, n).astype(float), "flat": np.full(n, 1.5)}[kind]
    names = [f"u{i}" for i in range(n)]
    statistic = change[:k].mean() - change[k:].mean()
    if kind == "flat" or k == 1:
        size = np.abs(change - change.mean()).sum() * 1e-9
        every = [abs(change[list(c)].mean() - np.delete(change, list(c)).mean()) for c in itertools.combinations(range(n), k)]
        p, source = float(np.mean([e >= abs(statistic) - size - 1e-12 for e in every])), "numpy over all combinations"
    else:
        found = permutation_test((change[:k], change[k:]), lambda a, b, axis: np.abs(a.mean(axis=axis) - b.mean(axis=axis)),
                                 vectorized=True, alternative="greater", n_resamples=np.inf, permutation_type="independent")
        p, source = float(found.pvalue), "scipy permutation_test of the absolute difference"
    total = math.comb(n, k)
    put({"method": "randomisation", "units": [{"name": a, "change": float(c)} for a, c in zip(names, change)], "treated": names[:k]},
        {"statistic": statistic, "p": p, "smallest_p": (2 if n == 2 * k else 1) / total, "allocations": total}, source, 1e-9)


# Regressions: OLS and CR1S by statsmodels; the wild bootstrap by wildboottest's t statistics, ties counted.
def regression(clusters, size, effect, columns, ragged=False):
    sizes = [size + (g % 3 if ragged else 0) for g in range(clusters)]
    cluster = np.repeat(np.arange(clusters), sizes)
    after = np.concatenate([np.arange(s) % 2 for s in sizes]).astype(float)
    treated = (cluster < max(1, clusters // 3)).astype(float)
    x = {"after": after, "treated": treated, "both": after * treated}
    for c in range(columns):
        x[f"covariate {c}"] = rng.normal(0, 1, len(cluster))
    y = 5 + 0.5 * after + effect * x["both"] + rng.normal(0, 1, clusters)[cluster] + rng.normal(0, 1, len(cluster))
    return y, x, cluster


for clusters, size, effect, columns, ragged in [(6, 8, 0.0, 0, False), (6, 8, -2.0, 0, True), (10, 4, 0.3, 1, True), (12, 3, 1.0, 0, False),
                                                (3, 10, 0.5, 0, False), (44, 6, 0.2, 2, True)]:
    y, x, cluster = regression(clusters, size, effect, columns, ragged)
    names = sorted(x)
    design = np.column_stack([np.ones(len(y))] + [x[n] for n in names])
    test = names.index("both") + 1
    ols = sm.OLS(y, design).fit()
    cr1s = sm.OLS(y, design).fit(cov_type="cluster", cov_kwds={"groups": cluster, "use_correction": True, "df_correction": True})
    values = {"coefficient": ols.params[test], "se_ols": ols.bse[test], "se_cr1s": cr1s.bse[test]}
    if clusters <= 12:
        R = np.zeros(design.shape[1])
        R[test] = 1
        boot = WildboottestCL(X=design, Y=y, cluster=cluster, R=R, B=999999, bootcluster=cluster, parallel=False)
        boot.get_scores(bootstrap_type="11", impose_null=True)
        boot.get_weights(weights_type="rademacher")
        boot.get_numer()
        boot.get_denom()
        boot.get_tboot()
        boot.get_vcov()
        boot.get_tstat()
        t, drawn = float(np.ravel(boot.t_stat)[0]), np.ravel(boot.t_boot)
        # wildboottest leaves the data's own signs out of t_boot's count or keeps them; all vectors are counted here.
        drawn = drawn[np.isfinite(drawn)]
        full = 2 ** clusters
        hits = int((np.abs(drawn) >= abs(t) * (1 - 1e-9)).sum())
        if len(drawn) == full - 1:
            hits += 1
        values["p_wild"] = hits / full if len(drawn) in (full, full - 1) else None
        values["wild_vectors"] = full
        if values["p_wild"] is None:
            raise SystemExit(f"wildboottest drew {len(drawn)} of {full}")
    put({"method": "cluster_regression", "y": [float(v) for v in y], "x": {n: [float(v) for v in x[n]] for n in names},
         "cluster": [f"c{c}" for c in cluster], "test": "both"}, values, "statsmodels OLS, cluster covariance; wildboottest", 1e-9)


# Interrupted series: statsmodels' GLM.
def series(counts, exposure, start, harmonics, period, slope, level=0.95):
    n = len(counts)
    t = np.arange(n, dtype=float)
    after = (t >= start).astype(float)
    columns = [np.ones(n), t, after]
    if slope:
        columns.append((t - start) * after)
    for pair in range(1, harmonics + 1):
        columns += [np.sin(2 * np.pi * pair * t / period), np.cos(2 * np.pi * pair * t / period)]
    X = np.column_stack(columns)
    model = sm.GLM(counts, X, family=sm.families.Poisson(), offset=np.log(exposure))
    plain = model.fit(tol=1e-14, maxiter=200)
    dispersion = plain.pearson_chi2 / plain.df_resid
    # From the Hessian at the estimate: the fit's own covariance is one iteration behind.
    se = math.sqrt(np.linalg.inv(-model.hessian(plain.params, scale=1))[2, 2])
    z = norm.isf((1 - level) / 2)
    (low, high), (qlow, qhigh) = (np.exp(plain.params[2] + np.array([-z, z]) * se * s) for s in (1, math.sqrt(dispersion)))
    put({"method": "interrupted_series", "counts": [int(c) for c in counts], "exposure": [float(e) for e in exposure], "start": start,
         "harmonics": harmonics, "period": period, "slope": slope, "level": level},
        {"rate_ratio": np.exp(plain.params[2]), "lower": low, "upper": high, "quasi_lower": qlow, "quasi_upper": qhigh,
         "trend": np.exp(plain.params[1]), "dispersion": dispersion}, "statsmodels GLM Poisson; quasi: Pearson chi-square / df (scale X2)", 1e-10)


for n, start, mean, harmonics, period, slope in [(18, 13, 200, 0, 6, False), (18, 13, 200, 1, 6, False), (36, 24, 30, 2, 12, False),
                                                 (36, 20, 5, 0, 6, True), (10, 5, 2, 0, 6, False), (60, 30, 5000, 1, 12, True)]:
    exposure = rng.uniform(8000, 12000, n).round()
    counts = rng.poisson(mean * np.exp(0.01 * np.arange(n) - 0.2 * (np.arange(n) >= start)))
    series(counts, exposure, start, harmonics, period, slope)
series(np.array([3, 0, 2, 4, 1, 0, 1, 0]), np.ones(8), 4, 0, 6, False, 0.9)


# Funnels: Wilson about the pooled share, exact chi-square about the pooled rate.
def funnel(kind, per, units):
    baseline = sum(e for e, _ in units) / sum(b for _, b in units)
    out = []
    for number, (events, base) in enumerate(units):
        limits = {}
        for name, level in (("95", 0.95), ("998", 0.998)):
            z = norm.isf((1 - level) / 2)
            expected = baseline * base
            if kind == "proportion":
                half = z * math.sqrt(z * z + 4 * expected * (1 - baseline))
                low, high = ((2 * expected + z * z + s * half) / (2 * (base + z * z)) for s in (-1, 1))
            else:
                low = chi2.ppf((1 - level) / 2, 2 * expected) / 2 / base if expected else 0.0
                high = chi2.isf((1 - level) / 2, 2 * expected + 2) / 2 / base
            limits["lower" + name], limits["upper" + name] = max(low, 0.0) * per, high * per
        value = events / base * per
        flag = ("above998" if value > limits["upper998"] else "below998" if value < limits["lower998"] else
                "above95" if value > limits["upper95"] else "below95" if value < limits["lower95"] else "within")
        out.append({"name": f"unit {number}", "estimate": value, **limits, "flag": flag})
    put({"method": "funnel", "kind": kind, "per": per,
         "units": [{"name": f"unit {number}", "events": e, "base": b} for number, (e, b) in enumerate(units)]},
        {"baseline": baseline * per, "units": out}, "scipy norm and chi2", 1e-10)


funnel("proportion", 100, [(12, 100), (30, 200), (1, 50), (90, 300), (0, 10)])
funnel("proportion", 1, [(13, 100)])
funnel("rate", 100, [(12, 410), (30, 205), (0, 90), (150, 1100), (3, 12.5)])
funnel("rate", 1000, [(0, 410), (0, 205)])


# XmR: written from the rules, on its own.
def xmr(values, screen=True, run=7, trend=7):
    ranges = [abs(b - a) for a, b in zip(values, values[1:])]
    mr = sum(ranges) / len(ranges) if ranges else 0.0
    if screen:
        kept = [r for r in ranges if r < 3.267 * mr]
        mr = sum(kept) / len(kept) if kept else mr
    mean = sum(values) / len(values)
    low, high = mean - 2.66 * mr, mean + 2.66 * mr
    rules = {}
    for i, v in enumerate(values):
        if v > high or v < low:
            rules.setdefault(i, []).append(0)
    for i in range(len(values) - trend + 1):
        w = values[i:i + trend]
        if all(b > a for a, b in zip(w, w[1:])) or all(b < a for a, b in zip(w, w[1:])):
            for j in range(i, i + trend):
                rules.setdefault(j, []).append(1)
    for i in range(len(values) - 2):
        w = values[i:i + 3]
        same = all(v > mean for v in w) or all(v < mean for v in w)
        far = [j for j in range(3) if abs(w[j] - mean) > (high - mean) * 2 / 3]
        if same and len(far) >= 2 and high > mean:
            for j in far:
                rules.setdefault(i + j, []).append(2)
    for i in range(len(values) - run + 1):
        w = values[i:i + run]
        if all(v > mean for v in w) or all(v < mean for v in w):
            for j in range(i, i + run):
                rules.setdefault(j, []).append(3)
    names = ["outside_limits", "trend", "two_of_three", "run"]
    return {"mean": mean, "lower": low, "upper": high, "mean_moving_range": mr, "trial": len(values) < 12,
            "signals": [{"index": i, "rule": names[min(r)]} for i, r in sorted(rules.items())]}


SERIES = [[34.0, 30.0, 41.0, 28.0, 36.0, 33.0, 29.0, 38.0, 35.0, 31.0, 60.0, 34.0, 33.0],
          [float(v) for v in rng.normal(50, 4, 24)], [float(v) for v in np.concatenate([rng.normal(50, 4, 14), rng.normal(58, 4, 10)])],
          [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0], [5.0], [3.0, 3.0, 3.0, 3.0], [9.0, 8.0, 7.0, 6.5, 6.0, 5.0, 4.0, 9.0, 9.5, 8.0, 9.2]]
for values in SERIES:
    for options in ({}, {"screen": False}, {"run": 8, "trend": 6}):
        put({"method": "xmr", "values": values, "direction": "down", **options}, xmr(values, **options), "the rules, written apart", 1e-12)

# Hedges' correction at any size: mpmath.
for n1, n2 in ((2, 2), (40, 41), (42, 42), (50000, 60000), (900000000, 800000000)):
    m = mpmath.mpf(n1 + n2 - 2)
    j = mpmath.gamma(m / 2) / (mpmath.sqrt(m / 2) * mpmath.gamma((m - 1) / 2)) if m < 1e5 else mpmath.exp(
        mpmath.loggamma(m / 2) - mpmath.loggamma((m - 1) / 2)) / mpmath.sqrt(m / 2)
    g = float(j * mpmath.mpf("0.5"))
    put({"method": "effect", "treated": {"mean": 105.0, "sd": 10.0, "n": n1}, "control": {"mean": 100.0, "sd": 10.0, "n": n2}},
        {"g": g, "variance": 1 / n1 + 1 / n2 + g * g / (2 * (n1 + n2))}, "mpmath", 1e-13)

# Pairs: statsmodels' McNemar.
for table in ([[10, 5], [12, 20]], [[0, 1], [9, 0]], [[3, 40], [12, 8]], [[5, 6], [6, 5]]):
    plain, exact = mcnemar(table, exact=False, correction=False), mcnemar(table, exact=True)
    put({"method": "paired_yes_no", "table": table}, {"chi2": plain.statistic, "p": plain.pvalue, "p_exact": exact.pvalue},
        "statsmodels mcnemar", 1e-11)

# Advocacy, goals, reliable change, present values: the formulas.
for up, mid, down in ((20, 15, 9), (0, 5, 0), (44, 0, 0), (3, 1, 9), (1, 0, 0), (5000, 3000, 2000)):
    for interval, (n_more, side) in (("adjusted", (3, 0.75)), ("wald", (0, 0.0))):
        n = up + mid + down
        p, d = (up + side) / (n + n_more), (down + side) / (n + n_more)
        half = norm.isf(0.025) * math.sqrt(max(p + d - (p - d) ** 2, 0.0) / (n + n_more))
        score = 100 * (up - down) / n
        low, high = (min(max(100 * (p - d + s * half), -100), 100) for s in (-1, 1))
        put({"method": "advocacy", "promoters": up, "passives": mid, "detractors": down, "interval": interval},
            {"score": score, "lower": min(low, score), "upper": max(high, score)}, "formula with scipy norm", 1e-10)
for scores, weights, rho in (([0, 1, -1, 2], [1, 1, 1, 1], 0.3), ([2, 2, 2], [1, 2, 3], 0.3), ([-2], [1], 0.3), ([1, 0], [0.5, 4], 0.0)):
    x, w = np.array(scores, float), np.array(weights, float)
    put({"method": "goals", "scores": scores, "weights": weights, "rho": rho},
        {"t": 50 + 10 * (w * x).sum() / math.sqrt((1 - rho) * (w ** 2).sum() + rho * w.sum() ** 2)}, "formula in numpy")
for pre, post, sd, r in ((85, 95, 15, 0.9), (100, 96, 15, 0.8), (70, 82.5, 10, 0.95), (1, 1, 1, 0.0)):
    rc = (post - pre) / (sd * math.sqrt(2 * (1 - r)))
    put({"method": "reliable_change", "pre": pre, "post": post, "sd": sd, "reliability": r},
        {"rc": rc, "reliable": bool(abs(rc) > 1.96)}, "formula")
for years in (1, 5, 31, 32, 80, 130):
    flows = [float(v) for v in rng.normal(1000, 400, years).round(2)]
    rates = [0.035 if y <= 30 else 0.03 if y <= 75 else 0.025 if y <= 125 else 0.02 for y in range(years)]
    factors = np.cumprod([1.0] + [1 / (1 + r) for r in rates[1:]])
    put({"method": "present_value", "flows": flows, "schedule": "green_book_2026"},
        {"present_value": float((np.array(flows) * factors).sum()), "factors": [float(f) for f in factors]}, "numpy", 1e-11)

# Allocation: scipy's milp (HiGHS). Costs and benefits are drawn so that equal plans do not occur; benefit and cost decide.
for number in range(150):
    n = int(rng.integers(1, 15))
    clusters = [f"c{v}" for v in rng.integers(0, 3, n)]
    cost, benefit = rng.integers(1, 60, n) * 100.0, rng.uniform(0, 10, n).round(6)
    budget = float(rng.integers(0, int(cost.sum()) + 100))
    floors = {}
    for c in sorted(set(clusters)):
        if rng.uniform() < 0.4:
            floors[c] = float(rng.integers(0, int(sum(v for v, k in zip(cost, clusters) if k == c) * 0.5) + 1))
    limits = [LinearConstraint(cost, -np.inf, budget)]
    limits += [LinearConstraint(np.array([v if k == c else 0.0 for v, k in zip(cost, clusters)]), floor, np.inf) for c, floor in floors.items()]
    found = milp(-benefit, constraints=limits, integrality=np.ones(n), bounds=Bounds(0, 1), options={"mip_rel_gap": 0.0, "disp": False})
    if found.status != 0:
        continue
    chosen = np.round(found.x).astype(bool)
    put({"method": "allocate", "budget": budget, "floors": floors,
         "options": [{"name": f"o{i:02}", "cost": float(c), "benefit": float(b), "cluster": k}
                     for i, (c, b, k) in enumerate(zip(cost, benefit, clusters))]},
        {"chosen": [f"o{i:02}" for i in range(n) if chosen[i]], "benefit": float(benefit[chosen].sum()), "cost": float(cost[chosen].sum())},
        "scipy milp (HiGHS)", 1e-9)

versions = {"numpy": np.__version__, "scipy": scipy.__version__, "statsmodels": statsmodels.__version__, "wildboottest": "0.3.2"}
text = json.dumps({"versions": versions, "rows": rows}, indent=None, separators=(",", ":"))
# Not by print: HiGHS writes to standard output too.
with open("methods_python.json", "w") as file:
    file.write(text.replace('{"request"', '\n{"request"') + "\n")
