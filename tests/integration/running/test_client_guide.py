"""The adapter of the client's guide, on a running system, as a newcomer would copy it."""

import re
import subprocess
import sys
from pathlib import Path

from streams import client
from streams.stack.advert import find
from tests.integration.running.terminal import ANSWER_S, Terminal, environment

GUIDE = Path(client.__file__).with_name("README.md").read_text()


def adapter(terminal: Terminal, folder: Path, code: str, id: str) -> subprocess.CompletedProcess[str]:
    (folder / "adapter.py").write_text(code)
    kafka = find(terminal.folder / ".sinergi")["SINERGI_KAFKA_BROKERS"]
    return subprocess.run(
        [sys.executable, "adapter.py", kafka, id],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=ANSWER_S,
        check=False,
    )


def test_the_adapter_of_the_guide_reports_and_hears(terminal: Terminal, tmp_path: Path) -> None:
    found = re.search(r"`adapter\.py`.*?```python\n(.*?)```", GUIDE, re.DOTALL)
    assert found
    result = adapter(terminal, tmp_path, found[1], "panduan-1")
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith("Sent(topic='reports.sorot', ")
    assert "about panduan-1 tell c-panduan-1: Terima kasih. Laporan Anda kami terima" in result.stdout
    incident = terminal.answer("explain", "sorot:panduan-1")["incident"]
    assert incident["category"] == "tree"
    again = adapter(terminal, tmp_path, found[1], "panduan-2")
    assert "about panduan-2 tell c-panduan-2: Terima kasih" in again.stdout, again.stderr
    assert terminal.answer("explain", "sorot:panduan-2")["incident"]["id"] == incident["id"]
    no_lon = re.sub(r' +"lon": .*\n', "", found[1])
    refused = adapter(terminal, tmp_path, no_lon, "panduan-3")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == "Sinergi would not take lon: lat and lon come together\n"
