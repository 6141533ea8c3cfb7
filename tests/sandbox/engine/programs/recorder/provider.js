// A dynamic provider that appends `method name` to the file $RECORDER_JOURNAL, and does what its inputs ask for:
//   value: any; a change updates            place: any; a change replaces
//   first: true deletes before replacing    silent: true says nothing about differences
//   fails: { create | update | delete | read: message }
//   initFails: reasons, to be there but not started; cleared by an update of an input or by `heals`
const { appendFileSync } = require("node:fs");
const { setTimeout } = require("node:timers");

function note(method, name) {
    appendFileSync(process.env.RECORDER_JOURNAL, `${method} ${name}\n`);
}
function failOn(method, inputs) {
    if (inputs.fails?.[method]) {
        throw new Error(inputs.fails[method]);
    }
}
function notStarted(id, inputs) {
    const error = new Error("not started");
    error.id = id;
    error.reasons = inputs.initFails;
    error.properties = { ...inputs, started: false };
    return error;
}
const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds ?? 0));

let created = 0;
module.exports = {
    async check(olds, news) {
        note("check", news.name);
        const failures = news.invalid ? [{ property: "invalid", reason: "it must not be set" }] : [];
        return { inputs: { ...news, defaulted: "by check" }, failures };
    },
    async diff(id, olds, news) {
        note("diff", news.name);
        if (news.silent) {
            return {};
        }
        const changed = (key) => JSON.stringify(olds[key]) !== JSON.stringify(news[key]);
        return {
            changes: changed("value") || changed("place") || changed("transformed"),
            replaces: changed("place") ? ["place"] : [],
            deleteBeforeReplace: news.first === true,
        };
    },
    async create(inputs) {
        note("create", inputs.name);
        await sleep(inputs.delay);
        failOn("create", inputs);
        const id = `${inputs.name}-${process.pid}-${created++}`;
        if (inputs.initFails) {
            throw notStarted(id, inputs);
        }
        note("created", inputs.name);
        return { id, outs: { ...inputs, started: true } };
    },
    async read(id, props) {
        note("read", props.name ?? id);
        failOn("read", props);
        if (id === "missing" || props.vanishes) {
            return {};
        }
        return { id, props: { name: id, value: "read", ...props } };
    },
    async update(id, olds, news) {
        note("update", news.name);
        failOn("update", news);
        if (news.initFails && !news.heals) {
            throw notStarted(id, news);
        }
        return { outs: { ...news, started: true } };
    },
    async delete(id, props) {
        note("delete", props.name);
        failOn("delete", props);
    },
};
