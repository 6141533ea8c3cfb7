export { sandboxTasks, type SandboxTasksOptions } from "./aws";
export { statesEngine } from "./aws/engine";
export { EventClock } from "../clock/eventClock";
export { DefinitionError, StateError } from "./errors";
export type { Execution } from "./execution";
export type { Json, JsonObject } from "./json";
export { parseDefinition } from "./parseDefinition";
export { Service, type Tasks } from "./service";
export { type TaskCall } from "./taskCall";
