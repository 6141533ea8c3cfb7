import { type ExportTaskInputs } from "./inputs";

/** What Pulumi itself shows in place of a secret. */
export const MASK = "[secret]";

/** A shorter one is masked only where it stands alone: it is a part of too many words. */
const SHORTEST_IN_WORDS = 4;

/**
 * The values that programs of this run keep secret. Pulumi's host of dynamic providers takes the marks off before it calls,
 * so the resource lists the names of its secret inputs. What one export keeps secret, no other export's message shows either.
 */
export class Secrets {
    private readonly values = new Set<string>();

    /** Takes note of the secrets among the inputs of an export, or in its record. */
    learn(inputs: Readonly<Record<string, unknown>>): void {
        const { secretInputs } = inputs;
        if (!Array.isArray(secretInputs)) return;
        for (const name of secretInputs as string[]) {
            const value = inputs[name];
            if (typeof value !== "string" || value === "") continue;
            this.values.add(value);
            this.values.add(JSON.stringify(value).slice(1, -1)); // as messages quote it
        }
    }

    hide(text: string): string {
        // The longest first: a prefix often contains the log group's name.
        const values = [...this.values].sort((a, b) => b.length - a.length);
        return values.reduce((hidden, value) => hidden.replace(patternOf(value), MASK), text);
    }
}

function patternOf(value: string): RegExp {
    const literal = value.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    return new RegExp(value.length < SHORTEST_IN_WORDS ? `(?<!\\w)${literal}(?!\\w)` : literal, "g");
}

/** Whether an input is secret, so that what names it must not be written anywhere. */
export function isSecretInput(
    { secretInputs }: Pick<ExportTaskInputs, "secretInputs">,
    name: keyof ExportTaskInputs,
): boolean {
    return secretInputs?.includes(name) === true;
}
