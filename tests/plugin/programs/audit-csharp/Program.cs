using System.Collections.Generic;
using Pulumi;
using Pulumi.CloudWatchLogsExport;

return await Deployment.RunAsync(() =>
{
    var audit = new LogExport("audit", new()
    {
        LogGroups = new() { "/aws/lambda/payments", "/aws/lambda/checkout" },
        From = "2026-10-01T00:00:00Z",
        To = "2026-11-01T00:00:00Z",
        DestinationPrefix = "audit",
    });
    return new Dictionary<string, object?>
    {
        ["bucket"] = audit.BucketName,
        ["uris"] = audit.Uris,
    };
});
