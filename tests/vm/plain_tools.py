# SPDX-License-Identifier: MIT
"""Programs that know nothing of rings read the device as a file, to the end of a stream."""
import subprocess
import tempfile

import demand

FRAMES = 20  # fewer than slots: a live reader misses none
TOOLS = {
    "cat": ["cat", demand.DEVICE],
    "dd": ["dd", "bs=100k", "iflag=fullblock", "status=none", f"if={demand.DEVICE}"],
    "python": ["python3", "-c", "import shutil, sys\n"
               f"shutil.copyfileobj(open('{demand.DEVICE}', 'rb'), sys.stdout.buffer)"],
}
FFMPEG = ["ffmpeg", "-v", "error", "-nostdin", "-f", "rawvideo", "-pixel_format", "gray", "-video_size", "16x16",
          "-i", demand.DEVICE, "-f", "rawvideo", "-"]


def reads_to_the_end(build, command):
    frames = b"".join(demand.Source.frame(n) for n in range(FRAMES))
    with tempfile.TemporaryFile() as clip:
        clip.write(frames)
        clip.seek(0)
        # It begins once there is a reader.
        producer = demand.Producer(build, *demand.RAW, "--slots", "32", stdin=clip)
        problems = producer.until("paused")
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL,
                              check=False, timeout=120)
        status = producer.process.wait(60)
    if done.returncode or done.stderr:
        problems.append(f"ended with {done.returncode}: {done.stderr.decode()}")
    if done.stdout != frames:
        problems.append(f"read {len(done.stdout)} bytes, not the {len(frames)} that were written")
    if status:
        problems.append(f"the producer ended with {status}: {producer.text()}")
    return problems


CASES = {f"{name}_reads_to_the_end_of_a_stream_ok": lambda build, tool=tool: reads_to_the_end(build, tool)
         for name, tool in TOOLS.items()}
