"""What stands in moto's place: backends of our own, and the ways to them.

moto has no plugin API (getmoto/moto#7126). The way in is ``BackendDict.backend``: a subclass of moto's backend whose
module is called ``<package>.models`` brings its own ``urls`` and ``responses``.
"""

from __future__ import annotations

import functools
from typing import Any, cast

import moto.core.responses
from moto.account.models import account_backends
from moto.backends import get_backend
from moto.cloudtrail.models import cloudtrail_backends
from moto.core.base_backend import BackendDict
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.core.utils import get_service_model, method_names_from_class
from moto.iam.access_control import PermissionResult
from moto.iam.models import iam_backends
from moto.organizations.models import organizations_backends
from moto.s3.models import FakeBucket, s3_backends
from moto.servicequotas.models import servicequotas_backends
from moto.sts.models import sts_backends

from partition_simulator.account.models import SimulatedAccountBackend
from partition_simulator.cloudtrail.models import SimulatedCloudTrailBackend
from partition_simulator.http.dispatch import Dispatcher
from partition_simulator.http.services import content_type_of
from partition_simulator.iam.models import SimulatedIamBackend
from partition_simulator.moto_bridge import BUCKETS
from partition_simulator.operations import SIMULATED
from partition_simulator.organizations.models import SimulatedOrganizationsBackend
from partition_simulator.s3.models import SimulatedS3Backend
from partition_simulator.service_quotas.models import SimulatedServiceQuotasBackend
from partition_simulator.sts.models import SimulatedStsBackend


@functools.cache
def install() -> None:
    """Put our backends in moto's place, once per process."""
    for backends, replacement in (
        (organizations_backends, SimulatedOrganizationsBackend),
        (account_backends, SimulatedAccountBackend),
        (sts_backends, SimulatedStsBackend),
        (servicequotas_backends, SimulatedServiceQuotasBackend),
        (cloudtrail_backends, SimulatedCloudTrailBackend),
        (s3_backends, SimulatedS3Backend),
        (iam_backends, SimulatedIamBackend),
    ):
        table = cast("BackendDict[SimulatedOrganizationsBackend]", backends)
        table.backend = replacement  # type: ignore[assignment]
        table.clear()
    s3_backends.bucket_accounts = BUCKETS  # type: ignore[assignment]
    # moto lists the methods of a class with ``inspect`` at every call: a third of the time of an IAM request.
    moto.core.responses.method_names_from_class = functools.cache(method_names_from_class)  # type: ignore[attr-defined]
    # And it makes a service's model anew for every answer, with all its shapes.
    moto.core.responses.get_service_model = functools.cache(get_service_model)  # type: ignore[attr-defined]
    FakeBucket.get_permission = _already_decided  # type: ignore[method-assign,assignment]


def _already_decided(bucket: FakeBucket, action: str, resource: str) -> Any:
    """Stands in for moto's own look at bucket policies, which knows no principals and no conditions."""
    return PermissionResult.PERMITTED


@functools.cache
def dispatcher(service: str) -> Dispatcher:
    """Moto's methods of a service, by path."""
    install()
    by_region = get_backend(service)[DEFAULT_ACCOUNT_ID]  # type: ignore[call-overload]
    # Paths are the same for every account and region.
    paths = by_region["us-east-1" if "us-east-1" in by_region else "aws"].flask_paths
    return Dispatcher(paths, content_type_of(service))


def load() -> None:
    """Load all code that serves calls, with every class and event that a saved world may name."""
    for service in SIMULATED:
        dispatcher(service)
