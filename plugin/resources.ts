import type * as provider from "@pulumi/pulumi/provider";
import { lifecycle as bucketContents } from "../providers/bucketContents/lifecycle";
import { BUCKET_CONTENTS_TYPE } from "../providers/bucketContents/resource";
import { USER_PROPERTIES } from "../providers/exportTask/inputs";
import { lifecycle as exportTask } from "../providers/exportTask/lifecycle";
import { triggersText } from "../providers/exportTask/triggers";
import { EXPORT_TASK_TYPE, shortUrn } from "../providers/exportTask/urn";
import { formatTimestamp } from "../providers/validation/timestamp";
import { UNKNOWN } from "../providers/validation/unknown";
import { ownConfig } from "./config";
import { mark, reveal } from "./secrets";

type Properties = Record<string, unknown>;

/** What this package's resources do, wherever they run: the methods of a dynamic provider. */
interface Lifecycle {
    check(olds: Properties, news: Properties): Promise<provider.CheckResult>;
    diff(id: string, olds: Properties, news: Properties): Promise<provider.DiffResult>;
    create(inputs: Properties): Promise<{ id: string; outs: Properties }>;
    read(id: string, props: Properties): Promise<{ id: string; props: Properties }>;
    update(id: string, olds: Properties, news: Properties): Promise<{ outs: Properties }>;
    delete(id: string, props: Properties): Promise<void>;
}

/** Created late: the config is told after the plugin has started. One for all, because replacements are remembered in it. */
const LIFECYCLES: Readonly<Record<string, () => Lifecycle>> = {
    [EXPORT_TASK_TYPE.plugin]: once(() => exportTask({ get: ownConfig }) as unknown as Lifecycle),
    [BUCKET_CONTENTS_TYPE.plugin]: once(() => bucketContents({ get: ownConfig }) as unknown as Lifecycle),
};

function once<T>(make: () => T): () => T {
    let made: T | undefined;
    return () => (made ??= make());
}

function lifecycleOf(urn: string): Lifecycle {
    const type = urn.split("::")[2]?.split("$").at(-1) ?? "";
    const lifecycle = LIFECYCLES[type];
    if (!lifecycle) throw new Error(`cloudwatch-logs-export has no resource type ${type}.`);
    return lifecycle();
}

/** The part of the provider that runs resources: the lifecycle of a program's resources, in the words of a plugin. */
export const resources = {
    async check(urn: string, olds: Properties, news: Properties): Promise<provider.CheckResult> {
        const given = reveal(news, UNKNOWN);
        const recorded = reveal(olds, UNKNOWN).plain;
        const { inputs, failures } = await lifecycleOf(urn).check(
            recorded,
            told(urn, { ...given, plain: withTriggersText(given.plain, recorded) }),
        );
        return { inputs: mark(withoutTold(inputs as Properties), given.secrets), failures };
    },

    diff(id: string, urn: string, olds: Properties, news: Properties): Promise<provider.DiffResult> {
        return lifecycleOf(urn).diff(id, reveal(olds, UNKNOWN).plain, told(urn, reveal(news, UNKNOWN)));
    },

    async create(urn: string, inputs: Properties): Promise<provider.CreateResult> {
        const given = reveal(inputs, UNKNOWN);
        const { id, outs } = await marking(given.secrets, () => lifecycleOf(urn).create(told(urn, given)));
        return { id, outs: mark(withoutTold(outs), given.secrets) };
    },

    async read(id: string, urn: string, props: Properties): Promise<provider.ReadResult> {
        const given = reveal(props, UNKNOWN);
        const read = await lifecycleOf(urn).read(id, told(urn, given));
        const found = withoutTold(read.props);
        const isImport = given.plain.taskId === undefined;
        return {
            id: read.id,
            props: mark(found, given.secrets),
            ...(isImport && { inputs: mark(declarationOf(found), given.secrets) }),
        };
    },

    async update(id: string, urn: string, olds: Properties, news: Properties): Promise<provider.UpdateResult> {
        const given = reveal(news, UNKNOWN);
        const recorded = reveal(olds, UNKNOWN).plain;
        const { outs } = await marking(given.secrets, () => lifecycleOf(urn).update(id, recorded, told(urn, given)));
        return { outs: mark(withoutTold(outs), given.secrets) };
    },

    delete(id: string, urn: string, props: Properties): Promise<void> {
        return lifecycleOf(urn).delete(id, told(urn, reveal(props, UNKNOWN)));
    },
};

/**
 * A program's resource has among its inputs its URN, for the lines of progress, and the names of its secrets; a plugin is told
 * them with each call.
 */
const told = (urn: string, { plain, secrets }: ReturnType<typeof reveal>): Properties => ({
    ...plain,
    shortUrn: shortUrn(urn),
    ...(secrets.size > 0 && { secretInputs: [...secrets] }),
});

function withoutTold({ shortUrn: _urn, secretInputs: _names, ...properties }: Properties): Properties {
    return properties;
}

/** In a program the class does this. With `ignoreChanges`, Pulumi gives the recorded text, which stays as it is. */
function withTriggersText(inputs: Properties, recorded: Properties): Properties {
    if (inputs.triggers === undefined || inputs.triggers === recorded.triggers) return inputs;
    const isKnown = !JSON.stringify(inputs.triggers).includes(UNKNOWN);
    return { ...inputs, triggers: isKnown ? triggersText(inputs.triggers) : UNKNOWN };
}

/** What a program would declare for a task that was found, so that the next `up` neither changes nor replaces it. */
function declarationOf(found: Properties): Properties {
    const given = Object.entries(found).filter(([name]) => (USER_PROPERTIES as string[]).includes(name));
    return Object.fromEntries(
        given.map(([name, value]) => [
            name,
            (name === "from" || name === "to") && typeof value === "number" ? formatTimestamp(value) : value,
        ]),
    );
}

/** Marks the secrets in the record of an export that failed. */
async function marking<T>(secrets: ReadonlySet<string>, work: () => Promise<T>): Promise<T> {
    try {
        return await work();
    } catch (error) {
        const failed = error as { properties?: Properties };
        if (failed.properties) failed.properties = mark(withoutTold(failed.properties), secrets);
        throw error;
    }
}
