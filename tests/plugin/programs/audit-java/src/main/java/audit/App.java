package audit;

import com.pulumi.Pulumi;
import com.pulumi.cloudwatchlogsexport.LogExport;
import com.pulumi.cloudwatchlogsexport.LogExportArgs;

public class App {
    public static void main(String[] args) {
        Pulumi.run(ctx -> {
            var audit = new LogExport("audit", LogExportArgs.builder()
                .logGroups("/aws/lambda/payments", "/aws/lambda/checkout")
                .from("2026-10-01T00:00:00Z")
                .to("2026-11-01T00:00:00Z")
                .destinationPrefix("audit")
                .build());
            ctx.export("bucket", audit.bucketName());
            ctx.export("uris", audit.uris());
        });
    }
}
