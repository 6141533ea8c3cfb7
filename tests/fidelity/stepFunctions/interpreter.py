"""Runs one execution of a state machine with the interpreter that moto has from LocalStack.

argv: the bridge's address. The bridge answers the calls of tasks (the emulated AWS), evaluates JSONata with the reference
implementation, and lets simulated time pass. Reads {"definition", "arn", "name", "account", "region", "roleArn", "execution",
"startTime", "input"} from stdin, and writes {"status", "error", "cause", "output", "events"} to stdout.
"""

import json
import sys
import urllib.request
from types import SimpleNamespace

import boto3
from botocore.config import Config
from moto.stepfunctions.parser import api
from moto.stepfunctions.parser.asl.component.common.retry import retrier_decl
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import state_task_service_aws_sdk
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service import StateTaskService
from moto.stepfunctions.parser.asl.component.state.wait.wait_function.wait_function import WaitFunction
from moto.stepfunctions.parser.asl.eval import evaluation_details as details
from moto.stepfunctions.parser.asl.eval.program_state import ProgramEnded, ProgramError
from moto.stepfunctions.parser.asl.jsonata import jsonata
from moto.stepfunctions.parser.backend.execution_worker import SyncExecutionWorker
from moto.stepfunctions.parser.backend.execution_worker_comm import ExecutionWorkerCommunication

BRIDGE = sys.argv[1]
GIVEN = json.load(sys.stdin)
clients: dict = {}


def ask(path: str, body: dict):
    request = urllib.request.Request(f"{BRIDGE}/_bridge/{path}", json.dumps(body).encode())
    with urllib.request.urlopen(request) as answer:
        return json.loads(answer.read())


def client_of(service: str, **_):
    if service not in clients:
        clients[service] = boto3.client(
            service,
            region_name=GIVEN["region"],
            endpoint_url=BRIDGE,
            aws_access_key_id="ROLE",
            aws_secret_access_key="secret",
            config=Config(retries={"total_max_attempts": 1}, s3={"addressing_style": "path"}),
        )
    return clients[service]


def shapes_of(task: StateTaskService):
    client = client_of(task._get_boto_service_name())
    operation = client.meta.method_to_api_mapping[task._get_boto_service_action()]
    return client.meta.service_model.operation_model(operation)


def normalise_parameters(task: StateTaskService, parameters: dict, *_) -> None:
    task._to_boto_request(parameters, shapes_of(task).input_shape)


def normalise_response(task: StateTaskService, response, *_) -> None:
    if shape := shapes_of(task).output_shape:
        task._from_boto_response(response, shape)
    for one in response.get("ResourceTagMappingList", []):  # it writes ResourceArn, AWS ResourceARN
        one["ResourceARN"] = one.pop("ResourceArn")


def evaluate(expression: str):
    answer = ask("evaluate", {"expression": expression})
    if "error" in answer:
        raise jsonata.JSONataException("UNKNOWN", answer["error"])
    return answer.get("value")


def declare(bindings: dict) -> str:
    return "".join(f"{name}:={json.dumps(value, default=str)};" for name, value in bindings.items())


# What LocalStack has and moto has left out: clients for an endpoint, the names in botocore's models, a JSONata.
for module in [module for name, module in sys.modules.items() if name.startswith("moto.stepfunctions")]:
    if hasattr(module, "boto_client_for"):
        module.boto_client_for = client_of
    if hasattr(module, "encode_jsonata_variable_declarations"):
        module.encode_jsonata_variable_declarations = declare  # moto does not escape a quotation mark
StateTaskService._normalise_parameters = normalise_parameters
StateTaskService._normalise_response = normalise_response
jsonata._eval_jsonata = evaluate
# Names that it does not know.
StateTaskService._SERVICE_NAME_SFN_TO_BOTO_OVERRIDES["cloudwatchlogs"] = "logs"
state_task_service_aws_sdk._SERVICE_ERROR_NAMES.update(
    {
        "cloudwatchlogs": "CloudWatchLogs",
        "cloudwatch": "CloudWatch",
        "s3": "S3",
        "resourcegroupstaggingapi": "ResourceGroupsTaggingApi",
    }
)
# Simulated time.
WaitFunction._wait_interval = lambda self, env, wait_seconds: ask("wait", {"seconds": wait_seconds})
retrier_decl.time = SimpleNamespace(sleep=lambda seconds: ask("wait", {"seconds": seconds}))


class Ended(ExecutionWorkerCommunication):
    def terminated(self) -> None:
        pass


execution = details.ExecutionDetails(
    GIVEN["execution"], GIVEN["execution"].split(":")[-1], GIVEN["roleArn"], GIVEN["input"], GIVEN["startTime"]
)
machine = details.StateMachineDetails(
    GIVEN["arn"], GIVEN["name"], api.StateMachineType.STANDARD, GIVEN["definition"]
)
worker = SyncExecutionWorker(
    evaluation_details=details.EvaluationDetails(
        details.AWSExecutionDetails(GIVEN["account"], GIVEN["region"], GIVEN["roleArn"]), execution, machine
    ),
    exec_comm=Ended(),
    cloud_watch_logging_session=None,
    activity_store={},
)
worker.start()
state = worker.env.program_state()
result = {
    "status": "SUCCEEDED" if isinstance(state, ProgramEnded) else "FAILED",
    "events": len(worker.env.event_manager.get_event_history()),
}
if isinstance(state, ProgramError):
    result.update(error=(state.error or {}).get("error"), cause=(state.error or {}).get("cause"))
else:
    result["output"] = worker.env.states.get_input()
sys.stdout.write("\n" + json.dumps(result, default=str))
