"""Clients in Python read a known error, and an error of a newer server: decode.py SERVICE."""

import sys

import discriminator.api.default.known
import discriminator.models
import listed.api.default.known
import listed.api.default.newer
import listed.models
import nested.api.default.known
import nested.api.default.newer
import nested.models
import openapi_3_1.api.default.known
import openapi_3_1.models
import panda.api.default.known
import panda.api.default.newer
import panda.models
import plain.api.default.newer
import plain.models
import prefix.api.default.known
import prefix.models
import problem.api.default.known
import problem.api.default.newer
import problem.models
from discriminator.client import Client as DiscriminatorClient
from listed.client import Client as ListedClient
from nested.client import Client as NestedClient
from openapi_3_1.client import Client as NewestClient
from panda.client import Client as PandaClient
from plain.client import Client as PlainClient
from prefix.client import Client as PrefixClient
from problem.client import Client as ProblemClient

service = sys.argv[1]


def read_panda() -> None:
    client = PandaClient(base_url=f"{service}/panda")
    error = panda.api.default.known.sync(client=client)
    assert isinstance(error, panda.models.TooLarge)
    limit: int = error.details.limit
    factor: float | None = error.details.factor
    assert (limit, factor) == (10, None)
    newer = panda.api.default.newer.sync(client=client)
    assert isinstance(newer, panda.models.UnknownError)
    assert newer.error == "TooMany"


def read_switches() -> None:
    error = openapi_3_1.api.default.known.sync(client=NewestClient(base_url=f"{service}/panda"))
    assert isinstance(error, openapi_3_1.models.TooLarge) and error.details.factor is None
    plainly = plain.api.default.newer.sync(client=PlainClient(base_url=f"{service}/panda"))
    assert isinstance(plainly, plain.models.ErrorResponse) and plainly.error == "TooMany"
    prefixed = prefix.api.default.known.sync(client=PrefixClient(base_url=f"{service}/panda"))
    assert isinstance(prefixed, prefix.models.FileTooLarge) and prefixed.details.limit == 10
    told = discriminator.api.default.known.sync(client=DiscriminatorClient(base_url=f"{service}/panda"))
    assert isinstance(told, discriminator.models.TooLarge) and told.details.limit == 10


def read_shapes() -> None:
    nested_client = NestedClient(base_url=f"{service}/nested")
    within = nested.api.default.known.sync(client=nested_client)
    assert isinstance(within, nested.models.ErrorResponse)
    assert isinstance(within.error, nested.models.TooLarge) and within.error.limit == 10
    newer_within = nested.api.default.newer.sync(client=nested_client)
    assert isinstance(newer_within, nested.models.ErrorResponse)
    assert isinstance(newer_within.error, nested.models.UnknownError) and newer_within.error.code == "F_1"

    listed_client = ListedClient(base_url=f"{service}/listed")
    several = listed.api.default.known.sync(client=listed_client)
    assert isinstance(several, listed.models.ErrorResponse)
    first = several.errors[0]
    assert isinstance(first, listed.models.TooLarge) and first.details.limit == 10
    newer_several = listed.api.default.newer.sync(client=listed_client)
    assert isinstance(newer_several, listed.models.ErrorResponse)
    newer_first = newer_several.errors[0]
    assert isinstance(newer_first, listed.models.UnknownError) and newer_first.code == 1

    problem_client = ProblemClient(base_url=f"{service}/problem")
    detailed = problem.api.default.known.sync(client=problem_client)
    assert isinstance(detailed, problem.models.TooLarge) and detailed.limit == 10
    newer_detailed = problem.api.default.newer.sync(client=problem_client)
    assert isinstance(newer_detailed, problem.models.UnknownError) and newer_detailed.code == "TooMany"


read_panda()
read_switches()
read_shapes()
print("decode.py: OK")
