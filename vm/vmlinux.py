#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""vmlinux.py IMAGE VMLINUX: the uncompressed ELF kernel inside an x86 bzImage, or an arm64 Image as it is.

The boot protocol's header says where the payload lies, so nothing has to be guessed as the kernel's
scripts/extract-vmlinux does (which Debian's header packages leave out).
"""
import bz2
import gzip
import lzma
import struct
import subprocess
import sys
import zlib


def zstd(data):
    # Python 3.11 has no zstd. The payload ends in 4 bytes of size, which zstd reports as garbage, after
    # it has written the kernel: the ELF check below is what decides.
    return subprocess.run(["zstd", "-dcq"], input=data, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, check=False).stdout


FORMATS = [
    (b"\xfd7zXZ\0", lambda d: lzma.LZMADecompressor().decompress(d)),
    (b"\x28\xb5\x2f\xfd", zstd),
    (b"\x1f\x8b", lambda d: zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(d)),
    (b"\x5d\0\0", lambda d: lzma.LZMADecompressor().decompress(d)),
    (b"BZh", lambda d: bz2.BZ2Decompressor().decompress(d)),
    (b"\x7fELF", lambda d: d),
]


def extract(image):
    if image[:2] == b"\x1f\x8b":
        image = gzip.decompress(image)
    if image[:4] == b"\x7fELF":
        return image
    if image[0x38:0x3C] == b"ARM\x64":
        return image
    if image[0x202:0x206] != b"HdrS":
        raise ValueError("neither a bzImage nor an arm64 Image")
    setup = (image[0x1F1] or 4) + 1
    offset, length = struct.unpack_from("<II", image, 0x248)
    start = setup * 512 + offset
    payload = image[start:start + length]
    for magic, unpack in FORMATS:
        if payload.startswith(magic):
            elf = unpack(payload)
            if elf[:4] == b"\x7fELF":
                return elf
    raise ValueError("unknown or broken compression")


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: vmlinux.py IMAGE VMLINUX")
    with open(sys.argv[1], "rb") as f:
        image = f.read()
    try:
        elf = extract(image)
    except (ValueError, EOFError, OSError, lzma.LZMAError, zlib.error, struct.error) as e:
        sys.exit(f"vm: {sys.argv[1]}: cannot unpack the kernel: {e}")
    with open(sys.argv[2], "wb") as f:
        f.write(elf)


if __name__ == "__main__":
    main()
