"""Botocore's own models, apart from moto's copies of them, which moto extends."""

from __future__ import annotations

import functools
from typing import Any

import botocore.session
from botocore.model import OperationModel, ServiceModel
from botocore.parsers import create_parser

from partition_simulator.http.services import botocore_name


@functools.cache
def service(name: str) -> ServiceModel:
    """The model of a service, by its SigV4 name."""
    model: ServiceModel = botocore.session.get_session().get_service_model(botocore_name(name))
    return model


@functools.cache
def operation(service_name: str, name: str) -> OperationModel:
    """The model of an operation; botocore's OperationNotFoundError when there is none."""
    return service(service_name).operation_model(name)


@functools.cache
def parser(protocol: str) -> Any:
    """The parser that SDKs read the answers of a protocol with."""
    return create_parser(protocol)
