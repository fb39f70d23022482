"""Who may see what: a user turns into a scope here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

Role = Literal["leader", "officer", "reviewer", "admin"]
ROLES: tuple[Role, ...] = ("leader", "officer", "reviewer", "admin")
SEES_EVERYTHING: frozenset[Role] = frozenset({"leader", "admin"})


class Commune(NamedTuple):
    """A commune by its whole key: codes are reused, so a code alone names several."""

    code: str
    valid_from: date

    @property
    def key(self) -> str:
        """Return the key as one text, as queries compare it."""
        return f"{self.code}@{self.valid_from.isoformat()}"


@dataclass(frozen=True)
class User:
    """One person, by the name that stands in the ledger, with the communes given to them."""

    name: str
    role: Role
    communes: frozenset[Commune] = frozenset()


@dataclass(frozen=True)
class Scope:
    """The communes that may be seen; with `is_everything` there is no limit, and none is listed."""

    communes: frozenset[Commune] = frozenset()
    is_everything: bool = False

    @classmethod
    def everything(cls) -> Scope:
        """Return the scope without a limit."""
        return cls(is_everything=True)

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the keys of the communes, sorted."""
        return tuple(sorted(commune.key for commune in self.communes))

    def allows(self, code: str, valid_from: date) -> bool:
        """Return whether a commune lies in the scope."""
        return self.is_everything or (code, valid_from) in self.communes


def scope_of(user: User) -> Scope:
    """Return what a user may see; whoever has been given nothing sees nothing."""
    if user.role in SEES_EVERYTHING:
        return Scope.everything()
    return Scope(communes=user.communes)
