// The same program for `pulumi up`.
import { program } from "./program";

export = program;
