/** One export as a program declares it. */
export interface DeclaredTask {
    readonly logGroupName: string;
    readonly region: string;
    readonly logStreamNamePrefix?: string;
    readonly from: number;
    readonly to: number;
    readonly destination: string;
    readonly destinationPrefix: string;
    readonly triggers?: number;
    readonly timeoutSeconds?: number;
    readonly waitForCompletion?: boolean;
    readonly settleHours?: number;
    readonly removalPolicy?: "retain" | "delete";
    readonly opts?: ResourceOptions;
}

/** The options of a resource that matter here. */
export interface ResourceOptions {
    /** Names that the resource had before. */
    readonly aliases?: readonly string[];
    readonly deleteBeforeReplace?: boolean;
}

/** A LogExport into an existing bucket: log groups × days. */
export interface DeclaredLogExport extends Omit<DeclaredTask, "logGroupName" | "destination"> {
    readonly logGroups: readonly string[];
    readonly splitBy: "day";
    readonly bucket: { readonly existing: string };
}

/** What one program declares, in the shape of its config. */
export interface Declaration {
    readonly tasks: Readonly<Record<string, DeclaredTask>>;
    readonly exports: Readonly<Record<string, DeclaredLogExport>>;
}
