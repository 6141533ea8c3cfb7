import pulumi
import pulumi_cloudwatch_logs_export as logs_export

config = pulumi.Config()
task = logs_export.ExportTask(
    "task",
    log_group_name="/aws/lambda/payments",
    from_="2026-10-01T00:00:00Z",
    to=config.get("to") or "2026-11-01T00:00:00Z",
    destination="audit-archive",
    destination_prefix="audit",
    region="eu-central-1",
    max_attempts=1,
    opts=pulumi.ResourceOptions(import_=config.get("import")),
)
pulumi.export("tasks", {"task": task.task_id})
pulumi.export("uri", task.uri)
