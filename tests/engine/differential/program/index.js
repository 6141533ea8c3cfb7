"use strict";
// The program of every sequence: declares what the configuration's `plan` says. See sequence.ts for its form.
const pulumi = require("@pulumi/pulumi");

module.exports = function declare() {
    const plan = JSON.parse(new pulumi.Config().require("plan"));
    const made = {};
    const outputs = {};
    for (const declaration of plan.declarations) {
        const resource = make(declaration, (value) => resolved(value, made));
        made[declaration.name] = resource;
        if (resource.value !== undefined) outputs[declaration.name] = resource.value;
    }
    if (plan.throws) throw new Error("the program failed");
    return outputs;
};

function make({ kind, name, inputs, options }, resolve) {
    switch (kind) {
        case "thing":
            return new pulumi.CustomResource(
                "rec:index:Thing",
                name,
                { ...open, ...resolve(inputs) },
                resolve(options),
            );
        case "get": {
            const { id, ...rest } = resolve(options);
            return new pulumi.CustomResource("rec:index:Thing", name, { ...open }, { ...rest, id });
        }
        case "group": {
            const group = new pulumi.ComponentResource("rec:index:Group", name, resolve(inputs), resolve(options));
            group.registerOutputs({ registered: inputs.value ?? true });
            return group;
        }
        case "provider":
            return new pulumi.ProviderResource("rec", name, resolve(inputs), resolve(options));
        case "invoke":
            return { value: pulumi.runtime.invoke("rec:index:echo", resolve(inputs), resolve(options)) };
    }
}

// What an option `transforms` names.
const transforms = {
    nothing: () => undefined,
    value: ({ props, opts }) => ({ props: { ...props, value: 7 }, opts }),
    noOptions: ({ props }) => ({ props, opts: {} }),
};

// Outputs that other resources take their values from.
const open = { value: undefined, tags: undefined, made: undefined };

function resolved(value, made) {
    if (Array.isArray(value)) return value.map((element) => resolved(element, made));
    if (typeof value === "object" && value !== null)
        return Object.fromEntries(Object.entries(value).map(([key, element]) => [key, resolved(element, made)]));
    if (typeof value !== "string" || !value.startsWith("$")) return value;
    if (value.startsWith("$transform:")) return transforms[value.slice("$transform:".length)];
    if (value.startsWith("$secret:")) return pulumi.secret(value.slice("$secret:".length));
    if (value.startsWith("$text:")) return new pulumi.asset.StringAsset(value.slice("$text:".length));
    if (value.startsWith("$file:")) return new pulumi.asset.FileAsset(value.slice("$file:".length));
    const [name, property] = value.slice(1).split(".");
    return property === undefined ? made[name] : made[name][property];
}
