import { type MachinePlan, RUN_MANIFESTS } from "../plan";
import { call, code, type Code, integration, jsonata, type State, type Template } from "../statesLanguage";

/** The key of a manifest of this round: `runs/{execution that began it}/{round}/{index}.json`. */
export function runManifestKey(round: Code, index: Code): Code {
    return code`${RUN_MANIFESTS} & $folder & "/" & $string(${round}) & "/" & $string(${index}) & ".json"`;
}

/** Writes log group names to a manifest. */
export function writeManifest(plan: MachinePlan, key: Code, names: Code, assign: Template, next: string): State {
    return call({
        resource: integration(plan, "aws-sdk:s3:putObject"),
        args: {
            Bucket: plan.manifestBucketName,
            Key: jsonata`${key}`,
            Body: jsonata`[${names}]`,
            ContentType: "application/json",
        },
        assign,
        next,
    });
}
