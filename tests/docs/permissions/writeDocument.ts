import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../package/project";
import { permissionsDocument } from "./document";

writeFileSync(join(ROOT, "docs", "permissions.md"), permissionsDocument());
