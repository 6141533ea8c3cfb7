export const usage = `
npm run --silent sandbox -- up|preview|refresh|destroy --program DIR --state DIR [options]
npm run --silent sandbox -- aws --port N [options]

  --program DIR           the folder with Pulumi.yaml
  --state DIR             where the stack's state is kept, and the emulated AWS between runs
  --config key=value      a configuration value; may be repeated
  --secret key=value      the same, as a secret
  --stack NAME            the stack's name (default: sandbox)
  --engine NAME           embedded (default, needs only Node) or pulumi (the CLI on PATH)
  --json                  one JSON object with the result on stdout; everything else goes to stderr
  --continue-on-error     go past a failed resource
  --replace URN           replace this resource; may be repeated
  --parallel N            so many resources at a time (default: four times the number of CPUs)
  --clock SPEED           the sandbox's time runs so many times as fast as the real one
  --seed FILE             what the emulated AWS starts with, when it has no state yet
  --port N                where the emulated AWS listens (command aws)
  --account ID            its account (default: 123456789012)

If AWS_ENDPOINT_URL is set, that server is used instead of an own one.
`.trim();

/** A command line that cannot be understood. */
export class UsageError extends Error {
    constructor(message: string) {
        super(`${message}\n\n${usage}`);
    }
}
