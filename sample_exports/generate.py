#!/usr/bin/env python3
"""Write the sample tenants beside this script: school_before, school_midway, school_after and school_partial, with their engagement files.

Deterministic: no clock, no randomness; two runs write the same bytes. Standard library only.

    python sample_exports/generate.py            # here
    python sample_exports/generate.py --out DIR  # somewhere else
"""

import argparse
from pathlib import Path

from generator import after, before, midway, partial


def main() -> None:
    """Generate all of them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parent, metavar="DIR")
    out = parser.parse_args().out
    for name, tenant in (("school_before", before), ("school_midway", midway), ("school_after", after), ("school_partial", partial)):
        tenant.export().write(out / name)
        (out / f"{name}.engagement.toml").write_text(tenant.engagement(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
