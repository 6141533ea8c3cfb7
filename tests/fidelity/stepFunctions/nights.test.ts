import { describeNights } from "./nights";

// The others, which take minutes, are run by npm run test:interpreter.
describeNights(["given log groups", "a task that fails, and is halved"]);
