import ts from "typescript";
import { join } from "node:path";

/** The library's types and doc comments, by the compiler. */
export class LibraryTypes {
    private readonly checker: ts.TypeChecker;
    private readonly exported: ReadonlyMap<string, ts.Symbol>;

    constructor(root: string) {
        const file = join(root, "index.ts");
        const { config } = ts.readConfigFile(join(root, "tsconfig.json"), (path) => ts.sys.readFile(path)) as {
            config: { compilerOptions: unknown };
        };
        const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
        const program = ts.createProgram([file], { ...options, noEmit: true, types: [] }, ownFiles(options));
        this.checker = program.getTypeChecker();
        const source = program.getSourceFile(file);
        const module = source && this.checker.getSymbolAtLocation(source);
        if (!module) throw new Error(`${file} exports nothing.`);
        this.exported = new Map(
            this.checker
                .getExportsOfModule(module)
                .map((symbol) => [
                    symbol.name,
                    symbol.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol,
                ]),
        );
    }

    /** What a program can import under this name. */
    symbol(name: string): ts.Symbol {
        const found = this.exported.get(name);
        if (!found) throw new Error(`index.ts exports no ${name}.`);
        return found;
    }

    /** The properties of an interface or of an alias of object types, inherited ones too, in the order declared. */
    propertiesOf(symbol: ts.Symbol): ts.Symbol[] {
        this.refuseForeignBases(symbol);
        return this.checker.getDeclaredTypeOfSymbol(symbol).getProperties();
    }

    /** Properties that an interface inherits from another package's would be missing. */
    private refuseForeignBases(symbol: ts.Symbol | undefined): void {
        const clauses = symbol?.declarations
            ?.filter(ts.isInterfaceDeclaration)
            .flatMap((one) => one.heritageClauses ?? []);
        for (const base of clauses?.flatMap(({ types }) => types) ?? []) {
            const type = this.checker.getTypeAtLocation(base);
            if (type.flags & ts.TypeFlags.Any) throw new Error(`${base.getText()} is not a type of this package.`);
            this.refuseForeignBases(type.getSymbol());
        }
    }

    /** What a name in a type stands for. */
    resolve(name: ts.EntityName): ts.Symbol | undefined {
        const symbol = this.checker.getSymbolAtLocation(name);
        return symbol && symbol.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol;
    }

    /** The texts that a type allows, if it allows nothing else. */
    textsOf(node: ts.TypeNode): string[] | undefined {
        const type = this.checker.getTypeFromTypeNode(node);
        const members = type.isUnion() ? type.types : [type];
        return members.every((one) => one.isStringLiteral())
            ? members.map((one) => (one as ts.StringLiteralType).value)
            : undefined;
    }

    /** The doc comment in the words of a schema: prose, then the default, then examples of values. */
    descriptionOf(symbol: ts.Symbol): string {
        const prose = ts.displayPartsToString(symbol.getDocumentationComment(this.checker));
        const tags = symbol.getJsDocTags(this.checker);
        const textOf = (name: string) =>
            tags
                .filter((tag) => tag.name === name)
                .map((tag) => ts.displayPartsToString(tag.text).replace(/\s*\n\s*/g, " "));
        const paragraphs = [
            flowing(prose),
            ...textOf("default").map((text) => `Default: ${text}`),
            ...textOf("example")
                .filter((text) => !text.startsWith("```"))
                .map((text) => `Example: \`${text}\``),
        ];
        return paragraphs.filter((paragraph) => paragraph !== "").join("\n\n");
    }
}

/** A compiler's view of the library alone: what a schema says of another package's type stands in saidOtherwise.ts. */
function ownFiles(options: ts.CompilerOptions): ts.CompilerHost {
    const host = ts.createCompilerHost(options);
    host.resolveModuleNameLiterals = (literals, importer) =>
        literals.map(({ text }) =>
            text.startsWith(".") ? ts.resolveModuleName(text, importer, options, host) : { resolvedModule: undefined },
        );
    return host;
}

/** Comments are broken where the line ends; paragraphs, lists and tables are not. */
function flowing(text: string): string {
    return text
        .trim()
        .split(/\n{2,}/)
        .map((paragraph) => paragraph.replace(/\n(?![-|])/g, " "))
        .join("\n\n");
}
