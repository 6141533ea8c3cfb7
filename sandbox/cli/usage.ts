export const usage = `
npm run --silent sandbox -- up|preview|refresh|destroy --program DIR --state DIR [options]
npm run --silent sandbox -- aws --port N [options]

  --program DIR           the folder with Pulumi.yaml
  --state DIR             the folder for the state of the stack and, between runs, of the emulated AWS
  --config key=value      a configuration value; may be repeated
  --secret key=value      the same, as a secret
  --stack NAME            the stack's name (default: sandbox)
  --engine NAME           embedded (default, needs only Node) or pulumi (the CLI on PATH)
  --json                  one JSON object with the result on stdout; everything else goes to stderr
  --continue-on-error     continue after a failed resource
  --replace URN           replace this resource; may be repeated
  --parallel N            resources at a time (default: four times the number of CPUs)
  --clock SPEED           the sandbox's time runs this many times as fast as real time
  --seed FILE             the initial content of the emulated AWS, if it has no state yet
  --port N                the port of the emulated AWS (command aws)
  --account ID            its account (default: 123456789012)

If AWS_ENDPOINT_URL is set, that server is used instead of a new emulated AWS.
`.trim();

/** An invalid command line. */
export class UsageError extends Error {
    constructor(message: string) {
        super(`${message}\n\n${usage}`);
    }
}
