import * as pulumi from "@pulumi/pulumi/provider";
import { connectOnce } from "../providers/exportTask/progress/progress";
import { becomePlugin } from "../providers/host";
import { hasOwnConfig } from "./config";
import { completeHost } from "./completeHost";
import { cloudwatchLogsExport } from "./provider";

becomePlugin({ hasOwnConfig });
connectOnce();
completeHost();
void pulumi.main(cloudwatchLogsExport, process.argv.slice(2));
