"""The model of scenarios, written a second time from its document (src/sim/equations.md) alone.

    python3 -m venv venv && venv/bin/pip install numpy scipy
    venv/bin/python tests/golden/simulation.py

Makes 20 random scenarios, runs each many times with numpy's own draws, and writes `simulation.json`: the scenarios, and the mean of
every number with its standard error. The core must agree within the errors of both.
"""

import json
from pathlib import Path

import numpy as np
from scipy.stats import beta, norm

RUNS = 100_000
EVENTS = ["requests", "permanent_exclusions", "days_lost"]
WORTHS = ["fiscal", "economic", "social"]
STAKEHOLDERS = ["council", "schools", "families", "others"]
Z = norm.ppf(0.95)


def draw(rng, shape):
    kind, u = shape["shape"], rng.random(RUNS)
    if kind == "fixed":
        return np.full(RUNS, float(shape["value"]))
    if kind == "seen":
        return beta.rvs(shape["count"] + 0.5, shape["of"] - shape["count"] + 0.5, size=RUNS, random_state=rng)
    low, high = shape["low"], shape["high"]
    if kind == "uniform":
        return low + (high - low) * u
    if kind == "triangular":
        return rng.triangular(low, shape["likely"], high, RUNS)
    if kind == "pert":
        a = 1 + 4 * (shape["likely"] - low) / (high - low)
        b = 1 + 4 * (high - shape["likely"]) / (high - low)
        return low + (high - low) * rng.beta(a, b, RUNS)
    if kind == "normal":
        return rng.normal((low + high) / 2, (high - low) / (2 * Z), RUNS)
    mu, sigma = (np.log(low) + np.log(high)) / 2, (np.log(high) - np.log(low)) / (2 * Z)
    return rng.lognormal(mu, sigma, RUNS)


def discount(years):
    """Green Book 2026 within its first 30 years: 3.5% a year, the first year not discounted."""
    return [1.035**-year for year in range(years)]


def run(scenario, rng):
    years = scenario["years"]
    of = lambda assumption: draw(rng, assumption["range"])
    clusters = sorted(scenario["clusters"], key=lambda one: one["id"])
    programmes = sorted(scenario["programmes"], key=lambda one: one["id"])
    groups = {(p["programme"], p["cluster"]): p["by_year"] + [0] * years for p in scenario["plan"]}
    planned = lambda k, c, t: groups.get((k["id"], c["id"]), [0] * years)[t]

    trend = {m: of(scenario["trend"][m]) for m in EVENTS}
    inflation, bias = of(scenario["inflation"]), of(scenario["optimism_bias"])
    hour, specialists = of(scenario["staff_hour"]), of(scenario["specialist_hours"])
    names = ["staff_hours", "specialist_hours", "taken", "completed", "prevalence", "diminishing", "fade", "progress"]
    drawn = {}
    for k in programmes:
        d = {name: of(k[name]) for name in names}
        d.update({"cost_" + name: of(cost) for name, cost in k["costs"].items()})
        for m in EVENTS:
            d["strength_" + m] = of(k["share_of_events"][m]) * of(k["effect"][m])
        drawn[k["id"]] = d

    out = {}

    def add(key, value):
        out[key] = out.get(key, 0.0) + value

    for t in range(years):
        for m in EVENTS:
            add(f"left {m} {t}", np.zeros(RUNS))
            add(f"avoided {m} {t}", np.zeros(RUNS))
        for name in ["completed", "progress", "cost", "staff_cost", "staff_hours", "cashable"]:
            add(f"{name} {t}", np.zeros(RUNS))
        for worth in WORTHS:
            add(f"benefit {worth} {t}", np.zeros(RUNS))

    for k in programmes:
        add(f"cost of {k['id']}", np.zeros(RUNS))
        add(f"completed of {k['id']}", np.zeros(RUNS))
    for worth in WORTHS:
        for to in STAKEHOLDERS:
            add(f"present benefit {worth} {to}", np.zeros(RUNS))

    wanted = [sum(planned(k, c, t) * drawn[k["id"]]["specialist_hours"] for k in programmes for c in clusters)
              for t in range(years)]
    for c in clusters:
        hours = of(c["senco_hours"])
        over = np.zeros(RUNS)
        spent = [np.zeros(RUNS) for _ in range(years)]
        left = {(p["phase"], m, t): np.ones(RUNS) for p in c["phases"] for m in EVENTS for t in range(years)}
        for k in programmes:
            d = drawn[k["id"]]
            served = [p for p in c["phases"] if p["phase"] in k["phases"]]
            pupils = sum(p["pupils"] for p in served)
            starts = [t for t in range(years) if planned(k, c, t) > 0]
            if not starts:
                continue
            reach, stays = [], np.zeros(RUNS)
            for t in range(years):
                g = planned(k, c, t)
                needed = sum(planned(j, c, t) * drawn[j["id"]]["staff_hours"] for j in programmes)
                delta = np.ones(RUNS)
                with np.errstate(divide="ignore", invalid="ignore"):
                    own = np.where(needed > hours, hours / needed, 1.0)
                    shared = np.where(wanted[t] > specialists, specialists / wanted[t], 1.0)
                delta = np.minimum(delta, np.where(d["staff_hours"] > 0, own, 1.0))
                delta = np.minimum(delta, np.where(d["specialist_hours"] > 0, shared, 1.0))
                filled = g * delta * k["places"] * d["taken"]
                done = filled * d["completed"]
                x = np.minimum(1.0, done / np.maximum(1.0, pupils * d["prevalence"])) if pupils else np.zeros(RUNS)
                first = (1 + d["diminishing"]) / (1 + d["diminishing"] * x)
                reach.append(x * first)
                add(f"completed {t}", done)
                add(f"completed of {k['id']}", done)
                add(f"progress {t}", done * d["progress"] * first)
                new = reach[t - k["delay"]] if t >= k["delay"] else 0.0
                stays = np.minimum(1.0, stays * (1 - d["fade"]) + new)
                for p in served:
                    for m in EVENTS:
                        left[p["phase"], m, t] = left[p["phase"], m, t] * (1 - d["strength_" + m] * stays)
                if g > 0:
                    plain = (d["cost_fixed"] + (d["cost_start_up"] if t == starts[0] else 0.0)
                             + d["cost_per_group"] * g * delta + d["cost_per_place"] * filled
                             + d["cost_per_hour"] * g * delta * d["specialist_hours"])
                    rise = (1 + inflation) ** t
                    cost = plain * rise * (1 + bias * (1 - scenario["mitigated"]))
                    spent[t] = spent[t] + cost
                    add(f"cost of {k['id']}", cost)
                    add(f"staff_hours {t}", g * delta * d["staff_hours"])
                    add(f"staff_cost {t}", g * delta * d["staff_hours"] * hour * rise)
        for t in range(years):
            add(f"cost {t}", spent[t])
            add(f"cost {c['id']}", spent[t])
            pot = c["pot"][t] if t < len(c["pot"]) else np.inf
            over = np.where(spent[t] > pot, 1.0, over)
        add(f"over_pot {c['id']}", over)
        for p in c["phases"]:
            for m in EVENTS:
                start = of(p["events"][m])
                for t in range(years):
                    without = start * trend[m] ** t
                    stay = without * left[p["phase"], m, t]
                    add(f"left {m} {t}", stay)
                    add(f"avoided {m} {t}", without - stay)
                    add(f"avoided {m} {c['id']}", without - stay)
                    add(f"avoided {m}", without - stay)
    for value in scenario["values"]:
        pounds, anyway = of(value["pounds"]), of(value["deadweight"])
        for t in range(years):
            events = sum(out[f"avoided {value['event']} {s}"] for s in range(max(0, t - value["years"] + 1), t + 1))
            benefit = events * pounds * (1 - anyway)
            add(f"benefit {value['worth']} {t}", benefit)
            add(f"present benefit {value['worth']} {value['stakeholder']}", benefit * discount(years)[t])
            if value["worth"] == "fiscal":
                add(f"cashable {t}", benefit * value["cashable"])
    factors = discount(years)
    present = lambda name: sum(out[f"{name} {t}"] * factors[t] for t in range(years))
    out["present cost"], out["present staff_cost"] = present("cost"), present("staff_cost")
    for worth in WORTHS:
        out[f"present benefit {worth}"] = present(f"benefit {worth}")
    out["present cashable"] = present("cashable")
    out["net fiscal"] = out["present benefit fiscal"] - out["present cost"] - out["present staff_cost"]
    return out


def random_scenario(rng, number):
    source = "Made for the test."
    r = lambda a, b: round(float(rng.uniform(a, b)), 3)

    def assume(least, most, shapes):
        kind = str(rng.choice(shapes))
        low, high = sorted([r(least, most), r(least, most)])
        high = high if high > low else low + 0.001
        likely = round(low + (high - low) * float(rng.random()), 4)
        if kind == "fixed":
            shape = {"shape": kind, "value": low}
        elif kind == "seen":
            of = int(rng.integers(1, 60))
            shape = {"shape": kind, "count": int(rng.integers(0, of + 1)), "of": of}
        elif kind in ("triangular", "pert"):
            shape = {"shape": kind, "low": low, "likely": likely, "high": high}
        else:
            shape = {"shape": kind, "low": low, "high": high}
        return {"range": shape, "source": source}

    inside = ["fixed", "uniform", "triangular", "pert"]
    share = inside + ["seen"]
    above = inside + ["lognormal"]
    anything = inside + ["normal"]
    by_event = lambda make: {m: make(m) for m in EVENTS}
    years = int(rng.integers(1, 8))
    level = {"requests": (2, 20), "permanent_exclusions": (0.5, 5), "days_lost": (50, 400)}
    phases = ["primary", "secondary"]

    def cluster(place):
        own = [phase for phase in phases if rng.random() < 0.8] or ["primary"]
        return {
            "id": f"cluster-{place}", "name": f"Cluster {place}",
            "phases": [{"phase": phase, "pupils": int(rng.integers(200, 6000)),
                        "events": by_event(lambda m: assume(*level[m], above))} for phase in own],
            "senco_hours": assume(20, 400, above),
            "pot": [r(0, 60_000) for _ in range(int(rng.integers(0, years + 1)))],
        }

    def programme(place):
        return {
            "id": f"programme-{place}", "name": f"Programme {place}", "kind": "literacy", "strength": "unknown",
            "strength_source": source,
            "phases": [phase for phase in phases if rng.random() < 0.7] or ["secondary"],
            "places": int(rng.integers(1, 40)),
            "costs": {"fixed": assume(0, 2000, inside), "start_up": assume(0, 3000, inside),
                      "per_group": assume(100, 2000, above), "per_place": assume(1, 50, above),
                      "per_hour": assume(20, 80, above)},
            "staff_hours": assume(1, 30, above), "specialist_hours": assume(1, 40, above),
            "taken": assume(0, 1, share), "completed": assume(0, 1, share),
            "prevalence": assume(0.005, 0.2, inside), "diminishing": assume(0, 3, above if rng.random() < 0.5 else inside),
            "delay": int(rng.integers(0, 3)), "fade": assume(0, 1, share),
            "share_of_events": by_event(lambda m: assume(0, 0.6, inside)),
            "effect": by_event(lambda m: assume(-0.3, 0.6, inside)),
            "progress": assume(-2, 6, anything),
        }

    clusters = [cluster(place) for place in range(int(rng.integers(1, 5)))]
    programmes = [programme(place) for place in range(int(rng.integers(1, 6)))]
    plan = [{"programme": k["id"], "cluster": c["id"], "by_year": [int(rng.integers(0, 7)) for _ in range(years)]}
            for k in programmes for c in clusters if rng.random() < 0.8]
    values = [{"id": f"value-{place}", "event": str(rng.choice(EVENTS)), "stakeholder": STAKEHOLDERS[place],
               "worth": str(rng.choice(WORTHS)), "pounds": assume(100, 9000, above), "years": int(rng.integers(1, 5)),
               "deadweight": assume(0, 0.6, share), "cashable": r(0, 1)} for place in range(int(rng.integers(0, 4)))]
    return {
        "name": f"Random {number}", "first_year": "2019/20", "years": years, "clusters": clusters,
        "programmes": programmes, "plan": plan, "trend": by_event(lambda m: assume(0.8, 1.2, inside)),
        "specialist_hours": assume(50, 900, above), "staff_hour": assume(15, 40, above),
        "inflation": assume(-0.02, 0.06, inside), "optimism_bias": assume(0, 0.6, inside),
        "mitigated": r(0, 1), "values": values,
    }


def main():
    rng = np.random.default_rng(20_260)
    cases = []
    for number in range(20):
        scenario = random_scenario(rng, number)
        numbers = run(scenario, rng)
        cases.append({
            "scenario": scenario, "runs": RUNS,
            "means": {key: [float(np.mean(v)), float(np.std(v) / np.sqrt(RUNS))] for key, v in sorted(numbers.items())},
        })
    Path(__file__).with_name("simulation.json").write_text(json.dumps(cases, indent=1) + "\n")


if __name__ == "__main__":
    main()
