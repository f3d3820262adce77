"""A scripted stand-in for a program that reads pictures: `python ocr_stub.py DEED`.

It takes a JPEG on its standard input, as the real one does, and then does what its deed says.
"""

import socket
import sys
import time

BILL = "票据号码：0001234567\n开票日期：2026-03-05\n（小写）120.00\n"


def main(deed: str) -> int:
    """Read the picture, then do the deed; gives the exit status."""
    is_jpeg = sys.stdin.buffer.read(3) == b"\xff\xd8\xff"
    match deed:
        case "read":
            sys.stdout.write(BILL if is_jpeg else "no picture came")
        case "fail":
            sys.stdout.write(BILL)
            return 3
        case "hang":
            time.sleep(60)
        case "flood":
            while True:
                sys.stdout.write("发票号码：0001234567\n" * 10_000)
        case "hoard":
            bytearray(2_000_000_000)
        case "noise":
            sys.stdout.buffer.write(bytes(range(256)) * 1000)
        case "call":
            sys.stdout.write("reached" if _reaches() else BILL)
    return 0


def _reaches() -> bool:
    with socket.socket() as line:
        line.settimeout(1)
        return line.connect_ex(("127.0.0.1", int(sys.argv[2]))) == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
