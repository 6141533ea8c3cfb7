// The table of an archive.
const pulumi = require("@pulumi/pulumi");
const { ArchiveTable } = require("pulumi-cloudwatch-logs-export");

const last = new pulumi.Config().requireNumber("lastYear");
const table = new ArchiveTable("audit", {
    archiveUri: "s3://audit-archive/audit/",
    years: { first: 2026, last },
    logGroups: ["/app/pay"],
});

module.exports.database = table.databaseName;
module.exports.view = table.viewName;
