"""The ledger: append-only events and small state, in one SQLite file through SQLAlchemy Core."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.pool import NullPool

from warehouse.access import ROLES, Role, User
from warehouse.errors import LedgerError, LedgerVersionError
from warehouse.faults import storage_fault

LEDGER_VERSION = 1
WAIT_MS = 30_000
SUBMISSION = "submission"
REFUSED = "refused"
FIRST_USER = User("admin", "admin")

_tables = sa.MetaData()
_event = sa.Table(
    "event",
    _tables,
    sa.Column("event_id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("at", sa.String, nullable=False),
    sa.Column("by", sa.String, nullable=False),
    sa.Column("submission_id", sa.String),
    sa.Column("payload", sa.LargeBinary, nullable=False),
    sqlite_autoincrement=True,
)
sa.Index("event_kind", _event.c.kind)
sa.Index(
    "event_submission",
    _event.c.submission_id,
    unique=True,
    sqlite_where=_event.c.kind == SUBMISSION,
    postgresql_where=_event.c.kind == SUBMISSION,
)
_receipt = sa.Table(
    "receipt",
    _tables,
    sa.Column("code", sa.String, primary_key=True),
    sa.Column("sha256", sa.String, nullable=False),
    sa.Column("file_name", sa.String, nullable=False),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("received_at", sa.String, nullable=False),
    sa.Column("received_by", sa.String, nullable=False),
    sa.Column("origin", sa.String, nullable=False),
)
_user = sa.Table(
    "user",
    _tables,
    sa.Column("name", sa.String, primary_key=True),
    sa.Column("role", sa.String, nullable=False),
    sa.Column("disabled", sa.Boolean, nullable=False),
)
_setting = sa.Table(
    "setting",
    _tables,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("value", sa.String, nullable=False),
)


@dataclass(frozen=True)
class NewEvent:
    """Something to put on record; the ledger gives it a number and a time."""

    kind: str
    by: str
    payload: dict[str, Any] = field(default_factory=dict)
    submission_id: str | None = None


@dataclass(frozen=True)
class Event:
    """Something on record."""

    event_id: int
    kind: str
    at: str
    by: str
    submission_id: str | None
    payload: dict[str, Any]


@dataclass(frozen=True)
class Receipt:
    """One received file, before anything else is known about it."""

    code: str
    sha256: str
    file_name: str
    size: int
    received_at: str
    received_by: str
    origin: str


def utc_now() -> datetime:
    """Return the present time in UTC."""
    return datetime.now(UTC)


def pack(payload: dict[str, Any]) -> bytes:
    """Return a payload as it stands in the ledger: compressed JSON with sorted keys."""
    text = json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return zlib.compress(text.encode(), 6)


def unpack(blob: bytes) -> dict[str, Any]:
    """Return the payload that `pack` wrote."""
    payload: dict[str, Any] = json.loads(zlib.decompress(blob))
    return payload


def _set_pragmas(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in (f"busy_timeout={WAIT_MS}", "journal_mode=DELETE", "synchronous=FULL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


class Ledger:
    """Events and small state of one data folder; reading an absent ledger finds it empty and makes none."""

    def __init__(self, path: Path, *, clock: Callable[[], datetime] = utc_now) -> None:
        self.path = path
        self._clock = clock
        self._is_ready = False

    @cached_property
    def _engine(self) -> sa.Engine:
        engine = sa.create_engine(f"sqlite:///{self.path}", poolclass=NullPool)
        sa.event.listen(engine, "connect", _set_pragmas)
        return engine

    def now(self) -> str:
        """Return the time that a record made now would carry, ISO in UTC."""
        return self._clock().astimezone(UTC).isoformat(timespec="seconds")

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except (OSError, sa.exc.OperationalError, sa.exc.DatabaseError) as error:
            raise storage_fault(getattr(error, "orig", None) or error, self.path) from error

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        with self._faults():
            if not self._is_ready:
                self._prepare()
            with self._engine.begin() as connection:
                yield connection

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection | None]:
        with self._faults():
            if not self.path.exists():
                yield None
                return
            with self._engine.connect() as connection:
                if not self._is_ready:
                    self._is_ready = self._check_version(connection)
                yield connection if self._is_ready else None

    def _prepare(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self._engine.begin() as connection:
            # Taken before looking, so that two processes on a fresh folder do not both create.
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            if not self._check_version(connection):
                _tables.create_all(connection)
                connection.execute(
                    sa.insert(_setting).values(key="ledger_version", value=str(LEDGER_VERSION))
                )
                connection.execute(
                    sa.insert(_user).values(name=FIRST_USER.name, role=FIRST_USER.role, disabled=False)
                )
        self._is_ready = True

    def _check_version(self, connection: sa.Connection) -> bool:
        if not sa.inspect(connection).has_table(_setting.name):
            return False
        query = sa.select(_setting.c.value).where(_setting.c.key == "ledger_version")
        found = connection.execute(query).scalar()
        if found != str(LEDGER_VERSION):
            raise LedgerVersionError(path=self.path, found=found, expected=LEDGER_VERSION)
        return True

    # Events

    def append(self, events: Iterable[NewEvent]) -> list[int]:
        """Put events on record in one transaction and return their numbers.

        A submission that is on record with the same content keeps its number: to try again is safe.

        Raises:
            LedgerError: A submission id is on record with another content.
        """
        with self._writing() as connection:
            return [self._append_one(connection, event) for event in events]

    def _append_one(self, connection: sa.Connection, event: NewEvent) -> int:
        payload = pack(event.payload)
        if event.kind == SUBMISSION:
            query = sa.select(_event.c.event_id, _event.c.payload).where(
                _event.c.kind == SUBMISSION, _event.c.submission_id == event.submission_id
            )
            known = connection.execute(query).one_or_none()
            if known is not None:
                if unpack(known.payload) != unpack(payload):
                    raise LedgerError(path=self.path, submission_id=event.submission_id)
                return int(known.event_id)
        row = {
            "kind": event.kind,
            "at": self.now(),
            "by": event.by,
            "submission_id": event.submission_id,
            "payload": payload,
        }
        made = connection.execute(sa.insert(_event).values(**row)).inserted_primary_key
        return int(made[0]) if made else 0

    def events(self, *, after: int = 0, kind: str | None = None) -> Iterator[Event]:
        """Return the events after a number, oldest first."""
        query = sa.select(_event).where(_event.c.event_id > after).order_by(_event.c.event_id)
        if kind is not None:
            query = query.where(_event.c.kind == kind)
        with self._reading() as connection:
            if connection is None:
                return
            for row in connection.execution_options(yield_per=100).execute(query):
                yield Event(**{**row._asdict(), "payload": unpack(row.payload)})

    def last_event(self) -> tuple[int, str | None]:
        """Return number and time of the newest event; (0, None) while there is none."""
        query = sa.select(_event.c.event_id, _event.c.at).order_by(_event.c.event_id.desc()).limit(1)
        with self._reading() as connection:
            row = connection.execute(query).one_or_none() if connection is not None else None
        return (int(row.event_id), str(row.at)) if row else (0, None)

    def refusals(self) -> dict[int, Event]:
        """Return the refusals by the number of the event that a check refused."""
        return {int(event.payload["event_id"]): event for event in self.events(kind=REFUSED)}

    def refusal(self, submission_id: str) -> Event | None:
        """Return the refusal of a submission."""
        return next((e for e in self.events(kind=REFUSED) if e.submission_id == submission_id), None)

    def submission(self, submission_id: str) -> Event | None:
        """Return the event of a submission."""
        query = sa.select(_event).where(_event.c.kind == SUBMISSION, _event.c.submission_id == submission_id)
        with self._reading() as connection:
            row = connection.execute(query).one_or_none() if connection is not None else None
        return Event(**{**row._asdict(), "payload": unpack(row.payload)}) if row else None

    def submission_ids(self, receipt_code: str) -> list[str]:
        """Return the submissions of a receipt, oldest first: its code, then code-2, code-3."""
        query = (
            sa.select(_event.c.submission_id)
            .where(
                _event.c.kind == SUBMISSION,
                (_event.c.submission_id == receipt_code)
                | _event.c.submission_id.startswith(f"{receipt_code}-", autoescape=True),
            )
            .order_by(_event.c.event_id)
        )
        with self._reading() as connection:
            return [] if connection is None else [str(row[0]) for row in connection.execute(query)]

    # Receipts

    def add_receipt(self, receipt: Receipt) -> None:
        """Put a receipt on record."""
        with self._writing() as connection:
            connection.execute(sa.insert(_receipt).values(**asdict(receipt)))

    def receipt(self, code: str) -> Receipt | None:
        """Return the receipt with a code."""
        return next(iter(self._receipts(_receipt.c.code == code)), None)

    def receipts(self) -> list[Receipt]:
        """Return all receipts, oldest first."""
        return self._receipts(sa.true())

    def waiting(self, *, most: int, by: str | None = None) -> list[Receipt]:
        """Return the newest receipts of which nothing was ever submitted, newest first.

        Args:
            most: How many at most.
            by: Who received them; None for anybody.
        """
        submitted = sa.select(_event.c.event_id).where(
            _event.c.kind == SUBMISSION, _event.c.submission_id == _receipt.c.code
        )
        query = sa.select(_receipt).where(~submitted.exists()).limit(most)
        if by is not None:
            query = query.where(_receipt.c.received_by == by)
        query = query.order_by(_receipt.c.received_at.desc(), _receipt.c.code)
        with self._reading() as connection:
            rows = [] if connection is None else connection.execute(query).all()
        return [Receipt(**row._asdict()) for row in rows]

    def _receipts(self, condition: sa.ColumnElement[bool]) -> list[Receipt]:
        query = sa.select(_receipt).where(condition).order_by(_receipt.c.received_at, _receipt.c.code)
        with self._reading() as connection:
            rows = [] if connection is None else connection.execute(query).all()
        return [Receipt(**row._asdict()) for row in rows]

    # Users and settings

    def user(self, name: str) -> User | None:
        """Return a user that is not disabled; a folder without a ledger has one, `admin`."""
        with self._reading() as connection:
            if connection is None:
                return FIRST_USER if name == FIRST_USER.name else None
            query = sa.select(_user.c.role).where(_user.c.name == name, _user.c.disabled.is_(False))
            role = connection.execute(query).scalar()
        known: Role | None = next((word for word in ROLES if word == role), None)
        return User(name, known) if known else None

    def setting(self, key: str) -> str | None:
        """Return a setting."""
        query = sa.select(_setting.c.value).where(_setting.c.key == key)
        with self._reading() as connection:
            value = connection.execute(query).scalar() if connection is not None else None
        return None if value is None else str(value)

    def set_setting(self, key: str, value: str) -> None:
        """Put a setting in the place of the one before."""
        with self._writing() as connection:
            connection.execute(sa.delete(_setting).where(_setting.c.key == key))
            connection.execute(sa.insert(_setting).values(key=key, value=value))

    def problems(self) -> list[str]:
        """Return what SQLite finds wrong with the file."""
        with self._reading() as connection:
            if connection is None:
                return []
            found = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check")]
        return [] if found == ["ok"] else found
