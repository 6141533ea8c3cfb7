"""Exports whole days of some log groups to a new bucket, in Python. See docs/languages.md.

    pulumi package add ../..    # generates the SDK and installs it into venv/
    pulumi config set aws:region eu-central-1
    pulumi config set --path 'logGroups[0]' /aws/lambda/payments
    pulumi config set from 2026-10-01T00:00:00Z
    pulumi config set to 2026-11-01T00:00:00Z
    pulumi up
"""

import pulumi
import pulumi_cloudwatch_logs_export as logs_export

config = pulumi.Config()
logs = logs_export.LogExport(
    "logs",
    log_groups=config.require_object("logGroups"),
    from_=config.require("from"),
    to=config.require("to"),
    split_by=logs_export.SplitBy.DAY,
    destination_prefix="logs",
)
pulumi.export("bucketName", logs.bucket_name)
pulumi.export("exports", logs.uris)
