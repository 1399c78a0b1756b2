# SPDX-License-Identifier: MIT
"""The figures of framering-bench-framerate, from one place or more, and how two of them compare."""
import json
import statistics

# The size that stands for all in ratios of hand-overs.
SMALL = "64x64"
UHD = "3840x2160"


class Ratio:
    """One figure over another, repetition by repetition: neighbours in time, so that a disturbance falls on both."""

    def __init__(self, over, under):
        pairs = list(zip(over["samples"], under["samples"]))
        values = sorted(a / b for a, b in pairs if b)
        self.median = statistics.median(values)
        self.q1, _, self.q3 = statistics.quantiles(values, n=4, method="inclusive") if len(values) > 1 else [values[0]] * 3

    def is_swallowed(self):
        """The spread allows both: faster and slower."""
        return self.q1 <= 1 <= self.q3

    def is_unsteady(self):
        return self.q1 <= 0 or self.q3 / self.q1 > 2

    def __str__(self):
        def short(value):
            return f"{value:.2f}" if value < 10 else f"{value:.0f}"
        if self.is_unsteady():
            return f"too unsteady to tell ({short(self.q1)} to {short(self.q3)})"
        if self.is_swallowed():
            return f"no difference beyond the spread ({short(self.q1)} to {short(self.q3)})"
        return f"{short(self.median)} ({short(self.q1)} to {short(self.q3)})"

    def as_json(self):
        told = not self.is_swallowed() and not self.is_unsteady()
        return {"median": round(self.median, 4) if told else None, "q1": round(self.q1, 4), "q3": round(self.q3, 4)}


class Figures:
    """The figures of all places."""

    def __init__(self, paths):
        self.places, self.figures, self.systems, self.jobs = {}, [], {}, {}
        for path in paths:
            with open(path, encoding="utf-8") as f:
                run = json.load(f)
            self.places[run["place"]] = {k: run[k] for k in ("machine", "repetitions", "window_ns", "quick")}
            self.figures += run["figures"]
            self.systems.update(run["systems"])
            self.jobs.update(run["jobs"])

    def find(self, place, job, system, size=None, readers=1):
        """A figure that was taken, or None; @size None is that of a limit, which has no frames."""
        for figure in self.figures:
            if (figure["place"], figure["job"], figure["system"], figure["size"], figure["readers"]) == \
                    (place, job, system, size, readers) and not figure["error"]:
                return figure
        return None

    def taken(self, place, job):
        return [f for f in self.figures if f["place"] == place and f["job"] == job and not f["error"]]

    def ours(self, place, job):
        """The system that the others are compared with: the driver where there is one, else the ring."""
        names = {f["system"] for f in self.taken(place, job)}
        return next((n for n in ("framering", "framering-v4l2", "framering-pattern", "framering-ring") if n in names), None)


def ratio(over, under):
    return Ratio(over, under) if over and under else None


SCALES = [(1e4, 1, "ns"), (1e7, 1e3, "us"), (float("inf"), 1e6, "ms")]


def shown(figure):
    """The median with its quartiles, for people."""
    divisor, unit = 1, figure["unit"]
    if unit == "ns":
        divisor, unit = next((d, u) for limit, d, u in SCALES if figure["median"] < limit)
    low, mid, high = (figure[k] / divisor for k in ("q1", "median", "q3"))
    return f"{mid:.1f} {unit}", f"{low:.1f} to {high:.1f}"
