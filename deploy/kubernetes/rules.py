"""Makes components/monitoring/rules.yaml: deploy/prometheus/rules as the Prometheus operator takes them.

`rules.py` writes it; `rules.py --check` ends with 1 if it is not what it would write.
"""

import sys
from pathlib import Path

import yaml

HERE = Path(__file__).resolve().parent
RULES = HERE.parent / "prometheus" / "rules"
MADE = HERE / "components" / "monitoring" / "rules.yaml"
HEAD = "# Made by deploy/kubernetes/rules.py from deploy/prometheus/rules: change those, and run it again.\n"


class Readable(yaml.SafeDumper):
    """Writes texts of several lines as such."""


def text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    """As a block, if it has several lines."""
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)


Readable.add_representer(str, text)


def made() -> str:
    """The manifest with the rules of all files."""
    files = sorted(RULES.glob("*.yml"))
    groups = [group for path in files for group in yaml.safe_load(path.read_text(encoding="utf-8"))["groups"]]
    rule = {
        "apiVersion": "monitoring.coreos.com/v1",
        "kind": "PrometheusRule",
        "metadata": {"name": "sinergi", "labels": {"sinergi/wave": "1"}},
        "spec": {"groups": groups},
    }
    return HEAD + yaml.dump(rule, Dumper=Readable, sort_keys=False, width=110, allow_unicode=True)


def main() -> int:
    """Writes or compares."""
    if sys.argv[1:] != ["--check"]:
        MADE.write_text(made(), encoding="utf-8")
        return 0
    if MADE.read_text(encoding="utf-8") == made():
        return 0
    sys.stderr.write(f"{MADE}: is not what {RULES} says; run deploy/kubernetes/rules.py\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
