// Exports from a program of your own: the Automation API runs program.ts inline, on the Pulumi CLI.
//
//   npx ts-node index.ts eu-central-1 2026-10-01T00:00:00Z 2026-11-01T00:00:00Z
import { LocalWorkspace } from "@pulumi/pulumi/automation";
import { program } from "./program";

async function main([region, from, to]: readonly string[]): Promise<void> {
    const stack = await LocalWorkspace.createOrSelectStack({ stackName: "prod", projectName: "automation", program });
    await stack.setAllConfig({ "aws:region": { value: region }, from: { value: from }, to: { value: to } });
    const { outputs } = await stack.up({ onOutput: console.error });
    console.log(JSON.stringify(outputs.exports.value));
}

main(process.argv.slice(2)).catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
});
