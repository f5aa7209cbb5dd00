"""The source registry: what `sources/*.yaml` may say, and what a PATH on the command line stands for.

`sources/README.md` shows how to write one. Everything wrong with the files is reported at once, by file and field.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from selectolax.lexbor import LexborHTMLParser

from flows.errors import ConfigurationError
from flows.harvest.addresses import clean_url
from flows.harvest.saved import find_saved_pages, saved_source_id
from flows.harvest.titles import DEFAULT_FILTER, filter_names

_SOURCE_SUFFIXES = frozenset({".yaml", ".yml"})
_DEFAULTS = frozenset({"defaults.yaml", "defaults.yml"})
_README = "sources/README.md shows every field"
_MEBIBYTE = 1024 * 1024

Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=80)]
Address = Annotated[str, Field(min_length=8)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)


class Politeness(_Model):
    """How a source's servers are treated. Seconds are wall-clock seconds.

    Attributes:
        contact: an address or page where a server's owner reaches us; part of the User-Agent.
        delay_seconds: least time between two requests to one host; a longer Crawl-delay of robots.txt wins.
        timeout_seconds: longest silence while connecting or reading.
        deadline_seconds: longest time for one whole page.
        max_bytes: largest page, decompressed.
        retries: further attempts after no answer, a broken body, 429 and 5xx.
        backoff_seconds: first pause between attempts, doubled each time; a Retry-After header wins.
    """

    contact: str | None = None
    delay_seconds: float = Field(default=1.0, ge=0, le=3600)
    timeout_seconds: float = Field(default=30.0, gt=0, le=600)
    deadline_seconds: float = Field(default=120.0, gt=0, le=3600)
    max_bytes: int = Field(default=20 * _MEBIBYTE, gt=0, le=1024 * _MEBIBYTE)
    retries: int = Field(default=3, ge=0, le=10)
    backoff_seconds: float = Field(default=2.0, ge=0, le=600)


class ListPage(_Model):
    """A page that lists notices.

    Attributes:
        links: CSS selector of the links.
        pattern: regular expression that a link's absolute address must match somewhere.
        title_filter: name of a filter in `flows/harvest/title_filter.csv`; null takes every link.
        minimum_links: fewer links than this on the first page (before the title filter) is a failure.
        next_pages: address of the further pages, relative to `url`, with `{page}` for the number: `index_{page}.html`.
        first_number: the number of the second page.
        next_link: text of the link to the next page: 下一页.
        max_pages: pages read in one run at most.
    """

    url: Address
    links: str = "a[href]"
    pattern: str | None = None
    title_filter: str | None = DEFAULT_FILTER
    minimum_links: int = Field(default=1, ge=0)
    next_pages: str | None = None
    first_number: int = Field(default=1, ge=0)
    next_link: str | None = None
    max_pages: int = Field(default=20, ge=1, le=10_000)

    @field_validator("url")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        return clean_url(value)

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, value: str | None) -> str | None:
        if value is not None:
            try:
                re.compile(value)
            except re.error as error:
                raise ValueError(f"not a regular expression: {error}") from error
        return value

    @field_validator("links")
    @classmethod
    def _selects(cls, value: str) -> str:
        try:
            LexborHTMLParser("").css(value)
        except Exception as error:  # the parser has no exception class of its own
            raise ValueError(f"not a CSS selector: {error}") from error
        return value

    @field_validator("title_filter")
    @classmethod
    def _is_a_filter(cls, value: str | None) -> str | None:
        if value is not None and value not in filter_names():
            raise ValueError(f"no filter of this name; there are {', '.join(sorted(filter_names()))}")
        return value

    @field_validator("next_pages")
    @classmethod
    def _has_a_number(cls, value: str | None) -> str | None:
        if value is not None and "{page}" not in value:
            raise ValueError("needs {page} where the number goes, as in index_{page}.html")
        return value


class Source(_Model):
    """One publisher, or one folder of saved pages.

    Attributes:
        region_code: GB/T 2260 code of the publisher's area, six digits.
        notices: addresses of single notices.
        folder: saved pages, relative to the source file.
        encoding: forced on every page whatever it declares; null trusts the pages.
        enabled: whether a run harvests it.
        verified: whether somebody saw a run of it succeed.
        allow_private_addresses: lets requests go to loopback and private networks (tests, intranets).
        proxy: an HTTP proxy that every request goes through, as http://host:port. Which addresses it reaches is then
            its own decision, so that allow_private_addresses must be set with it.
        note: what a maintainer should know.
    """

    id: Identifier
    title: str = Field(min_length=1)
    publisher: str | None = None
    region_code: Annotated[str, Field(pattern=r"^\d{6}$")] | None = None
    list_pages: tuple[ListPage, ...] = ()
    notices: tuple[Address, ...] = ()
    folder: Path | None = None
    politeness: Politeness = Politeness()
    encoding: str | None = None
    enabled: bool = True
    verified: bool = False
    allow_private_addresses: bool = False
    proxy: Address | None = None
    note: str | None = None

    @field_validator("notices")
    @classmethod
    def _are_addresses(cls, values: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(clean_url(value) for value in values)

    @field_validator("encoding")
    @classmethod
    def _is_known(cls, value: str | None) -> str | None:
        if value is not None:
            try:
                "".encode(value)
            except LookupError as error:
                raise ValueError("no such encoding; gb18030 reads every GBK and GB2312 page") from error
        return value

    @model_validator(mode="after")
    def _trusts_its_proxy(self) -> Source:
        if self.proxy is not None and not self.allow_private_addresses:
            raise ValueError("a proxy decides itself whom it talks to: set allow_private_addresses with it")
        return self

    @model_validator(mode="after")
    def _names_pages(self) -> Source:
        if self.folder is not None and (self.list_pages or self.notices):
            raise ValueError("a source is either a folder of saved pages or a publisher on the web, not both")
        if self.folder is None and not self.list_pages and not self.notices:
            raise ValueError("give list_pages, notices or folder")
        return self


def load_sources(paths: Sequence[Path], *, include_disabled: bool = False) -> tuple[Source, ...]:
    """The sources behind the given PATHs, in the order given.

    A PATH is a source file (.yaml), a folder of source files, a saved page, or a folder of saved pages (searched in
    depth). A folder that holds a source file is a folder of source files. A PATH that does not exist becomes a source
    whose harvest fails and says so, so that one missing file loses no other; when no PATH exists at all there is
    nothing to run.

    Raises:
        ConfigurationError: no PATH exists; a source file is wrong (all mistakes of all files in one message); two
            sources have the same id; two saved pages would have the same address.
    """
    if paths and not any(path.exists() for path in paths):
        raise ConfigurationError(
            "none of the sources exists",
            where=", ".join(map(str, paths)),
            remedy="give a file or folder that is there",
        )
    mistakes: list[str] = []
    sources = [source for path in paths for source in _sources_of(path, mistakes)]
    mistakes.extend(_doubles(sources))
    if mistakes:
        raise ConfigurationError("; ".join(mistakes), where="sources", remedy=_README)
    return tuple(source for source in sources if source.enabled or include_disabled)


def _sources_of(path: Path, mistakes: list[str]) -> Iterator[Source]:
    files = _source_files(path)
    if not files:
        yield Source(id=saved_source_id(path), title=path.resolve().name, folder=path)
    for file in files:
        source = _read_source(file, mistakes)
        if source is not None:
            yield source


def _source_files(path: Path) -> list[Path]:
    """The source files that a PATH stands for; empty for saved pages and for what does not exist."""
    if path.is_file():
        return [path] if path.suffix.lower() in _SOURCE_SUFFIXES else []
    if not path.is_dir():
        return []
    return sorted(
        file for file in path.iterdir() if file.suffix.lower() in _SOURCE_SUFFIXES and file.name not in _DEFAULTS
    )


def _read_source(file: Path, mistakes: list[str]) -> Source | None:
    try:
        fields = _with_defaults(_mapping(file), file.parent)
        if fields.get("folder"):
            fields["folder"] = file.parent / str(fields["folder"])
        return Source.model_validate(fields)
    except ValidationError as error:
        mistakes.extend(f"{file.name}: {_place(one['loc'])}: {one['msg']}" for one in error.errors())
    except (yaml.YAMLError, UnicodeDecodeError, OSError, ValueError) as error:
        mistakes.append(f"{file.name}: {' '.join(str(error).split())}")
    return None


def _mapping(file: Path) -> dict[str, Any]:
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    if not isinstance(content, dict):
        raise ValueError("not a mapping of fields")
    return content


def _with_defaults(fields: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The fields with the politeness that `defaults.yaml` of the same folder sets for all its sources."""
    defaults = [_mapping(folder / name) for name in sorted(_DEFAULTS) if (folder / name).is_file()]
    common = defaults[0].get("politeness") if defaults else None
    own = fields.get("politeness")
    if not isinstance(common, dict) or not isinstance(own, dict | None):
        return fields
    return fields | {"politeness": common | (own or {})}


def _place(location: Iterable[int | str]) -> str:
    return ".".join(map(str, location)) or "the file"


def _doubles(sources: Sequence[Source]) -> Iterator[str]:
    """What two sources must not share: an id, the address of a saved page."""
    ids: set[str] = set()
    pages: dict[str, str] = {}
    for source in sources:
        if source.id in ids:
            yield f"two sources have the id {source.id}"
        ids.add(source.id)
        if source.folder is None or not source.folder.exists():
            continue
        for page in find_saved_pages(source.folder):
            if page.url in pages and pages[page.url] != source.id:
                both = f"{source.id} and {pages[page.url]}"
                yield f"{both} both hold a page {page.url}: give their common folder instead"
            pages.setdefault(page.url, source.id)
