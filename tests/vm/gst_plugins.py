# SPDX-License-Identifier: MIT
"""GStreamer in a guest with the plugin of this build, and few others: to look at all of them takes a minute."""
import glob
import os
import tempfile

WANTED = ("coreelements", "videoconvertscale", "videoparsersbad", "rtp", "rtpmanager", "udp", "jpeg", "openh264",
          "mpegtsmux", "mpegtsdemux", "srt", "rist", "app", "tcp")


def folder():
    """One that is gone afterwards."""
    return tempfile.TemporaryDirectory()


def environment(build, where, wanted=WANTED):
    """Of programs; @where gets what GStreamer finds out of the plugins."""
    plugins = os.path.join(where, "plugins")
    os.mkdir(plugins)
    for path in glob.glob("/usr/lib/*/gstreamer-1.0/libgst*.so"):
        if os.path.basename(path)[len("libgst"):-len(".so")] in wanted:
            os.symlink(path, os.path.join(plugins, os.path.basename(path)))
    return os.environ | {
        "GST_PLUGIN_SYSTEM_PATH_1_0": plugins, "GST_PLUGIN_PATH_1_0": os.path.join(build, "gstreamer"),
        "GST_REGISTRY": os.path.join(where, "registry"), "GST_REGISTRY_FORK": "no",
    }
