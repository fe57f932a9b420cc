"""Whole groups that a budget buys, by scipy.optimize.milp (HiGHS).

    python3 -m venv venv && venv/bin/pip install numpy scipy
    venv/bin/python tests/golden/best_value.py

Writes `best_value.json`: 100 random requests with the greatest benefit, none where no plan keeps to the rules. The last ten have 40
offers and 6 floors.
"""

import json
from pathlib import Path

import numpy as np
import scipy
from scipy.optimize import Bounds, LinearConstraint, milp

rng = np.random.default_rng(20_261)


def request(offers, floors):
    names = [f"place-{place}" for place in range(floors)]
    listed = []
    for number in range(offers):
        others = [f"offer-{other:02}" for other in range(number)]
        pick = lambda share: [str(rng.choice(others))] if others and rng.random() < share else []
        excludes = pick(0.1)
        needs = [other for other in pick(0.1) if other not in excludes]
        listed.append({
            "id": f"offer-{number:02}", "of": [str(rng.choice(names))] if names else [],
            "cost": int(rng.integers(100, 3_000)), "hours": int(rng.integers(0, 30)), "reach": int(rng.integers(0, 12)),
            "benefit": int(rng.integers(-50, 2_000)), "most": int(rng.integers(1, 6)), "excludes": excludes, "needs": needs,
        })
    whole = sum(one["cost"] * one["most"] for one in listed)
    return {
        "budget": int(whole * rng.uniform(0.1, 0.6)),
        "hours": int(rng.integers(50, 60 * offers // 4 + 60)) if rng.random() < 0.6 else None,
        "least_reach": int(rng.integers(0, offers)),
        "floors": {name: int(rng.integers(0, max(1, whole // (12 * floors)))) for name in names},
        "offers": listed,
    }


def optimum(asked):
    offers = asked["offers"]
    n = len(offers)
    at = {one["id"]: place for place, one in enumerate(offers)}
    of = lambda name: np.array([float(one[name]) for one in offers])
    most, none = of("most"), np.zeros(n)
    rows, low, high = [], [], []

    def add(groups, runs, least, greatest):
        rows.append(np.concatenate([groups, runs]))
        low.append(least)
        high.append(greatest)

    add(of("cost"), none, -np.inf, asked["budget"])
    if asked["hours"] is not None:
        add(of("hours"), none, -np.inf, asked["hours"])
    add(of("reach"), none, asked["least_reach"], np.inf)
    for name, floor in asked["floors"].items():
        own = np.array([name in one["of"] for one in offers])
        add(of("cost") * own, none, floor, np.inf)
    for place, one in enumerate(offers):
        here = np.eye(n)[place]
        add(here, -most[place] * here, -np.inf, 0)
        add(here, -here, 0, np.inf)
        for other in one["excludes"]:
            add(none, here + np.eye(n)[at[other]], -np.inf, 1)
        for other in one["needs"]:
            add(none, here - np.eye(n)[at[other]], -np.inf, 0)
    found = milp(np.concatenate([-of("benefit"), none]), integrality=np.ones(2 * n),
                 bounds=Bounds(0, np.concatenate([most, np.ones(n)])),
                 constraints=LinearConstraint(np.array(rows), low, high), options={"mip_rel_gap": 0})
    if found.status == 2:
        return None
    assert found.status == 0, found.message
    return float(np.dot(of("benefit"), np.round(found.x[:n])))


if __name__ == "__main__":
    cases = []
    for number in range(100):
        asked = request(40, 6) if number >= 90 else request(int(rng.integers(2, 16)), int(rng.integers(0, 4)))
        cases.append({"asked": asked, "benefit": optimum(asked)})
    found = {"source": f"scipy {scipy.__version__}, scipy.optimize.milp", "cases": cases}
    Path(__file__).with_name("best_value.json").write_text(json.dumps(found, indent=1) + "\n")
    print(sum(case["benefit"] is None for case in cases), "without a plan")
