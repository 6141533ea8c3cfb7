// Declares what the configuration says: { name: { inputs, options, kind, id }, … }, where `$name.property` is that
// property of another resource, `$secret.text` the text backwards, as a secret, and `$never` a value that never comes. Its dynamic resources record their calls (provider.js).
const pulumi = require("@pulumi/pulumi");

const provider = `exports.handler = () => require(${JSON.stringify(require.resolve("./provider.js"))});`;

class Recorder extends pulumi.CustomResource {
    constructor(name, inputs, options) {
        const outputs = { value: undefined, secretValue: undefined };
        super("pulumi-nodejs:dynamic:Recorder", name, { ...outputs, __provider: provider, name, ...inputs }, options);
    }
    static get(name, id, options) {
        return new Recorder(name, {}, { ...options, id });
    }
}
class Group extends pulumi.ComponentResource {
    constructor(name, _inputs, options) {
        super("recorder:index:Group", name, {}, options);
        this.registerOutputs({ registered: true });
    }
}

const config = new pulumi.Config();
const made = {};
for (const [name, { kind, inputs, options, id }] of Object.entries(JSON.parse(config.require("plan")))) {
    if (kind === "throw") {
        throw new Error("the program failed");
    } else if (kind === "log") {
        pulumi.log[inputs.severity](inputs.message, made[inputs.resource]);
    } else if (kind === "transform") {
        pulumi.runtime.registerResourceTransform(({ props, opts }) => ({
            props: { ...props, transformed: name },
            opts: { ...opts, ...options },
        }));
    } else if (kind === "invokeTransform") {
        pulumi.runtime.registerInvokeTransform(({ args, opts }) => ({ args, opts }));
    } else if (kind === "hook") {
        options.hooks = { beforeCreate: [new pulumi.ResourceHook(`${name}-hook`, () => undefined)] };
        made[name] = new Recorder(name, {}, options);
    } else if (kind === "errorHook") {
        made[name] = new pulumi.ErrorHook(name, () => true);
    } else if (kind === "invoke") {
        made[name] = { value: pulumi.runtime.invoke("recorded:index:ask", inputs, options) };
    } else if (kind === "provider") {
        made[name] = new pulumi.ProviderResource("recorded", name, inputs, options);
    } else if (id !== undefined) {
        made[name] = Recorder.get(name, id, resolved(options ?? {}));
    } else {
        made[name] = new (kind === "group" ? Group : Recorder)(name, resolved(inputs ?? {}), resolved(options ?? {}));
    }
}

function resolved(value) {
    if (Array.isArray(value)) {
        return value.map(resolved);
    }
    if (typeof value === "object" && value !== null) {
        return Object.fromEntries(Object.entries(value).map(([key, element]) => [key, resolved(element)]));
    }
    if (typeof value !== "string" || !value.startsWith("$")) {
        return value;
    }
    const [name, property] = value.slice(1).split(".");
    if (name === "archive") {
        return new pulumi.asset.AssetArchive({});
    }
    if (name === "remote") {
        return new pulumi.asset.RemoteAsset("https://example.com/asset");
    }
    if (name === "nan") {
        return NaN;
    }
    if (name === "never") {
        return new Promise(() => undefined);
    }
    if (name === "secret") {
        return pulumi.secret([...property].reverse().join(""));
    }
    return property === undefined ? made[name] : made[name][property];
}

module.exports = Object.fromEntries(
    Object.entries(made).flatMap(([name, { value }]) => (value === undefined ? [] : [[name, value]])),
);
