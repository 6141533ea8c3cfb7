import type { Project } from "../project";
import type { ProviderRegistry } from "./providerRegistry";

interface ResourceSpec {
    readonly isComponent?: boolean;
    readonly properties?: object;
    readonly aliases?: readonly { readonly type: string }[];
}

interface Schema {
    readonly resources?: Readonly<Record<string, ResourceSpec>>;
}

/**
 * The variables with which sandbox/engine/yaml finds a program and knows its types: which are components, and their outputs.
 * The real YAML host loads the schemas of all packages. Here only plugins with a folder have one.
 */
export async function yamlEnvironment(project: Project, registry: ProviderRegistry): Promise<NodeJS.ProcessEnv> {
    const schemas = await Promise.all(Object.keys(project.packages).map((pkg) => registry.schemaOf(pkg)));
    const types = schemas.flatMap((text) =>
        Object.entries((JSON.parse(text) as Schema).resources ?? {}).map(
            ([token, { isComponent, properties, aliases = [] }]) => [
                token,
                { isComponent: isComponent === true, outputs: Object.keys(properties ?? {}), aliases },
            ],
        ),
    );
    return { SANDBOX_YAML_FILE: project.rootDirectory, SANDBOX_YAML_TYPES: JSON.stringify(types) };
}
