from __future__ import annotations

import subprocess
import sys

READ_AT_ONCE = """
import sys, threading
import msgspec
from finder.listing import Group, prepare_reading

prepare_reading()
sys.setswitchinterval(1e-6)
together = threading.Barrier(8)

def read():
    together.wait()
    for _ in range(20):
        msgspec.json.decode(b'{"title": "x", "tags": [{"facet": "a", "tag": "b", "level": "no"}]}', type=Group)

threads = [threading.Thread(target=read) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
"""


def test_threads_that_read_a_kind_of_record_for_the_first_time_together_do_not_end_the_process() -> None:
    # Without the preparation one process in six ended by a signal.
    codes = [subprocess.run([sys.executable, "-c", READ_AT_ONCE], check=False).returncode for _ in range(6)]
    assert codes == [0] * 6
