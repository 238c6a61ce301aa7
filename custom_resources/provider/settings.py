"""What the provider block becomes: opened lazily, checked once, shared by all resources of one process."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, wait
from typing import TYPE_CHECKING, Any, Literal

from custom_resources.engine.credentials import CredentialSet, SetName
from custom_resources.engine.errors import EngineError
from custom_resources.engine.member_role import SET_OF_SIDE, Side
from custom_resources.engine.pace import Pace, RealPace
from custom_resources.plugin import Context, ProviderError, Stop
from custom_resources.provider.creation_estimates import CreationEstimates
from custom_resources.provider.errors import as_provider_error
from custom_resources.provider.planned_creations import PlannedCreations
from custom_resources.provider.planned_ends import PlannedEnds
from custom_resources.provider.progress_file import write_progress
from custom_resources.provider.seen_pairs import SeenPairs
from custom_resources.provider.walk_size import WalkSize

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate
    from custom_resources.engine.rates.table import Rates

Purpose = Literal["pairs", "memberships", "commercial", "govcloud_paired", "govcloud_management", "nothing"]
"""What an operation needs checked: all that a pair or a membership takes, one credential set alone, or nothing."""

_STOP_SECONDS = 0.25
"""How often whoever waits for a check looks whether Terraform was stopped."""


class Settings:
    """The configured provider, as ``ctx.provider_data``.

    Args:
        commercial: see the provider's schema; likewise the other credential sets, `owner`, `creation_marker` and
            `max_new_pairs`.
        rates: the provider's; AWS's when None.
        default_tags: the provider's, or UNKNOWN; a value in it may be UNKNOWN too.
        pace: makes the clock and the wait of an operation from Terraform's stop flag; real time when None.
    """

    def __init__(
        self,
        *,
        commercial: CredentialSet,
        govcloud_paired: CredentialSet,
        govcloud_management: CredentialSet | None,
        owner: str | None,
        creation_marker: bool,
        max_new_pairs: int,
        rates: Rates | None = None,
        default_tags: Any = None,
        pace: Callable[[Stop], Pace] | None = None,
    ) -> None:
        self.owner = owner
        self.creation_marker = creation_marker
        self.default_tags = default_tags
        self.planned_creations = PlannedCreations(max_new_pairs)
        self.creation_estimates = CreationEstimates()
        self.pairs_together, self.memberships_together = WalkSize(), WalkSize()
        self.planned_ends = PlannedEnds()
        self.seen_pairs = SeenPairs()
        self.invitations_in_use: set[str] = set()
        """Ids of invitations that this process made or took up: no resource that goes away cancels one of them."""
        self.planned_aliases: dict[tuple[str, str], str] = {}
        """Side and alias of each account alias that this process planned, with its account: an alias has one."""
        self._rates = rates
        self._sets = (commercial, govcloud_paired, govcloud_management)
        self._pace: Callable[[Stop], Pace] = pace or RealPace
        self._lock = threading.Lock()
        self._checks: dict[Purpose, Future[Estate]] = {}
        self._checking = threading.Lock()
        self._estate: Estate | None = None

    def configured(self, name: SetName) -> bool:
        """Whether the provider block says where this set's credentials come from."""
        return any(each is not None and each.name == name and each.configured for each in self._sets)

    def estate(self, ctx: Context, purpose: Purpose) -> Estate:
        """The estate for one operation, its waits hearing Terraform's stop and its progress going to the log.

        The first call for each purpose loads botocore and asks AWS STS who the credential sets are; later ones reuse
        the answer, good or bad, so that a hundred resources don't wait a hundred times for an unreachable endpoint.

        Raises:
            ProviderError: when a credential set is missing, in the wrong partition or of the wrong account.
        """
        with self._lock:
            if purpose not in self._checks:
                self._checks[purpose] = self._begin_check(purpose)
            check = self._checks[purpose]
        # STS may be silent for minutes, over all attempts: a stop doesn't wait for it.
        while not wait([check], _STOP_SECONDS).done:
            if ctx.stop.is_set():
                raise ProviderError(
                    "Stopped while asking AWS who the credentials belong to",
                    "There was no answer yet, so nothing was changed. Run again, after a look at the network, a proxy "
                    "and `endpoints` if it takes as long then.",
                )
        try:
            estate = check.result()
        except EngineError as error:
            raise as_provider_error(error) from error

        def progress(text: str) -> None:
            ctx.log.info(text)
            write_progress(text)

        return estate.with_pace(self._pace(ctx.stop), progress)

    def _begin_check(self, purpose: Purpose) -> Future[Estate]:
        check: Future[Estate] = Future()

        def run() -> None:
            try:
                check.set_result(self._checked(purpose))
            except BaseException as error:
                check.set_exception(error)

        threading.Thread(target=run, name=f"check for {purpose}", daemon=True).start()
        return check

    def _checked(self, purpose: Purpose) -> Estate:
        from custom_resources.engine.estate import Estate  # botocore: not for validate, nor for a plan of creations

        with self._checking:  # one after the other: the second finds the answers for the sets that both need
            if self._estate is None:
                self._estate = Estate.open(
                    *self._sets,
                    owner=self.owner,
                    creation_marker=self.creation_marker,
                    pace=self._pace(Stop()),
                    rates=self._rates,
                )
            if purpose == "pairs":
                self._estate.verify_for_pairs()
            elif purpose == "memberships":
                self._estate.verify_for_memberships()
            elif purpose != "nothing":
                self._estate.verify(purpose)
            return self._estate


def settings_of(ctx: Context) -> Settings:
    """The configured provider of a request.

    Raises:
        ProviderError: when there is none, because the provider's configuration failed.
    """
    if isinstance(ctx.provider_data, Settings):
        return ctx.provider_data
    raise ProviderError(
        "The provider govpair isn't configured",
        "Its configuration failed, so nothing was read or changed. The other errors say why.",
    )


def estate_for_pairs(ctx: Context) -> Estate:
    """See :meth:`Settings.estate`."""
    return settings_of(ctx).estate(ctx, "pairs")


def estate_for_memberships(ctx: Context) -> Estate:
    """See :meth:`Settings.estate`."""
    return settings_of(ctx).estate(ctx, "memberships")


def estate_for_account(ctx: Context, side: Side) -> Estate:
    """The estate for work inside a member account: only the set whom that side's roles trust is checked."""
    return settings_of(ctx).estate(ctx, SET_OF_SIDE[side])


def estate_for_invitations(ctx: Context) -> Estate:
    """The estate for sending, reading and cancelling invitations: only the organization's own set is checked."""
    return settings_of(ctx).estate(ctx, "govcloud_management")


def estate_for_acceptances(ctx: Context) -> Estate:
    """The estate for accepting a known invitation: only the set that the accounts' roles trust is checked."""
    return settings_of(ctx).estate(ctx, "govcloud_paired")
