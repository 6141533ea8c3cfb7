/** A query to start from. Each `?` is a parameter, which Athena asks for in their order. */
export interface SavedQuery {
    readonly key: string;
    readonly description: string;
    readonly sql: (database: string) => string;
}

/** The names of table and view in the database. */
export const TABLE_NAME = "log_lines";
export const VIEW_NAME = "log_events";

export const QUERIES: readonly SavedQuery[] = [
    {
        key: "errors-by-hour",
        description: "Errors by hour. Parameters: log group, year, month, for example '/app/pay', '2026', '10'",
        sql: (database) => `SELECT date_trunc('hour', ts) AS hour_of_day, count(*) AS errors
FROM ${database}.${VIEW_NAME}
WHERE log_group = ? AND year = ? AND month = ?
  AND ts IS NOT NULL AND regexp_like(message, '(?i)error|exception|fatal')
GROUP BY 1
ORDER BY 1`,
    },
    {
        key: "events-of-a-request",
        description:
            "Lines with a request's ID. Parameters: log group, year, month, day, ID, for example '/app/pay', '2026', '10', '05', 'a1b2'",
        sql: (database) => `SELECT ts, log_stream, message
FROM ${database}.${VIEW_NAME}
WHERE log_group = ? AND year = ? AND month = ? AND day = ? AND strpos(message, ?) > 0
ORDER BY ts`,
    },
    {
        key: "to-parquet",
        description:
            "Copies a month into a table of Parquet files, in the workgroup's location. Parameters: log group, year, month",
        sql: (database) => `CREATE TABLE ${database}.log_events_parquet WITH (format = 'PARQUET') AS
SELECT ts, message, log_stream, task_id, log_group, year, month, day
FROM ${database}.${VIEW_NAME}
WHERE log_group = ? AND year = ? AND month = ?`,
    },
];
