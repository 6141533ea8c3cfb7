export { ExportTask, ExportTaskArgs } from "./providers/exportTask/resource";
export { InputError } from "./providers/exportTask/inputError";
export { Timestamp } from "./providers/exportTask/timestamp";
