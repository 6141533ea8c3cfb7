import pulumi
import pulumi_cloudwatch_logs_export as logs_export

audit = logs_export.LogExport(
    "audit",
    log_groups=["/aws/lambda/payments", "/aws/lambda/checkout"],
    from_="2026-10-01T00:00:00Z",
    to="2026-11-01T00:00:00Z",
    destination_prefix="audit",
)
pulumi.export("bucket", audit.bucket_name)
pulumi.export("uris", audit.uris)
