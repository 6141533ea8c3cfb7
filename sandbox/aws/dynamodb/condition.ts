import type { Tokens } from "./tokens";
import { compare, equal, typeOf, type AttributeValue, type Item } from "./values";

type Test = (item: Item) => boolean;
type Operand = (item: Item) => AttributeValue | undefined;

/**
 * A condition: comparators, BETWEEN, IN, functions, NOT, AND, OR and parentheses.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
 */
export function parseCondition(tokens: Tokens): Test {
    const test = disjunction(tokens);
    if (!tokens.isAtEnd) throw tokens.problem(`Syntax error; token: "${tokens.next()}"`);
    return test;
}

function disjunction(tokens: Tokens): Test {
    const tests = [conjunction(tokens)];
    while (tokens.take("OR")) tests.push(conjunction(tokens));
    return (item) => tests.some((test) => test(item));
}

function conjunction(tokens: Tokens): Test {
    const tests = [negation(tokens)];
    while (tokens.take("AND")) tests.push(negation(tokens));
    return (item) => tests.every((test) => test(item));
}

function negation(tokens: Tokens): Test {
    if (!tokens.take("NOT")) return primary(tokens);
    const test = negation(tokens);
    return (item) => !test(item);
}

function primary(tokens: Tokens): Test {
    if (tokens.take("(")) {
        const test = disjunction(tokens);
        tokens.expect(")");
        return test;
    }
    if (tokens.isFunction && !tokens.take("SIZE")) return call(tokens);
    const left = operand(tokens);
    if (tokens.take("BETWEEN")) {
        const low = operand(tokens);
        tokens.expect("AND");
        const high = operand(tokens);
        return (item) => {
            const [a, b] = [compare(left(item), low(item)), compare(left(item), high(item))];
            return a !== undefined && b !== undefined && a >= 0 && b <= 0;
        };
    }
    if (tokens.take("IN")) {
        const choices = list(tokens);
        return (item) => choices.some((choice) => equal(left(item), choice(item)));
    }
    const comparator = comparators[tokens.next()];
    if (!comparator) throw tokens.problem("Syntax error; a comparator was expected");
    const right = operand(tokens);
    return (item) => comparator(left(item), right(item));
}

const ordered =
    (holds: (order: number) => boolean) =>
    (a: AttributeValue | undefined, b: AttributeValue | undefined): boolean => {
        const order = compare(a, b);
        return order !== undefined && holds(order);
    };

const comparators: Readonly<Record<string, (a?: AttributeValue, b?: AttributeValue) => boolean>> = {
    "=": equal,
    "<>": (a, b) => !equal(a, b),
    "<": ordered((order) => order < 0),
    "<=": ordered((order) => order <= 0),
    ">": ordered((order) => order > 0),
    ">=": ordered((order) => order >= 0),
};

function list(tokens: Tokens): Operand[] {
    tokens.expect("(");
    const operands = [operand(tokens)];
    while (tokens.take(",")) operands.push(operand(tokens));
    tokens.expect(")");
    return operands;
}

function operand(tokens: Tokens): Operand {
    const value = tokens.value();
    if (value) return () => value;
    const name = tokens.path();
    return (item) => item[name];
}

function call(tokens: Tokens): Test {
    const name = tokens.next();
    tokens.expect("(");
    const path = tokens.path();
    const argument = tokens.take(",") ? operand(tokens) : undefined;
    tokens.expect(")");
    switch (name) {
        case "attribute_exists":
            return (item) => item[path] !== undefined;
        case "attribute_not_exists":
            return (item) => item[path] === undefined;
        case "attribute_type":
            return (item) => item[path] !== undefined && typeOf(item[path]) === argument?.(item)?.S;
        case "begins_with":
            return (item) => String(item[path]?.S ?? "\0").startsWith(String(argument?.(item)?.S));
        case "contains":
            return (item) => String(item[path]?.S ?? "").includes(String(argument?.(item)?.S));
        default:
            throw tokens.problem(`The sandbox does not emulate the function ${name}`);
    }
}
