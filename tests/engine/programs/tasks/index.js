// Declares what the config says: `tasks` maps names to the arguments of an ExportTask, within components named as `within` says. A
// transform puts `under` before every destinationPrefix. With `told` the program says where each export is, if it knows.
const pulumi = require("@pulumi/pulumi");
const { ExportTask } = require("pulumi-cloudwatch-logs-export");

const config = new pulumi.Config();
const under = config.get("under");
if (under) {
    pulumi.runtime.registerResourceTransform(({ type, props, opts }) => {
        if (!type.endsWith(":ExportTask")) return undefined;
        return { props: { ...props, destinationPrefix: `${under}/${props.destinationPrefix}` }, opts };
    });
}
const parent = (config.getObject("within") ?? []).reduce(
    (outer, name) => new pulumi.ComponentResource("my:index:Part", name, {}, { parent: outer }),
    undefined,
);
const declared = Object.entries(config.getObject("tasks") ?? {});
const tasks = declared.map(([name, args]) => [name, new ExportTask(name, args, { parent })]);
if (config.getBoolean("told")) {
    for (const [name, { destination, destinationPrefix }] of tasks) {
        pulumi
            .all([destination, destinationPrefix])
            .apply((place) => pulumi.log.info(`${name} is at ${place.join("/")}`));
    }
}

module.exports = { tasks: Object.fromEntries(tasks.map(([name, task]) => [name, task.taskId])) };
