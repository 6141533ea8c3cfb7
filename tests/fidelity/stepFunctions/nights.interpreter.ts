import { describeNights } from "./nights";

describeNights();
