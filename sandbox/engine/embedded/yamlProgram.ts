import type { Project } from "../project";
import type { ProviderRegistry } from "./providerRegistry";

interface Schema {
    readonly resources?: Readonly<Record<string, { readonly isComponent?: boolean; readonly properties?: object }>>;
}

/**
 * The variables with which sandbox/engine/yaml finds a program and knows its types: which are components, and their outputs.
 * The real YAML host loads the schemas of all packages. Here only plugins with a folder have one.
 */
export async function yamlEnvironment(project: Project, registry: ProviderRegistry): Promise<NodeJS.ProcessEnv> {
    const schemas = await Promise.all(Object.keys(project.packages).map((pkg) => registry.schemaOf(pkg)));
    const types = schemas.flatMap((text) =>
        Object.entries((JSON.parse(text) as Schema).resources ?? {}).map(([token, { isComponent, properties }]) => [
            token,
            { isComponent: isComponent === true, outputs: Object.keys(properties ?? {}) },
        ]),
    );
    return { SANDBOX_YAML_FILE: project.rootDirectory, SANDBOX_YAML_TYPES: JSON.stringify(types) };
}
