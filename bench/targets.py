# SPDX-License-Identifier: MIT
"""What framering has set itself to reach, and whether these figures show it."""
from figures import SMALL, UHD, ratio

RIVALS = ["pipe", "memfd", "iceoryx", "shmsink", "v4l2loopback", "v4l2loopback-mmap"]


class Target:
    """@over / @under must be at most, or at least, @limit; both are arguments of Figures.find after the place."""

    def __init__(self, text, over, under, limit, most=True):
        self.text, self.over, self.under, self.limit, self.most = text, over, under, limit, most

    def evaluate(self, figures, place):
        """Text, measured ratio, verdict; None where it was not measured."""
        measured = ratio(figures.find(place, *self.over), figures.find(place, *self.under))
        if not measured:
            return None
        met = measured.median <= self.limit if self.most else measured.median >= self.limit
        within = measured.q3 <= self.limit if self.most else measured.q1 >= self.limit
        verdict = ("met" if within else "met by the median") if met else "MISSED"
        sign = "at most" if self.most else "at least"
        return {"place": place, "target": self.text, "wanted": f"{sign} {self.limit:g}", "median": round(measured.median, 3),
                "q1": round(measured.q1, 3), "q3": round(measured.q3, 3), "verdict": verdict}


def targets(ours):
    """Targets that @ours can be held against: the driver, or the ring alone."""
    awake, asleep, rate, cpu = "handover-awake", "handover-asleep", "frames-per-second", "transport-cpu"
    found = [
        Target("round trip awake, to a cache line's", (awake, ours, SMALL), (awake, "cache-line"), 3),
        Target("round trip awake, iceoryx's to ours", (awake, "iceoryx", SMALL), (awake, ours, SMALL), 8, False),
        Target("round trip asleep, to an eventfd's", (asleep, ours, SMALL), (asleep, "eventfd"), 1.3),
        Target("round trip awake, 8K to 64x64", (awake, ours, "7680x4320"), (awake, ours, SMALL), 1.1),
        Target("producer's cost awake, 16 readers to one",
               ("readers-awake", ours, "640x480", 16), ("readers-awake", ours, "640x480", 1), 3),
    ]
    # What an emulated processor takes for streaming loads says nothing of a real one.
    for memory, name in ((ours, ""), ("framering-cached", ", cached")):
        found += [Target(f"4K frames per second{name}, to those without transport",
                         (rate, memory, UHD), (rate, "memory", UHD), 0.9, False)]
        found += [Target(f"4K frames per second{name}, to {rival}", (rate, memory, UHD), (rate, rival, UHD), 1, False)
                  for rival in RIVALS]
    found += [Target(f"transport's processor time at 4K, {rival}'s to ours", (cpu, rival, UHD), (cpu, ours, UHD), 100, False)
              for rival in ("pipe", "v4l2loopback")]
    # As programs write to v4l2loopback: it can spare the copy, but then tears.
    found += [Target(f"a 4K camera's processor time, v4l2loopback's to {camera}'s",
                     ("camera-cpu", "v4l2loopback", UHD), ("camera-cpu", camera, UHD), 5, False)
              for camera in ("framering-v4l2", "framering-v4l2-mmap")]
    # It copies once for all readers; a ring is mapped anew for each.
    found += [Target(f"a 4K camera's processor time with {readers} readers, v4l2loopback's to {camera}'s",
                     ("camera-cpu", "v4l2loopback", UHD, readers), ("camera-cpu", camera, UHD, readers), 1, False)
              for readers in (4, 8) for camera in ("framering-v4l2", "framering-v4l2-mmap")]
    return found


def evaluate(figures):
    evaluated = []
    for place in figures.places:
        # Not each job was done everywhere: some need two processors, some were not asked for.
        jobs = ("handover-awake", "handover-asleep", "frames-per-second", "readers-awake", "transport-cpu", "camera-cpu")
        ours = next((n for n in (figures.ours(place, job) for job in jobs) if n), None)
        evaluated += [t for t in (target.evaluate(figures, place) for target in targets(ours)) if t]
    return evaluated
