#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""chromium.py BUILD: Debian's Chromium, headless, opens a ring's V4L2 node by getUserMedia, and a canvas of the page has the
colours that were produced."""
import contextlib
import http.server
import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from harness import Tap  # noqa: E402
from bars import BAR, BARS, HEIGHT, WIDTH, produced, rgb  # noqa: E402
import pipeline  # noqa: E402

# Of a value of 255; the browser scales chroma and rounds twice.
TOLERANCE = 10
CHROMIUM = ["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--use-fake-ui-for-media-stream",
            "--disable-background-networking", "--disable-component-update", "--disable-extensions",
            # A process of its own for the network is too slow to start in an emulated machine; then nothing is loaded.
            "--enable-features=NetworkServiceInProcess2", "--disable-features=OptimizationHints,OnDeviceModelService"]
# An emulated machine takes a minute to start a browser.
SECONDS = 400
PAGE = """<!DOCTYPE html>
<title>camera</title>
<video muted playsinline></video>
<canvas width=WIDTH height=HEIGHT></canvas>
<script>
const tell = (what) => fetch("/told", {method: "POST", body: JSON.stringify(what)});
const video = document.querySelector("video");
const context = document.querySelector("canvas").getContext("2d", {willReadFrequently: true});
let last = "";
async function look() {
    context.drawImage(video, 0, 0);
    const bars = [];
    for (let x = BAR / 2; x < WIDTH; x += BAR)
        for (const y of [HEIGHT / 8, HEIGHT * 7 / 8])
            bars.push([...context.getImageData(x, y, 1, 1).data.slice(0, 3)]);
    const track = video.srcObject.getVideoTracks()[0];
    const now = {label: track.label, size: [video.videoWidth, video.videoHeight], muted: track.muted, bars};
    if (JSON.stringify(now) != last)
        await tell(now);
    last = JSON.stringify(now);
    setTimeout(look, 100);
}
async function open() {
    video.srcObject = await navigator.mediaDevices.getUserMedia({video: {width: WIDTH, height: HEIGHT}});
    await video.play();
    await look();
}
open().catch((error) => tell({error: String(error)}));
</script>
""".replace("WIDTH", str(WIDTH)).replace("HEIGHT", str(HEIGHT)).replace("BAR", str(BAR))


class Site(http.server.ThreadingHTTPServer):
    """The page, and what it tells."""
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Request)
        self.told = queue.Queue()
        self.url = f"http://localhost:{self.server_port}/"
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Request(http.server.BaseHTTPRequestHandler):
    def answer(self, status, text=""):
        self.send_response(status)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(text.encode())

    def do_GET(self):
        self.answer(*((200, PAGE) if self.path == "/" else (404,)))

    def do_POST(self):
        self.server.told.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.answer(200)

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def browsing(folder, url):
    """The browser at the page; all its processes are gone afterwards."""
    profile = tempfile.mkdtemp(dir=folder)
    with open(os.path.join(folder, "chromium.log"), "w", encoding="utf-8") as log:
        browser = subprocess.Popen([*CHROMIUM, f"--user-data-dir={profile}", url], stdin=subprocess.DEVNULL, stdout=log,
                                   stderr=log, start_new_session=True)
    try:
        yield browser
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(browser.pid, signal.SIGKILL)
        browser.wait()


def far(told, bars):
    """The bars whose colours in the page are others."""
    wrong = []
    for i, seen in enumerate(told["bars"]):
        want = rgb(*bars[i // 2])
        if max(abs(a - b) for a, b in zip(seen, want)) > TOLERANCE:
            wrong.append(f"bar {i // 2} is {seen}, not {want}")
    return wrong


def shown(site, browser, bars):
    """(what is wrong, what the page told) when it shows these bars, or has not for too long."""
    told, wrong = {}, ["the page never told anything"]
    try:
        while wrong:
            told = site.told.get(timeout=SECONDS)
            wrong = [told["error"]] if "error" in told else far(told, bars)
            if "error" in told:
                break
    except queue.Empty:
        wrong.append(f"nothing new for {SECONDS} s; the browser's status is {browser.poll()}")
    return wrong, told


def said(folder):
    """The last words of the browser, as TAP's comments."""
    with open(os.path.join(folder, "chromium.log"), encoding="utf-8", errors="replace") as log:
        print("".join(f"# {line}" for line in log.readlines()[-20:]), end="")


def one_format(build, folder, tap, fourcc):
    site = Site()
    with contextlib.ExitStack() as stack:
        with produced(build, folder, fourcc, BARS):
            browser = stack.enter_context(browsing(folder, site.url))
            wrong, told = shown(site, browser, BARS)
            tap.check(f"canvas_has_the_frame_s_colours_ok/{fourcc}", wrong)
            if wrong:
                said(folder)
                return
            wrong = [] if "framering" in told["label"] and told["size"] == [WIDTH, HEIGHT] and not told["muted"] else [told]
            tap.check(f"track_is_the_ring_s_ok/{fourcc}", wrong)
        # The page knows nothing of another producer: its track goes on.
        with produced(build, folder, fourcc, BARS[::-1]):
            wrong, told = shown(site, browser, BARS[::-1])
            tap.check(f"canvas_follows_the_next_producer_ok/{fourcc}", wrong)
            tap.check(f"browser_is_one_consumer_ok/{fourcc}",
                      [] if pipeline.attribute("consumers") == "1" else [pipeline.attribute("consumers")])
    site.shutdown()


def main():
    build, tap = pipeline.Build(sys.argv[1]), Tap()
    if not shutil.which("chromium"):
        tap.check("chromium_is_there_ok", ["Debian's package chromium is missing"])
        tap.finish()
    with tempfile.TemporaryDirectory() as folder:
        for fourcc in sys.argv[2:] or ["YUYV"]:
            one_format(build, folder, tap, fourcc)
    pipeline.idle(tap, "nothing_is_left_ok")
    tap.finish()


if __name__ == "__main__":
    main()
