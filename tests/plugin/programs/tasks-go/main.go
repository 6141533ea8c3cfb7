package main

import (
	logsexport "example.com/pulumi-cloudwatch-logs-export/sdk/go/cloudwatchlogsexport"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		to := config.Get(ctx, "to")
		if to == "" {
			to = "2026-11-01T00:00:00Z"
		}
		options := []pulumi.ResourceOption{}
		if id := config.Get(ctx, "import"); id != "" {
			options = append(options, pulumi.Import(pulumi.ID(id)))
		}
		task, err := logsexport.NewExportTask(ctx, "task", &logsexport.ExportTaskArgs{
			LogGroupName:      pulumi.String("/aws/lambda/payments"),
			From:              pulumi.String("2026-10-01T00:00:00Z"),
			To:                pulumi.String(to),
			Destination:       pulumi.String("audit-archive"),
			DestinationPrefix: pulumi.String("audit"),
			Region:            pulumi.String("eu-central-1"),
			MaxAttempts:       pulumi.Int(1),
		}, options...)
		if err != nil {
			return err
		}
		ctx.Export("tasks", pulumi.Map{"task": task.TaskId})
		ctx.Export("uri", task.Uri)
		return nil
	})
}
