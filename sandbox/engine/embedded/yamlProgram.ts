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
 * What a YAML program is told besides its text: which types are components and what their outputs are, which only schemas say. The YAML host of the real
 * engine loads the schemas of all packages for that; here only plugins with a folder have one.
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
