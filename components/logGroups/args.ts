import { type WhereToLook } from "./lookup";
import { type LogGroupSelection } from "./selection";

/** What log groups are looked for, and where; all that is given has to hold. */
export interface SelectLogGroupsArgs extends LogGroupSelection, WhereToLook {
    /**
     * The Region that is looked in.
     * @default stack config `aws:region`, then the environment
     */
    readonly region?: string;
    /**
     * The profile of the AWS configuration files whose credentials are used.
     * @default stack config `aws:profile`, then the environment
     */
    readonly profile?: string;
    /**
     * The role that looks.
     * @default stack config `aws:assumeRoles`, or none where `profile` is given
     */
    readonly assumeRoleArn?: string;
}
