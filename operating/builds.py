"""The builds of the code that Temporal knows, which of them is current, and which rounds run on each."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import PollerInfo, TaskQueue
from temporalio.api.workflowservice.v1 import (
    DescribeTaskQueueRequest,
    DescribeWorkerDeploymentRequest,
    DescribeWorkerDeploymentResponse,
    SetWorkerDeploymentCurrentVersionRequest,
)
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from workflows.names import DEPLOYMENT, OF_ROUNDS, TASK_QUEUE, round_of

QUIET = timedelta(minutes=2)
"""A worker asks for work at least once a minute; one that was silent for longer is not well."""
_TYPES = ", ".join(f"'{name}'" for name in OF_ROUNDS)
RUNNING = f"WorkflowType IN ({_TYPES}) AND ExecutionStatus = 'Running'"
"""Every workflow that lives on the state of a round."""
VERSION = "TemporalWorkerDeploymentVersion"
"""Temporal's own search attribute: `deployment:build` of a pinned workflow."""


class NotDone(Exception):
    """Why what an operator asked for was not done, or not for all rounds, in one line."""


@dataclass(frozen=True, slots=True, order=True)
class Running:
    """A workflow of a round, and on which build it runs; empty: on workers that name none."""

    build: str
    workflow_id: str

    @property
    def round_id(self) -> str:
        """The round on whose state it lives."""
        return round_of(self.workflow_id)


class Builds:
    """The builds of one namespace, through one client."""

    def __init__(self, client: Client) -> None:
        self.client = client

    async def known(self) -> tuple[str, ...]:
        """All builds whose workers have ever asked for work, and are not forgotten."""
        described = await self._described()
        found = described.worker_deployment_info.version_summaries if described else ()
        return tuple(sorted(version.deployment_version.build_id for version in found))

    async def current(self) -> str:
        """The build that new rounds begin on; empty while there is none."""
        described = await self._described()
        if described is None:
            return ""
        return described.worker_deployment_info.routing_config.current_deployment_version.build_id

    async def make_current(self, build: str) -> None:
        """Have new rounds begin, and rounds that move go on, on this build."""
        await self.client.workflow_service.set_worker_deployment_current_version(
            SetWorkerDeploymentCurrentVersionRequest(
                namespace=self.client.namespace,
                deployment_name=DEPLOYMENT,
                build_id=build,
                identity="admin.py deploy",
                # A queue that an older build had and this one has not must not stop it.
                ignore_missing_task_queues=True,
            )
        )

    async def pollers(self) -> tuple[PollerInfo, ...]:
        """The workers that ask for the rounds' work, of whatever build."""
        request = DescribeTaskQueueRequest(
            namespace=self.client.namespace,
            task_queue=TaskQueue(name=TASK_QUEUE),
            task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
        )
        asked = await self.client.workflow_service.describe_task_queue(request)
        since = datetime.now(UTC) - QUIET
        return tuple(p for p in asked.pollers if p.last_access_time.ToDatetime(UTC) > since)

    async def has_worker(self, build: str) -> bool:
        """Whether a worker of this build asks for work, and Temporal knows it as a version."""
        polled = {poller.deployment_options.build_id for poller in await self.pollers()}
        return build in polled and build in await self.known()

    async def rounds(self, build: str | None = None, *, but: str | None = None) -> list[Running]:
        """The rounds that run: all, those on a build, or those on any other."""
        query = RUNNING
        if build is not None:
            query += f" AND {_on(build)}"
        if but is not None:
            query += f" AND ({VERSION} IS NULL OR {VERSION} != '{DEPLOYMENT}:{but}')"
        found = self.client.list_workflows(query, page_size=1000)
        return sorted([Running(_build(each.search_attributes.get(VERSION)), each.id) async for each in found])

    async def _described(self) -> DescribeWorkerDeploymentResponse | None:
        request = DescribeWorkerDeploymentRequest(namespace=self.client.namespace, deployment_name=DEPLOYMENT)
        try:
            return await self.client.workflow_service.describe_worker_deployment(request)
        except RPCError as error:
            if error.status == RPCStatusCode.NOT_FOUND:
                return None
            raise


def _on(build: str) -> str:
    return f"{VERSION} = '{DEPLOYMENT}:{build}'" if build else f"{VERSION} IS NULL"


def _build(attribute: object) -> str:
    """The build in `["deployment:build"]`."""
    return str(attribute[0]).partition(":")[2] if isinstance(attribute, list) and attribute else ""
