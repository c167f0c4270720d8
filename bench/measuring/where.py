"""Where the real papers and lists are, and where the figures are written down."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
DOCS = ROOT / "docs"
HAS_DATA = DATA.is_dir()
NO_DATA = "skipped: the real papers and lists are not beside this checkout"
