# SPDX-License-Identifier: MIT
"""A picture of the figures, drawn by gnuplot."""
import subprocess

from figures import SMALL, UHD

OURS, OTHERS, LIMITS = "#1b7f5c", "#8a8f98", "#c9ccd1"
LIMIT_NAMES = ("cache-line", "cache-lines", "eventfd", "memory", "buffer")

# Job, size, title, axis, divisor, logarithmic.
PANELS = [
    ("handover-awake", SMALL, "There and back, both awake", "microseconds", 1e3, True),
    ("frames-per-second", UHD, "4K frames per second, every byte written and read", "frames/s", 1, False),
    ("transport-cpu", UHD, "Processor time to transport one 4K frame", "microseconds", 1e3, True),
]


def colour(system):
    if system.startswith("framering"):
        return OURS
    return LIMITS if system in LIMIT_NAMES else OTHERS


def rows(figures, place, job, size):
    """Best first, for the eye."""
    found = [f for f in figures.taken(place, job) if f["size"] in (size, None)]
    return sorted(found, key=lambda f: f["median"], reverse=found[0]["better"] == "more" if found else False)


def label(value):
    return f"{value:.3g}" if value < 1000 else f"{value:,.0f}"


def panel(figures, place, spec):
    job, size, title, axis, divisor, logarithmic = spec
    found = rows(figures, place, job, size)
    if not found:
        return None
    lines = ["$data << EOD"]
    for n, f in enumerate(found):
        low, mid, high = (f[k] / divisor for k in ("q1", "median", "q3"))
        lines.append(f'{len(found) - n} {mid} {low} {high} "{f["system"]}" 0x{colour(f["system"])[1:]} "{label(mid)}"')
    floor = min(f["median"] for f in found) / divisor / 3
    top = max(f["q3"] for f in found) / divisor
    lines += ["EOD", f'set title "{title}\\n{{/*0.8 {place}}}"', f'set xlabel "{axis}"',
              "set logscale x" if logarithmic else "unset logscale x",
              f"set xrange [{floor if logarithmic else 0}:{top * (8 if logarithmic else 1.25)}]",
              f"set yrange [0.4:{len(found) + 0.6}]",
              f"plot $data using ({floor if logarithmic else 0}):1:({floor if logarithmic else 0}):2:($1-0.36):($1+0.36):6"
              ":ytic(5) with boxxyerror fs solid noborder lc rgb variable notitle, "
              '$data using 2:1:3:4 with xerrorbars pt 0 lc rgb "#30343a" notitle, '
              '$data using 4:1:7 with labels left offset 0.8,0 font ",11" notitle']
    return "\n".join(lines)


def draw(figures, path, places):
    """One panel for each of PANELS, from the first of its places that has it; False if there is nothing to show."""
    panels = [next((p for p in (panel(figures, place, spec) for place in wanted) if p), None)
              for spec, wanted in zip(PANELS, places)]
    panels = [p for p in panels if p]
    if not panels:
        return False
    script = [f"set terminal svg size {440 * len(panels)},360 font 'sans-serif,13' background rgb 'white'",
              f"set output '{path}'", "set border 3", "set tics nomirror out", "set grid x lc rgb '#e4e6e9'",
              "set style textbox noborder", f"set multiplot layout 1,{len(panels)}", *panels, "unset multiplot"]
    subprocess.run(["gnuplot"], input="\n".join(script) + "\n", text=True, check=True)
    return True
