"""A worker killed in each handler, as it begins and when it has done everything but commit: in the end all is as if
nobody had been killed. Two runs over the same queue are compared: one undisturbed, one with every death.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.faults.scale import say, times
from tests.support.site import TOP

PATIENCE_SECONDS = times(200, 1500)
KILLED = "-9"


def test_a_worker_killed_in_any_handler_changes_nothing_in_the_end(template: Path, keys: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.faults.doomed", str(template), str(keys), str(tmp_path / "site")]
    (tmp_path / "site").mkdir()
    done = subprocess.run(command, cwd=TOP, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout.splitlines()[-1])
    died = {mark.partition("-")[0] for mark in found["marks"]}
    assert died >= set(found["handlers"]), "somebody was not killed"
    assert found["disturbed"][KILLED] == len(found["marks"])
    assert set(found["undisturbed"]) == {"0"}
    assert found["in the end"] == found["expected"]
    assert found["dead"] == 0
    say(f"{len(found['marks'])} workers killed in {len(died)} handlers, all as without in the end")
    say(f"  with real work: {', '.join(found['real'])}")
