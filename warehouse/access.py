"""Who may see what: a user turns into a scope here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["leader", "officer", "reviewer", "admin"]
ROLES: tuple[Role, ...] = ("leader", "officer", "reviewer", "admin")
SEES_EVERYTHING: frozenset[Role] = frozenset({"leader", "admin"})


@dataclass(frozen=True)
class User:
    """One person, by the name that stands in the ledger, with the communes given to them."""

    name: str
    role: Role
    communes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Scope:
    """The communes that may be seen; with `is_everything` there is no limit, and none is listed."""

    communes: frozenset[str] = frozenset()
    is_everything: bool = False

    @classmethod
    def everything(cls) -> Scope:
        """Return the scope without a limit."""
        return cls(is_everything=True)

    def allows(self, commune_code: str) -> bool:
        """Return whether a commune lies in the scope."""
        return self.is_everything or commune_code in self.communes


def scope_of(user: User) -> Scope:
    """Return what a user may see; whoever has been given nothing sees nothing."""
    if user.role in SEES_EVERYTHING:
        return Scope.everything()
    return Scope(communes=user.communes)
