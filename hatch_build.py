"""The readme as it is read off the repository: its links and pictures lead to the release."""

import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

HOME = "https://github.com/wsss-bot/wsss-bot"
RAW = "https://raw.githubusercontent.com/wsss-bot/wsss-bot"
_PICTURE = re.compile(r'(<img src="|!\[[^\]]*\]\()(?!https?:|#)')
_LINK = re.compile(r"(?<!!)(\[[^\]]*\]\()(?!https?:|#)")


class ReadmeHook(MetadataHookInterface):
    """Adds the readme to the metadata of a package."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Write the readme for the version that is built."""
        text = (Path(self.root) / "README.md").read_text(encoding="utf-8")
        version = re.search(
            r'__version__ = "(.+)"', (Path(self.root) / "src/wsss_bot/__init__.py").read_text()
        )
        tag = f"v{version[1]}" if version else "main"
        metadata["readme"] = {"content-type": "text/markdown", "text": off_repository(text, tag)}


def off_repository(text: str, tag: str) -> str:
    """Return Markdown whose links to files of the repository lead to them at `tag`."""
    pictures = _PICTURE.sub(rf"\g<1>{RAW}/{tag}/", text)
    return _LINK.sub(rf"\g<1>{HOME}/blob/{tag}/", pictures)
