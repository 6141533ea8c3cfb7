import type { Tokens } from "./tokens";
import type { AttributeValue, Item } from "./values";

type Change = (before: Item, after: Item) => void;

/** SET with plain values, if_not_exists, + and -; REMOVE; ADD with numbers. */
export function parseUpdate(tokens: Tokens): Change {
    const changes: Change[] = [];
    const actions: Readonly<Record<string, () => Change>> = {
        SET: () => set(tokens),
        REMOVE: () => remove(tokens),
        ADD: () => add(tokens),
    };
    while (!tokens.isAtEnd) {
        const word = tokens.next().toUpperCase();
        const action = actions[word];
        if (!action) throw tokens.problem(`The sandbox does not emulate ${word} here`);
        do changes.push(action());
        while (tokens.take(","));
    }
    return (before, after) => changes.forEach((change) => change(before, after));
}

function set(tokens: Tokens): Change {
    const name = tokens.path();
    tokens.expect("=");
    const first = term(tokens);
    const sign = tokens.take("+") ? 1 : tokens.take("-") ? -1 : 0;
    if (sign === 0) return (before, after) => void (after[name] = present(tokens, first(before)));
    const second = term(tokens);
    return (before, after) => {
        const sum = numberOf(tokens, first(before)) + sign * numberOf(tokens, second(before));
        after[name] = { N: String(sum) };
    };
}

function term(tokens: Tokens): (item: Item) => AttributeValue | undefined {
    if (tokens.isFunction) {
        const name = tokens.next();
        if (name !== "if_not_exists") throw tokens.problem(`The sandbox does not emulate the function ${name}`);
        tokens.expect("(");
        const path = tokens.path();
        tokens.expect(",");
        const otherwise = term(tokens);
        tokens.expect(")");
        return (item) => item[path] ?? otherwise(item);
    }
    const value = tokens.value();
    if (value) return () => value;
    const path = tokens.path();
    return (item) => item[path];
}

function remove(tokens: Tokens): Change {
    const name = tokens.path();
    return (_, after) => void delete after[name];
}

function add(tokens: Tokens): Change {
    const name = tokens.path();
    const value = tokens.value();
    return (before, after) => {
        after[name] = { N: String(numberOf(tokens, before[name] ?? { N: "0" }) + numberOf(tokens, value)) };
    };
}

function present(tokens: Tokens, value: AttributeValue | undefined): AttributeValue {
    if (value) return value;
    throw tokens.problem("The provided expression refers to an attribute that does not exist in the item");
}

function numberOf(tokens: Tokens, value: AttributeValue | undefined): number {
    const found = present(tokens, value);
    if ("N" in found) return Number(found.N);
    throw tokens.problem("An operand in the update expression has an incorrect data type");
}
