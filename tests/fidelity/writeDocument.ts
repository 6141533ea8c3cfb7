import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fidelityDocument } from "./document";

writeFileSync(join(__dirname, "..", "..", "docs", "fidelity.md"), fidelityDocument());
