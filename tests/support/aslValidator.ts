/** asl-validator comes without types. */
type Validator = (definition: unknown) => { readonly isValid: boolean; errorsText(separator?: string): string };

// eslint-disable-next-line @typescript-eslint/no-require-imports -- it is a CommonJS module without types
const validate = require("asl-validator") as Validator;

/** The problems of a state machine's definition. The validator gets a copy, because it changes its argument. */
export function errorsInDefinition(definition: object): string {
    const { isValid, errorsText } = validate(JSON.parse(JSON.stringify(definition)));
    return isValid ? "" : errorsText();
}
