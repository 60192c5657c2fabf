"""Load from wrk: eight connections that send the prepared requests in turn."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

CONNECTIONS = 8
SCRIPT = """\
local paths = {{}}
for line in io.lines("{requests}") do paths[#paths + 1] = line end
local turn = 0
request = function()
  turn = turn % #paths + 1
  return wrk.format("GET", paths[turn], {{["Accept"] = "application/sparql-results+json"}})
end
done = function(summary, latency)
  local unanswered = summary.errors.timeout + summary.errors.read
  io.write(string.format("RESULT %d %d %f %f %d %d\\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99), summary.errors.status, unanswered))
end
"""


@dataclass(frozen=True)
class Load:
    """What one run of wrk saw."""

    rate: float
    """Requests a second."""
    count: int
    """Requests in all."""
    p50: float
    """Median latency in milliseconds."""
    p99: float
    """99th percentile of latency in milliseconds."""
    errors: int
    """Answers that were no success, and requests that got none."""


def run(
    base: str,
    paths: list[str],
    work: Path,
    *,
    seconds: int = 8,
) -> Load:
    """Send the paths (or whole URLs below ``base``) in turn for some seconds."""
    if shutil.which("wrk") is None:
        raise RuntimeError("wrk is not installed: apt-get install wrk")
    requests, script = work / "requests.txt", work / "requests.lua"
    requests.write_text("\n".join(path.removeprefix(base) for path in paths), encoding="utf-8")
    script.write_text(SCRIPT.format(requests=requests), encoding="utf-8")
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "60s", "-s", str(script), base]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = re.search(r"RESULT (\d+) (\d+) ([\d.]+) ([\d.]+) (\d+) (\d+)", output)
    if found is None:
        raise RuntimeError(f"wrk said nothing that can be read: {output}")
    count, micros, p50, p99, status, unanswered = (float(value) for value in found.groups())
    return Load(count / (micros / 1e6), int(count), p50 / 1e3, p99 / 1e3, int(status + unanswered))
