package main

import (
	logsexport "example.com/pulumi-cloudwatch-logs-export/sdk/go/cloudwatchlogsexport"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		audit, err := logsexport.NewLogExport(ctx, "audit", &logsexport.LogExportArgs{
			LogGroups:         []string{"/aws/lambda/payments", "/aws/lambda/checkout"},
			From:              pulumi.StringRef("2026-10-01T00:00:00Z"),
			To:                pulumi.StringRef("2026-11-01T00:00:00Z"),
			DestinationPrefix: pulumi.StringRef("audit"),
		})
		if err != nil {
			return err
		}
		ctx.Export("bucket", audit.BucketName)
		ctx.Export("uris", audit.Uris)
		return nil
	})
}
