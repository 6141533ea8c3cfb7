/** asl-validator comes without types. */
type Validator = (definition: unknown) => { readonly isValid: boolean; errorsText(separator?: string): string };

// eslint-disable-next-line @typescript-eslint/no-require-imports -- it is a CommonJS module without types
const validate = require("asl-validator") as Validator;

/** What is wrong with a state machine's definition; empty where nothing is. It is given a copy, which it changes. */
export function errorsInDefinition(definition: object): string {
    const { isValid, errorsText } = validate(JSON.parse(JSON.stringify(definition)));
    return isValid ? "" : errorsText();
}
