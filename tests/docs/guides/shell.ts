/** The commands of a shell block, each as its words; `$(…)` is left as it stands, for the caller to replace. */
export function commandsOf(text: string): string[][] {
    return text
        .replace(/\\\n/g, " ")
        .split("\n")
        .flatMap((line) => line.split("&&"))
        .map(wordsOf)
        .filter(({ length }) => length > 0);
}

/** A word: quoted in one of two ways, a substitution, or anything else up to a space; several of them side by side are one. */
const PART = /'([^']*)'|"([^"]*)"|(\$\([^)]*\))|([^\s'"#$]+|[#$](?!\())/y;

function wordsOf(line: string): string[] {
    const words: string[] = [];
    let at = 0;
    while (at < line.length) {
        if (/\s/.test(line[at])) {
            at++;
            continue;
        }
        if (line[at] === "#") break;
        let word = "";
        for (PART.lastIndex = at; at < line.length; at = PART.lastIndex) {
            const part = PART.exec(line);
            if (!part) break;
            word += part.slice(1).find((text) => text !== undefined) ?? "";
        }
        words.push(word);
    }
    return words;
}

/** The options of a command as `--name value`, and what stands beside them; an option without a value is `true`. */
export function optionsOf(words: readonly string[]): {
    options: [name: string, value: string | true][];
    rest: string[];
} {
    const options: [string, string | true][] = [];
    const rest: string[] = [];
    for (let index = 0; index < words.length; index++) {
        if (!words[index].startsWith("--")) rest.push(words[index]);
        else if (index + 1 < words.length && !/^(--|s3:)/.test(words[index + 1])) {
            options.push([words[index].slice(2), words[++index]]);
        } else options.push([words[index].slice(2), true]);
    }
    return { options, rest };
}
