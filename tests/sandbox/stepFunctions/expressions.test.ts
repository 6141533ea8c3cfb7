import assert from "node:assert/strict";
import { outputOf, play, start } from "./support";

const evaluate = (Output: string, input = {}) => outputOf({ P: { Type: "Pass", Output, End: true } }, { input });
const failure = async (Output: string) => (await play({ P: { Type: "Pass", Output, End: true } })).cause ?? "";

describe("JSONata within state machines", () => {
    for (const [expression, value] of Object.entries({
        "$partition([1,2,3,4], 3)": [[1, 2, 3], [4]],
        "$range(0, 10, 5)": [0, 5, 10],
        "$range(3, 1, -1)": [3, 2, 1],
        "$hash('input data', 'SHA-1')": "aaff4a450a104cd177d28d18d74485e8cae074b7",
        "$parse('{\"a\": [1]}').a[0]": 1,
        "$millis()": start,
        "$now()": "2026-11-20T00:00:00.000Z",
        "$fromMillis(0, '[Y]')": "1970",
    })) {
        it(`${expression} is ${JSON.stringify(value)}`, async () => {
            assert.deepEqual(await evaluate(`{% ${expression} %}`), value);
        });
    }
    it("$random and $uuid come from the seed", async () => {
        const draw = (seed: number) =>
            outputOf({ P: { Type: "Pass", Output: "{% [$random(), $uuid()] %}", End: true } }, { seed });
        assert.deepEqual(await draw(1), await draw(1));
        assert.notDeepEqual(await draw(1), await draw(2));
        assert.equal(await evaluate("{% $random(7) = $random(7) %}"), true);
    });
    // The causes are those that AWS gave: recorded by LocalStack's tests against it.
    it("an expression that gives nothing fails the state", async () => {
        assert.equal(
            await failure("{% $doesNotExist %}"),
            "An error occurred while executing the state 'P' (entered at the event id #2). " +
                "The JSONata expression '$doesNotExist' specified for the field 'Output' returned nothing (undefined).",
        );
    });
    it("an expression that throws fails the state, $eval among them", async () => {
        for (const source of ["$sum('a')", "$eval('1')", "$nothing()"]) {
            assert.match(
                await failure(`{% ${source} %}`),
                /specified for the field 'Output' threw an error during evaluation/,
            );
        }
    });
    it("a function is no value", async () => {
        assert.match(await failure("{% $fn := function($x){$x} %}"), /returned an unsupported result type/);
        assert.match(await failure("{% {'f': function($x){$x}} %}"), /returned an unsupported result type/);
    });
    for (const [source, problem] of Object.entries({
        $: "there is no $ at the top level",
        $$: "there is no $$",
        "$states.input.items[$$ = 1]": "there is no $$",
        title: "there is nothing at the top level that title could be a field of",
        "$count(title)": "there is nothing at the top level that title could be a field of",
        "[$states.input, $]": "there is no $ at the top level",
        "$states.input[": "is no JSONata",
    })) {
        it(`is refused where it has no item to be of: ${source}`, async () => {
            await assert.rejects(evaluate(`{% ${source} %}`), (error: Error) => error.message.includes(problem));
        });
    }
    it("has an item in steps, filters and groups of a path", async () => {
        const input = {
            items: [
                { id: "a", size: 1 },
                { id: "b", size: 2 },
            ],
        };
        for (const [source, value] of [
            ["$states.input.items[size > 1].id", "b"],
            ["$states.input.items.size[$ > 1]", 2],
            ["$sum($states.input.items.($.size + size))", 6],
            ["$states.input.items{id: size}", { a: 1, b: 2 }],
            ["$states.input.items^(>size)[0].id", "b"],
        ] as const) {
            assert.deepEqual(await evaluate(`{% ${source} %}`, input), value, source);
        }
    });
    it("a single match is a value and not an array, also after a state has handed it on", async () => {
        const states = {
            A: { Type: "Pass", Assign: { found: "{% { 'ids': $states.input.items[size > 1].id } %}" }, Next: "B" },
            B: { Type: "Pass", Output: "{% [$found.ids, $type($found.ids)] %}", End: true },
        };
        const items = [
            { id: "a", size: 1 },
            { id: "b", size: 2 },
        ];
        assert.deepEqual(await outputOf(states, { input: { items } }), ["b", "string"]);
    });
    it("knows the execution and the state by $states.context", async () => {
        const Output =
            "{% { 'e': $states.context.Execution.Input, 'm': $states.context.StateMachine.Name, " +
            "'s': $states.context.State.Name, 't': $states.context.Execution.StartTime } %}";
        const expected = { e: { a: 1 }, m: "machine0", s: "P", t: "2026-11-20T00:00:00.000Z" };
        assert.deepEqual(await evaluate(Output, { a: 1 }), expected);
    });
});

describe("variables", () => {
    it("keep their values from one state to the next, apart from its output", async () => {
        const states = {
            A: { Type: "Pass", Assign: { x: "{% $states.input.n + 1 %}" }, Output: "gone", Next: "B" },
            B: { Type: "Pass", Output: "{% $x & $states.input %}", End: true },
        };
        assert.equal(await outputOf(states, { input: { n: 1 } }), "2gone");
    });
    it("are seen by Assign and Output as they were when the state was entered", async () => {
        const states = {
            A: { Type: "Pass", Assign: { x: 1, y: 2 }, Next: "B" },
            B: { Type: "Pass", Assign: { x: "{% $y %}", y: "{% $x %}" }, Output: "{% [$x, $y] %}", Next: "C" },
            C: { Type: "Pass", Output: "{% [$states.input, $x, $y] %}", End: true },
        };
        assert.deepEqual(await outputOf(states), [1, 2, 2, 1]);
    });
    it("of outside are seen within a Map and a Parallel, those of inside not without", async () => {
        const inner = (name: string) => ({
            StartAt: name,
            States: {
                [name]: { Type: "Pass", Assign: { [`in${name}`]: "{% $x %}" }, Next: `${name}2` },
                [`${name}2`]: { Type: "Pass", Output: `{% $in${name} & $x %}`, End: true },
            },
        });
        const states = {
            A: { Type: "Pass", Assign: { x: "o" }, Next: "M" },
            M: { Type: "Map", Items: [1, 2], ItemProcessor: inner("I"), Next: "P" },
            P: { Type: "Parallel", Branches: [inner("B")], Assign: { maps: "{% $states.input %}" }, Next: "Z" },
            Z: { Type: "Pass", Output: "{% [$maps, $states.input, $exists($inI), $exists($inB)] %}", End: true },
        };
        assert.deepEqual(await outputOf(states), ["oo", "oo", "oo", false, false]);
    });
});
