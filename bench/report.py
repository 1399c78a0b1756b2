#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""report.py [--json FILE] [--plot FILE.svg] FIGURES.json...: tables, ratios and targets from framering-bench-framerate's
figures of one place or more."""
import argparse
import json
import sys

import plot
from figures import Figures, ratio, shown
from targets import evaluate


def table(rows):
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        print("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())


def compare(figures, figure, ours):
    """The figure against ours of the same job, or nothing where there is none to compare with."""
    own = figures.find(figure["place"], figure["job"], ours, figure["size"] or "64x64", figure["readers"])
    if figure["system"] == ours or not own:
        return None
    return ratio(figure, own) if figure["better"] == "less" else ratio(own, figure)


def print_job(figures, place, job):
    taken = figures.taken(place, job)
    if not taken:
        return []
    ours = figures.ours(place, job)
    more = taken[0]["better"] == "more"
    print(f"\n{job}: {figures.jobs[job]} ({place})")
    rows = [["system", "size", "readers", "median", "quartiles",
             (f"{ours} is faster by" if more else f"times {ours}'s") if ours else "", ""]]
    ratios = []
    for f in taken:
        compared = compare(figures, f, ours)
        damage = ", ".join(f"{f[k]} {k}" for k in ("torn", "lost") if f[k])
        rows.append([f["system"], f["size"] or "-", str(f["readers"]), *shown(f), str(compared or ""), damage])
        if compared:
            ratios.append({"place": place, "job": job, "size": f["size"], "readers": f["readers"],
                           "system": f["system"], "against": ours, **compared.as_json()})
    table(rows)
    return ratios


def print_places(figures):
    for name, place in figures.places.items():
        machine = place["machine"]
        print(f"{name}: {machine['processor']}, {machine['processors']} processors, Linux {machine['kernel']}; "
              f"{place['repetitions']} repetitions of {place['window_ns'] // 1000000} ms")
        if machine["emulated"]:
            print(f"{name}: emulated: no caches and no write-combining there; compare the systems with each other only")
        if place["quick"]:
            print(f"{name}: QUICK: this shows that it works, the figures are not for quoting")


def print_targets(evaluated):
    if not evaluated:
        return
    print("\nWhat framering wants to reach")
    table([["place", "target", "wanted", "median", "quartiles", "verdict"]] +
          [[t["place"], t["target"], t["wanted"], f"{t['median']:g}", f"{t['q1']:g} to {t['q3']:g}", t["verdict"]]
           for t in evaluated])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", metavar="FILE")
    parser.add_argument("--plot", metavar="FILE.svg")
    parser.add_argument("figures", nargs="+")
    args = parser.parse_args()
    figures = Figures(args.figures)
    print_places(figures)
    ratios = [r for job in figures.jobs for place in figures.places for r in print_job(figures, place, job)]
    evaluated = evaluate(figures)
    print_targets(evaluated)
    if args.json:
        with open(args.json, "w", encoding="utf-8") as f:
            json.dump({"benchmark": "framerate", "places": figures.places, "systems": figures.systems,
                       "jobs": figures.jobs, "figures": figures.figures, "ratios": ratios, "targets": evaluated}, f, indent=1)
            f.write("\n")
    native_first, driver_first = ["native", "driver", "uml", "vm", "count"], ["driver", "vm", "count", "uml", "native"]
    if args.plot and not plot.draw(figures, args.plot, [native_first, native_first, driver_first]):
        print("report.py: nothing to plot", file=sys.stderr)


if __name__ == "__main__":
    main()
