#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""bench/report.py compares neighbours, and refuses a ratio that the spread swallows."""
import json
import os
import sys
import tempfile

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
sys.path.insert(0, os.path.join(ROOT, "tests"))
from harness import Tap, run  # noqa: E402

sys.path.insert(0, os.path.join(ROOT, "bench"))
from figures import Ratio, shown  # noqa: E402


def figure(job, system, samples, size="64x64", better="less", **more):
    ordered = sorted(samples)
    return {"job": job, "system": system, "place": "native", "size": size, "readers": 1, "unit": "ns", "better": better,
            "torn": 0, "lost": 0, "error": None, "q1": ordered[1], "median": ordered[2], "q3": ordered[3],
            "samples": samples, **more}


def report(folder, figures):
    run_of = {"place": "native", "machine": {"processor": "P", "processors": 2, "kernel": "K", "emulated": False},
              "repetitions": 5, "window_ns": 1000000, "quick": False, "systems": {},
              "jobs": {"handover-awake": "there and back"}, "figures": figures}
    with open(f"{folder}/in.json", "w", encoding="utf-8") as f:
        json.dump(run_of, f)
    status, said = run([sys.executable, f"{ROOT}/bench/report.py", "--json", f"{folder}/out.json", f"{folder}/in.json"])
    with open(f"{folder}/out.json", encoding="utf-8") as f:
        return status, said, json.load(f)


def ratios(tap):
    steady = Ratio({"samples": [20, 22, 40, 20, 21]}, {"samples": [10, 11, 20, 10, 10.5]})
    # Both slowed down together: neighbours still agree.
    tap.check("ratio_of_neighbours_ok", [] if (steady.q1, steady.median, steady.q3) == (2, 2, 2) else [str(steady)])
    equal = Ratio({"samples": [9, 10, 11, 12, 10]}, {"samples": [10, 10, 10, 10, 10]})
    tap.check("ratio_swallowed_by_the_spread_is_refused_ok",
              [] if "no difference" in str(equal) and equal.as_json()["median"] is None else [str(equal)])
    wild = Ratio({"samples": [20, 90, 30, 80, 50]}, {"samples": [10, 10, 10, 10, 10]})
    tap.check("ratio_too_unsteady_is_refused_ok",
              [] if "too unsteady" in str(wild) and wild.as_json()["median"] is None else [str(wild)])
    tap.check("figure_in_microseconds_ok",
              [] if shown(figure("j", "s", [10000, 20000, 30000, 40000, 50000])) == ("30.0 us", "20.0 to 40.0") else ["units"])


def main():
    tap = Tap()
    ratios(tap)
    with tempfile.TemporaryDirectory() as folder:
        job = "handover-awake"
        figures = [figure(job, "framering-ring", [200, 210, 220, 230, 205]),
                   figure(job, "cache-line", [100, 105, 110, 115, 102], size=None),
                   figure(job, "iceoryx", [1000, 1050, 1100, 1150, 1025]),
                   figure(job, "pipe", [1, 1, 1, 1, 1], error="Connection timed out")]
        status, said, out = report(folder, figures)
        tap.check("report_ok", [said] if status else [])
        told = {r["system"]: r["median"] for r in out["ratios"]}
        tap.check("report_compares_with_ours_ok", [] if told["iceoryx"] == 5 and told["cache-line"] == 0.5 else [str(told)])
        tap.check("report_leaves_out_what_failed_ok", [str(told)] if "pipe" in told else [])
        verdicts = {t["target"]: t["verdict"] for t in out["targets"]}
        tap.check("report_sees_a_target_met_ok",
                  [] if verdicts["round trip awake, to a cache line's"] == "met" else [str(verdicts)])
        tap.check("report_sees_a_target_missed_ok",
                  [] if verdicts["round trip awake, iceoryx's to ours"] == "MISSED" else [str(verdicts)])
        # As on one processor.
        job = "handover-asleep"
        _, _, out = report(folder, [figure(job, "framering", [20, 21, 22, 23, 20.5]),
                                    figure(job, "eventfd", [19, 20, 21, 22, 19.5], size=None)])
        tap.check("report_sees_the_target_of_the_only_job_ok",
                  [] if [t["verdict"] for t in out["targets"]] == ["met"] else [str(out["targets"])])
    tap.finish()


if __name__ == "__main__":
    main()
