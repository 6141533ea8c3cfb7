import { checkErrors } from "./checkErrors";
import { isDistributed, type MapState, type State } from "./definition";
import { DefinitionError } from "./errors";
import { isJsonObject, type JsonObject } from "./json";
import { checkFields, checkEnum } from "./checkFields";

const onward = ["Next", "End"];
const common = ["Type", "Comment", "QueryLanguage"];
const data = ["Assign", "Output"];
const fallible = ["Retry", "Catch"];
const distributedOnly = ["ItemReader", "ItemBatcher", "ToleratedFailurePercentage", "ToleratedFailureCount", "Label"];

/** The supported fields. Every other field is refused, so that nothing is silently ignored. */
const fields: Readonly<Record<State["Type"], readonly string[]>> = {
    Task: [...common, ...data, ...onward, ...fallible, "Resource", "Arguments", "TimeoutSeconds"],
    Pass: [...common, ...data, ...onward],
    Wait: [...common, ...data, ...onward, "Seconds", "Timestamp"],
    Choice: [...common, ...data, "Choices", "Default"],
    Succeed: [...common, "Output"],
    Fail: [...common, "Error", "Cause"],
    Parallel: [...common, ...data, ...onward, ...fallible, "Branches", "Arguments"],
    Map: [
        ...common,
        ...data,
        ...onward,
        ...fallible,
        "ItemProcessor",
        "Items",
        "ItemSelector",
        "MaxConcurrency",
        ...distributedOnly,
    ],
};

/** Checks the fields of one state. */
export function checkState(name: string, state: JsonObject): void {
    const type = state.Type as State["Type"];
    if (!Object.hasOwn(fields, type)) throw new DefinitionError(name, `unknown Type ${JSON.stringify(state.Type)}`);
    checkFields(name, state, fields[type]);
    if (state.QueryLanguage !== undefined && state.QueryLanguage !== "JSONata") {
        throw new DefinitionError(name, "only JSONata is emulated");
    }
    if (fields[type].includes("Next") && (state.Next === undefined) === (state.End === undefined)) {
        throw new DefinitionError(name, "needs either Next or End");
    }
    if (state.End !== undefined && state.End !== true) throw new DefinitionError(name, "End can only be true");
    checkErrors(name, "Retry", state.Retry);
    checkErrors(name, "Catch", state.Catch);
    checks[type]?.(name, state);
}

const checks: Partial<Record<State["Type"], (name: string, state: JsonObject) => void>> = {
    Task(name, { Resource }) {
        if (typeof Resource !== "string") throw new DefinitionError(name, "Resource is missing");
    },
    Wait(name, { Seconds, Timestamp }) {
        if ((Seconds === undefined) === (Timestamp === undefined)) {
            throw new DefinitionError(name, "needs either Seconds or Timestamp");
        }
    },
    Choice(name, { Choices }) {
        if (!Array.isArray(Choices) || Choices.length === 0) throw new DefinitionError(name, "Choices is empty");
        for (const rule of Choices as readonly JsonObject[]) {
            checkFields(`${name}.Choices`, rule, ["Condition", "Next", "Assign", "Output", "Comment"]);
            if (rule.Condition === undefined) throw new DefinitionError(name, "a choice has no Condition");
            if (typeof rule.Next !== "string") throw new DefinitionError(name, "a choice has no Next");
        }
    },
    Parallel(name, { Branches }) {
        if (!Array.isArray(Branches) || Branches.length === 0) throw new DefinitionError(name, "Branches is empty");
        for (const branch of Branches as readonly JsonObject[]) {
            checkFields(`${name}.Branches`, branch, ["StartAt", "States", "Comment"]);
        }
    },
    Map(name, state) {
        const { ItemProcessor, ItemReader, ItemBatcher, Items } = state;
        if (!isJsonObject(ItemProcessor)) throw new DefinitionError(name, "ItemProcessor is missing");
        checkFields(`${name}.ItemProcessor`, ItemProcessor, ["StartAt", "States", "ProcessorConfig", "Comment"]);
        const config = (ItemProcessor.ProcessorConfig ?? {}) as JsonObject;
        checkFields(`${name}.ItemProcessor.ProcessorConfig`, config, ["Mode", "ExecutionType"]);
        checkEnum(name, "Mode", config.Mode, ["INLINE", "DISTRIBUTED"]);
        checkEnum(name, "ExecutionType", config.ExecutionType, ["STANDARD", "EXPRESS"]);
        const distributed = isDistributed(state as unknown as MapState);
        const misplaced = distributed ? undefined : distributedOnly.find((field) => state[field] !== undefined);
        if (misplaced) throw new DefinitionError(name, `${misplaced} is only for ProcessorConfig.Mode DISTRIBUTED`);
        if (distributed && config.ExecutionType === undefined) {
            throw new DefinitionError(name, "DISTRIBUTED needs an ExecutionType");
        }
        if (ItemReader !== undefined) {
            if (Items !== undefined) throw new DefinitionError(name, "takes either Items or ItemReader");
            checkFields(`${name}.ItemReader`, ItemReader as JsonObject, ["Resource", "Arguments", "ReaderConfig"]);
        }
        if (ItemBatcher !== undefined) {
            const batcher = ItemBatcher as JsonObject;
            checkFields(`${name}.ItemBatcher`, batcher, ["BatchInput", "MaxItemsPerBatch", "MaxInputBytesPerBatch"]);
        }
    },
};
