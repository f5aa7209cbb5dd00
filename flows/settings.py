"""Where the program reads and writes, and how wide it works; the only module that reads the environment.

Every field can be set as `ZHENGGAI_<NAME>` in the environment or as an option of the command line.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Folders and limits of one installation."""

    model_config = SettingsConfigDict(env_prefix="ZHENGGAI_", frozen=True)

    sources: tuple[Path, ...] = (Path("sources"),)
    """Source files, folders of them, or saved pages."""
    data: Path = Path("data")
    """Archive, tables between the stages, quarantine and the private Prefect database."""
    output: Path = Path("output")
    """What is published."""
    corrections: Path = Path("corrections")
    """One YAML file per decision of a person; may be absent."""
    batch_size: int = Field(default=200, ge=1)
    """Notices in one unit of work."""
    workers: int = Field(default=1, ge=1)
    """Processes that read batches side by side."""

    @property
    def archive(self) -> Path:
        """The folder of WARC files."""
        return self.data / "archive"

    @property
    def normalised(self) -> Path:
        """Tables as read, before any rule looked at them."""
        return self.data / "normalised"

    @property
    def validated(self) -> Path:
        """Tables that hold their contract."""
        return self.data / "validated"

    @property
    def quality(self) -> Path:
        """Validation report and quarantine."""
        return self.data / "quality"
