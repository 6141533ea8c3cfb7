/**
 * The shapes of ListLogGroups' filters as botocore 1.44.5 has them (data/logs/2014-03-28/service-2.json), without the
 * documentation. Where there is a botocore, tests/fidelity compares this with it.
 */
export const MODEL = {
    TagFilters: {
        type: "list",
        member: {
            shape: "TagFilter",
        },
        max: 5,
        min: 1,
    },
    TagFilter: {
        type: "structure",
        required: ["key"],
        members: {
            key: {
                shape: "TagFilterKey",
            },
            values: {
                shape: "TagFilterValues",
            },
        },
    },
    TagFilterKey: {
        type: "string",
        max: 128,
        min: 1,
        pattern: "^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+)$",
    },
    TagFilterValues: {
        type: "list",
        member: {
            shape: "TagFilterValue",
        },
        max: 5,
        min: 0,
    },
    TagFilterValue: {
        type: "string",
        max: 259,
        min: 0,
        pattern: "^!?\\*?([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)\\*?$",
    },
    LogGroupNameRegexPattern: {
        type: "string",
        max: 129,
        min: 3,
        pattern: "(\\^?[\\.\\-_\\/#A-Za-z0-9]{3,24})(\\|\\^?[\\.\\-_\\/#A-Za-z0-9]{3,24}){0,4}",
    },
    LogGroupClass: {
        type: "string",
        enum: ["STANDARD", "INFREQUENT_ACCESS", "DELIVERY", "ESSENTIALS"],
    },
};
