import { type LookupTarget } from "./lookup";
import { type LogGroupSelection } from "./selection";

/** Which log groups to list, and where. A log group must match everything that is given. */
export interface SelectLogGroupsArgs extends LogGroupSelection, LookupTarget {
    /**
     * The Region of the log groups.
     * @default stack config `aws:region`, then the environment
     */
    readonly region?: string;
    /**
     * The profile of the AWS configuration files whose credentials are used.
     * @default stack config `aws:profile`, then the environment
     */
    readonly profile?: string;
    /**
     * The ARN of a role to assume.
     * @default stack config `aws:assumeRoles`, or none if `profile` is given
     */
    readonly assumeRoleArn?: string;
}
