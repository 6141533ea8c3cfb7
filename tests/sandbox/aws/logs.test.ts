import assert from "node:assert/strict";
import {
    CreateLogGroupCommand,
    CreateLogStreamCommand,
    DeleteLogGroupCommand,
    DeleteRetentionPolicyCommand,
    DescribeLogGroupsCommand,
    DescribeLogStreamsCommand,
    FilterLogEventsCommand,
    GetLogEventsCommand,
    ListLogGroupsCommand,
    ListTagsForResourceCommand,
    PutLogEventsCommand,
    PutMetricFilterCommand,
    PutRetentionPolicyCommand,
    TagResourceCommand,
    UntagResourceCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { account, answers, clients, region, withAws } from "./support";
import { DAY, HOUR } from "../../support/durations";

describe("sandbox: log groups, streams and events", () => {
    const test = withAws({ limits: { throttle: false } });
    const logGroupName = "/app/orders";
    const create = (name: string, more: object = {}) =>
        test.logs.send(new CreateLogGroupCommand({ logGroupName: name, ...more }));

    it("describes a group with both of its ARNs", async () => {
        await create(logGroupName);
        const { logGroups } = await test.logs.send(new DescribeLogGroupsCommand({}));
        const arn = `arn:aws:logs:${region}:${account}:log-group:${logGroupName}`;
        assert.deepEqual(logGroups, [
            {
                logGroupName,
                creationTime: test.clock.now(),
                metricFilterCount: 0,
                arn: `${arn}:*`,
                logGroupArn: arn,
                storedBytes: 0,
                logGroupClass: "STANDARD",
                deletionProtectionEnabled: false,
            },
        ]);
        await assert.rejects(create(logGroupName), answers("ResourceAlreadyExistsException"));
        await test.logs.send(new DeleteLogGroupCommand({ logGroupName }));
        await assert.rejects(
            test.logs.send(new DeleteLogGroupCommand({ logGroupName })),
            answers("ResourceNotFoundException", "The specified log group does not exist."),
        );
    });

    it("finds groups by prefix, by part of the name and by class, page by page", async () => {
        for (const name of ["/b/Web", "/a/web", "/a/db"]) await create(name);
        await create("/a/rare", { logGroupClass: "INFREQUENT_ACCESS" });
        const find = async (input: object) =>
            (await test.logs.send(new DescribeLogGroupsCommand(input))).logGroups?.map((group) => group.logGroupName);
        assert.deepEqual(await find({ logGroupNamePrefix: "/a/" }), ["/a/db", "/a/rare", "/a/web"]);
        assert.deepEqual(await find({ logGroupNamePattern: "web" }), ["/a/web", "/b/Web"]);
        assert.deepEqual(await find({ logGroupClass: "INFREQUENT_ACCESS" }), ["/a/rare"]);
        const both = find({ logGroupNamePrefix: "/a", logGroupNamePattern: "web" });
        await assert.rejects(both, answers("InvalidParameterException", /mutually exclusive/));
        const { nextToken } = await test.logs.send(new DescribeLogGroupsCommand({ limit: 3 }));
        assert.deepEqual(await find({ limit: 3, nextToken }), ["/b/Web"]);
        await assert.rejects(find({ nextToken: "nonsense" }), answers("InvalidParameterException"));
    });

    it("lists groups by regular expression, class and tags in one call", async () => {
        await create("/aws/lambda/a", { tags: { stage: "prod" } });
        await create("/aws/lambda/b", { tags: { stage: "Production" } });
        await create("/my/lambda/c", { tags: { stage: "test" } });
        const list = async (input: object) =>
            (await test.logs.send(new ListLogGroupsCommand(input))).logGroups?.map((group) => group.logGroupName);
        const tag = (...values: string[]) => ({ logGroupTags: [{ key: "stage", values }] });
        assert.deepEqual(await list({ logGroupNamePattern: "^/aws/lambda" }), ["/aws/lambda/a", "/aws/lambda/b"]);
        assert.deepEqual(await list({ logGroupNamePattern: "^/my|da/b" }), ["/aws/lambda/b", "/my/lambda/c"]);
        assert.deepEqual(await list(tag("prod")), ["/aws/lambda/a"]);
        assert.deepEqual(await list(tag("prod*")), ["/aws/lambda/a", "/aws/lambda/b"]);
        assert.deepEqual(await list(tag("!prod")), ["/aws/lambda/b", "/my/lambda/c"]);
        await assert.rejects(list({ logGroupNamePattern: "x" }), answers("InvalidParameterException"));
    });

    it("keeps accounts and Regions apart", async () => {
        await create(logGroupName);
        await test.aws.control.registerKey("AKIAOTHER", { accountId: "999999999999" });
        for (const options of [{ region: "us-east-1" }, { accessKeyId: "AKIAOTHER" }]) {
            const { logs } = clients(test.aws.endpoint, options);
            assert.deepEqual((await logs.send(new DescribeLogGroupsCommand({}))).logGroups, []);
        }
    });

    it("tags a group by the ARN without the star", async () => {
        await create(logGroupName, { tags: { a: "1" } });
        const resourceArn = `arn:aws:logs:${region}:${account}:log-group:${logGroupName}`;
        await test.logs.send(new TagResourceCommand({ resourceArn, tags: { b: "2" } }));
        await test.logs.send(new UntagResourceCommand({ resourceArn, tagKeys: ["a"] }));
        const { tags } = await test.logs.send(new ListTagsForResourceCommand({ resourceArn }));
        assert.deepEqual(tags, { b: "2" });
        const starred = new ListTagsForResourceCommand({ resourceArn: `${resourceArn}:*` });
        await assert.rejects(test.logs.send(starred), answers("InvalidParameterException"));
    });

    describe("with a stream", () => {
        const stream = { logGroupName, logStreamName: "web/1" };
        beforeEach(async () => {
            await create(logGroupName);
            await test.logs.send(new CreateLogStreamCommand(stream));
        });
        const put = (...timestamps: number[]) => {
            const logEvents = timestamps.map((timestamp) => ({ timestamp, message: `at ${timestamp}` }));
            return test.logs.send(new PutLogEventsCommand({ ...stream, logEvents }));
        };
        const filter = async (input: object = {}) =>
            (await test.logs.send(new FilterLogEventsCommand({ logGroupName, ...input }))).events ?? [];

        it("takes events from 14 days back to two hours ahead, and names the others by their place", async () => {
            const now = test.clock.now();
            const old = await put(now - 14 * DAY - 2, now - 14 * DAY - 1, now - 14 * DAY);
            assert.deepEqual(old.rejectedLogEventsInfo, { tooOldLogEventEndIndex: 2 });
            const ahead = await put(now, now + 2 * HOUR, now + 2 * HOUR + 1);
            assert.deepEqual(ahead.rejectedLogEventsInfo, { tooNewLogEventStartIndex: 2 });
            assert.equal((await filter()).length, 3);
            await assert.rejects(put(now, now - 1), answers("InvalidParameterException", /chronological/));
            await assert.rejects(put(now - 2 * DAY, now), answers("InvalidParameterException", /24 hours/));
        });

        it("expires events by the group's retention", async () => {
            const now = test.clock.now();
            await put(now - HOUR, now);
            await test.logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 1 }));
            assert.deepEqual((await put(now - 25 * HOUR, now - 23 * HOUR)).rejectedLogEventsInfo, {
                expiredLogEventEndIndex: 1,
            });
            test.clock.advance(DAY);
            assert.deepEqual(
                (await filter()).map(({ timestamp }) => timestamp),
                [now],
            );
            await test.logs.send(new DeleteRetentionPolicyCommand({ logGroupName }));
            const bad = new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 2 });
            await assert.rejects(test.logs.send(bad), answers("InvalidParameterException", /enum value set/));
        });

        it("reads a stream forwards and backwards, and repeats the token at the end", async () => {
            const now = test.clock.now();
            await put(now, now + 1, now + 2);
            const read = (input: object) => test.logs.send(new GetLogEventsCommand({ ...stream, ...input }));
            const first = await read({ startFromHead: true, limit: 2 });
            assert.deepEqual(
                first.events?.map(({ timestamp }) => timestamp),
                [now, now + 1],
            );
            const second = await read({ nextToken: first.nextForwardToken });
            assert.deepEqual(
                second.events?.map(({ timestamp }) => timestamp),
                [now + 2],
            );
            const last = await read({ nextToken: second.nextForwardToken });
            assert.deepEqual([last.events, last.nextForwardToken], [[], second.nextForwardToken]);
            const newest = await read({ limit: 1, startTime: now, endTime: now + 2 });
            assert.deepEqual(
                newest.events?.map(({ timestamp }) => timestamp),
                [now + 1],
            );
        });

        it("filters by words and by a phrase, and refuses loudly any other pattern", async () => {
            const logEvents = ["ERROR one", "two ERROR x", "fine"].map((message) => ({
                message,
                timestamp: test.clock.now(),
            }));
            await test.logs.send(new PutLogEventsCommand({ ...stream, logEvents }));
            assert.equal((await filter({ filterPattern: "ERROR two" })).length, 1);
            assert.equal((await filter({ filterPattern: '"ERROR one"' })).length, 1);
            await assert.rejects(filter({ filterPattern: "{ $.a = 1 }" }), answers("NotImplemented", /filter pattern/));
        });

        it("describes streams by name or by their last event", async () => {
            await test.logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName: "zz" }));
            await put(test.clock.now() - 5, test.clock.now());
            const describe = async (input: object) =>
                (await test.logs.send(new DescribeLogStreamsCommand({ logGroupName, ...input }))).logStreams ?? [];
            const [web, zz] = await describe({});
            assert.deepEqual([web.logStreamName, zz.logStreamName], ["web/1", "zz"]);
            assert.deepEqual(
                [web.firstEventTimestamp, web.lastEventTimestamp, zz.lastEventTimestamp],
                [test.clock.now() - 5, test.clock.now(), undefined],
            );
            assert.equal((await describe({ orderBy: "LastEventTime", descending: true }))[0].logStreamName, "web/1");
            assert.deepEqual((await describe({ logStreamNamePrefix: "z" })).length, 1);
        });
    });

    it("does not read events of the infrequent access class", async () => {
        await create(logGroupName, { logGroupClass: "INFREQUENT_ACCESS" });
        const read = test.logs.send(new FilterLogEventsCommand({ logGroupName }));
        await assert.rejects(read, answers("ValidationException"));
    });

    it("refuses loudly an operation or a parameter that it does not do", async () => {
        const filter = { filterName: "f", filterPattern: "", metricTransformations: [], logGroupName };
        await assert.rejects(
            test.logs.send(new PutMetricFilterCommand(filter)),
            answers("NotImplemented", "The sandbox does not emulate logs PutMetricFilter."),
        );
        await assert.rejects(
            create("/x", { deletionProtectionEnabled: true }),
            answers("NotImplemented", /deletionProt/),
        );
    });
});
