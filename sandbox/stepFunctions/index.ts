export { sandboxTasks, type SandboxTasksOptions } from "./aws";
export { statesEngine } from "./aws/engine";
export { EventClock } from "../eventClock";
export { parseDefinition, type Definition } from "./definition";
export { DefinitionError, StateError } from "./errors";
export type { Execution, ExecutionStatus } from "./execution";
export { countByType, historyLimit, type HistoryEvent } from "./history";
export type { Json, JsonObject } from "./json";
export { Service, type StartExecution, type StateMachine, type TaskCall, type Tasks } from "./service";
