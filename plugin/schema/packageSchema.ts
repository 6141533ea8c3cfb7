import ts from "typescript";
import { PUBLIC_OUTPUT_NAMES } from "../../providers/exportTask/outputs";
import { EXPORT_TASK_TYPE } from "../../providers/exportTask/urn";
import { CONFIG } from "./configuration";
import { LibraryTypes } from "./libraryTypes";
import { ObjectTypes, PACKAGE, type ObjectType, withoutPlain } from "./objectTypes";
import { languages, META, whereabouts } from "./packageInfo";

/** The outputs of the components, of those that their classes have. */
const COMPONENT_OUTPUTS: Readonly<Record<string, readonly string[]>> = {
    ExportBucket: ["bucketName", "bucketArn", "kmsKeyArn", "sourceAccounts"],
    LogExport: ["bucketName", "bucketArn", "archiveUri", "isOpenEnded"],
    ScheduledLogExport: ["bucketName", "archiveUri", "stateMachineArn", "topicArn", "tableName", "tableArn"],
    ArchiveTable: ["databaseName", "tableName", "viewName"],
};

const URIS = {
    type: "array",
    items: { type: "string" },
    description:
        "Where the exports are, `s3://bucket/prefix/taskId/`, by log group and then by range; without those that failed.",
};

/**
 * The schema of the package, from the library's types and doc comments. The version is added when it is served.
 * @param repository of package.json.
 */
export function generateSchema(root: string, repository?: string): object {
    const { meta, goModule } = whereabouts(repository);
    const library = new LibraryTypes(root);
    const types = new ObjectTypes(library);
    const component = (name: string, args: ObjectType) => {
        const members = classMembers(library.symbol(name));
        const outputs = COMPONENT_OUTPUTS[name].map((output) => [output, types.output(members(output))] as const);
        const more = name === "LogExport" ? { uris: URIS } : {};
        return {
            isComponent: true,
            description: classDescription(library, name),
            properties: { ...Object.fromEntries(outputs.map(([output, { spec }]) => [output, spec])), ...more },
            required: [
                ...outputs.filter(([, { isRequired }]) => isRequired).map(([output]) => output),
                ...Object.keys(more),
            ],
            inputProperties: args.properties,
            ...(args.required.length > 0 && { requiredInputs: args.required }),
        };
    };
    const object = (name: string) => types.object(name, library.propertiesOf(library.symbol(name)));
    const resources = {
        [`${PACKAGE}:index:ArchiveTable`]: component("ArchiveTable", object("ArchiveTableArgs")),
        [`${PACKAGE}:index:ExportBucket`]: component("ExportBucket", bucketArgs(library, types)),
        [EXPORT_TASK_TYPE.plugin]: exportTask(library, types),
        [`${PACKAGE}:index:LogExport`]: component("LogExport", object("LogExportArgs")),
        [`${PACKAGE}:index:ScheduledLogExport`]: component("ScheduledLogExport", object("ScheduledLogExportArgs")),
    };
    const functions = { [`${PACKAGE}:index:selectLogGroups`]: selectLogGroups(library, types) };
    return {
        ...META,
        ...meta,
        config: { variables: CONFIG.variables },
        provider: { ...CONFIG.provider },
        types: sorted({ ...types.types, ...CONFIG.types }),
        resources,
        functions,
        language: languages(goModule),
    };
}

/** A new or an existing bucket: one type, because a schema has no unions that every SDK understands. */
function bucketArgs(library: LibraryTypes, types: ObjectTypes): ObjectType {
    const [made, existing] = ["NewBucketArgs", "ExistingBucketArgs"].map((name) =>
        library.propertiesOf(library.symbol(name)),
    );
    const names = new Set(made.map(({ name }) => name));
    const symbols = [...made, ...existing.filter(({ name }) => !names.has(name))];
    const args = types.object("ExportBucketArgs", symbols);
    const both = { ...args, required: [] };
    const describe = (description: string, own: object) => ({
        type: "object",
        description,
        properties: { ...both.properties, ...own },
    });
    types.types[`${PACKAGE}:index:ExportBucketOptions`] = describe(
        "The arguments of the `ExportBucket` that a component creates, or with `existing` those of a bucket that is there.",
        {},
    );
    const { properties } = types.object("LogExportBucket", []);
    types.types[`${PACKAGE}:index:LogExportBucket`] = describe(
        "The arguments of the `ExportBucket` that a `LogExport` creates, or with `existing` those of a bucket that is there.",
        properties,
    );
    return both;
}

function exportTask(library: LibraryTypes, types: ObjectTypes) {
    const args = types.object("ExportTaskArgs", library.propertiesOf(library.symbol("ExportTaskArgs")));
    const members = classMembers(library.symbol("ExportTask"));
    const declared = ["logGroupName", "from", "to", "destination", "destinationPrefix", "region"];
    const outputs = [...PUBLIC_OUTPUT_NAMES, ...declared].map((name) => [name, types.output(members(name))] as const);
    const recorded = Object.entries(args.properties).filter(([name]) => !declared.includes(name));
    return {
        description: classDescription(library, "ExportTask"),
        properties: {
            ...Object.fromEntries(outputs.map(([name, { spec }]) => [name, spec])),
            ...Object.fromEntries(recorded),
        },
        required: outputs.filter(([, { isRequired }]) => isRequired).map(([name]) => name),
        inputProperties: args.properties,
        requiredInputs: args.required,
        aliases: [{ type: EXPORT_TASK_TYPE.dynamic }],
    };
}

function selectLogGroups(library: LibraryTypes, types: ObjectTypes) {
    const all = library.propertiesOf(library.symbol("SelectLogGroupsArgs"));
    const selection = new Set(library.propertiesOf(library.symbol("LogGroupSelection")).map(({ name }) => name));
    const matching = types.object(
        "LogGroupSelection",
        all.filter(({ name }) => selection.has(name)),
    );
    const place = types.object(
        "SelectLogGroupsArgs",
        all.filter(({ name }) => !selection.has(name)),
    );
    const named = Object.entries({ ...matching.properties, ...place.properties });
    const properties = Object.fromEntries(named.map(([name, spec]) => [name, withoutPlain(spec)]));
    return {
        description: classDescription(library, "selectLogGroups"),
        inputs: { type: "object", properties },
        outputs: {
            type: "object",
            properties: {
                names: { type: "array", items: { type: "string" }, description: "In alphabetical order, each once." },
            },
            required: ["names"],
        },
    };
}

function classMembers(symbol: ts.Symbol): (name: string) => ts.Symbol {
    return (name) => {
        const member = symbol.members?.get(ts.escapeLeadingUnderscores(name));
        if (!member) throw new Error(`${symbol.name} has no ${name}.`);
        return member;
    };
}

/** Without the example in TypeScript: the Registry's page and docs/languages.md have one in each language. */
function classDescription(library: LibraryTypes, name: string): string {
    return library.descriptionOf(library.symbol(name));
}

function sorted<T>(types: Readonly<Record<string, T>>): Record<string, T> {
    return Object.fromEntries(Object.entries(types).sort(([one], [other]) => (one < other ? -1 : 1)));
}
