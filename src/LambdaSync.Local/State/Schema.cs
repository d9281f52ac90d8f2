namespace LambdaSync.Local.State;

/// <summary>The tables of <c>sync.db</c>. Times are UTC ticks; enums are stored by name, so that their order may change.</summary>
static class Schema
{
    public const int Version = 10;

    public const string Sql = """
        CREATE TABLE record (
            catalog TEXT NOT NULL, object TEXT NOT NULL, aws_id TEXT NOT NULL,
            crm_object TEXT NOT NULL, crm_id TEXT NOT NULL,
            aws_baseline BLOB NOT NULL, crm_baseline BLOB NOT NULL, aws_modified INTEGER,
            payload_version INTEGER NOT NULL, closed INTEGER NOT NULL, version INTEGER NOT NULL, own_write INTEGER,
            PRIMARY KEY (catalog, object, aws_id), UNIQUE (catalog, crm_object, crm_id));
        CREATE TABLE job (
            id TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, direction TEXT NOT NULL, source TEXT NOT NULL,
            started INTEGER NOT NULL, ended INTEGER, status TEXT NOT NULL,
            records INTEGER NOT NULL, succeeded INTEGER NOT NULL, failed INTEGER NOT NULL, issues BLOB NOT NULL);
        CREATE INDEX job_started ON job (started);
        CREATE TABLE detail (
            job_id TEXT NOT NULL, idx INTEGER NOT NULL, aws_id TEXT NOT NULL, crm_id TEXT, outcome TEXT NOT NULL,
            at INTEGER NOT NULL, payload BLOB NOT NULL, issues BLOB NOT NULL,
            PRIMARY KEY (job_id, idx));
        CREATE INDEX detail_aws_id ON detail (aws_id, at);
        """ + Work + Quotas + Taken + Ages + Changes + Clock + Reported + Submission + Moved;

    /// <summary>The upgrades of an older file to each version from 2 on. An intent of version 2 belongs to a file that is redelivered.</summary>
    public static IReadOnlyList<string> Upgrades { get; } =
    [
        "CREATE TABLE claim (name TEXT);",
        "DROP TABLE claim; DROP TABLE IF EXISTS intent; ALTER TABLE record ADD COLUMN own_write INTEGER;" + Work + Quotas,
        Taken,
        Ages,
        Changes,
        Clock,
        Reported,
        Submission,
        Moved,
    ];

    const string Work = """

        CREATE TABLE work (
            catalog TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,
            reasons TEXT NOT NULL, wakes INTEGER NOT NULL, lane INTEGER NOT NULL, due INTEGER, since INTEGER NOT NULL,
            attempts INTEGER NOT NULL, cause TEXT, parked INTEGER NOT NULL, owner TEXT, epoch INTEGER NOT NULL, until INTEGER,
            intent BLOB, data BLOB, grouped TEXT NOT NULL,
            PRIMARY KEY (catalog, kind, id));
        CREATE INDEX work_due ON work (catalog, grouped, lane, due) WHERE due IS NOT NULL;
        CREATE INDEX work_parked ON work (catalog, since) WHERE parked;
        CREATE TABLE notification (
            id TEXT NOT NULL PRIMARY KEY, catalog TEXT NOT NULL, at INTEGER NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL,
            role TEXT, found INTEGER NOT NULL);
        CREATE INDEX notification_at ON notification (catalog, at);
        """;

    // Who had it before and did not settle it.
    const string Taken = "ALTER TABLE work ADD COLUMN after TEXT;";

    // What is too old is looked for at every tick. A file's log may be long.
    const string Ages = """

        CREATE INDEX IF NOT EXISTS detail_at ON detail (at);
        CREATE INDEX IF NOT EXISTS notification_age ON notification (at);
        """;

    // What a step changed and why; of older entries it is not known.
    const string Changes = """

        ALTER TABLE detail ADD COLUMN reason TEXT; ALTER TABLE detail ADD COLUMN changes BLOB;
        """;

    // The latest time that a worker came with: a time before it says that the clock was set back.
    const string Clock = """

        CREATE TABLE IF NOT EXISTS clock (latest INTEGER NOT NULL);
        INSERT INTO clock SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM clock);
        """;

    // Edits of fields that are never sent, as far as they were reported.
    const string Reported = """

        ALTER TABLE record ADD COLUMN reported_edits BLOB;
        """;

    const string Submission = """

        ALTER TABLE record ADD COLUMN submission BLOB;
        """;

    // A record whose link another one has taken over keeps its row, so the link is unique among the others only. SQLite drops a constraint
    // with its table.
    const string Moved = """

        ALTER TABLE record RENAME TO record_before;
        CREATE TABLE record (
            catalog TEXT NOT NULL, object TEXT NOT NULL, aws_id TEXT NOT NULL,
            crm_object TEXT NOT NULL, crm_id TEXT NOT NULL,
            aws_baseline BLOB NOT NULL, crm_baseline BLOB NOT NULL, aws_modified INTEGER,
            payload_version INTEGER NOT NULL, closed INTEGER NOT NULL, version INTEGER NOT NULL, own_write INTEGER,
            reported_edits BLOB, submission BLOB, moved_kind TEXT, moved_id TEXT,
            PRIMARY KEY (catalog, object, aws_id));
        INSERT INTO record
            SELECT catalog, object, aws_id, crm_object, crm_id, aws_baseline, crm_baseline, aws_modified, payload_version, closed, version, own_write,
                reported_edits, submission, NULL, NULL FROM record_before;
        DROP TABLE record_before;
        CREATE UNIQUE INDEX record_link ON record (catalog, crm_object, crm_id) WHERE moved_id IS NULL;
        """;

    // A ledger is what QuotaStateBytes writes.
    const string Quotas = """

        CREATE TABLE quota (account TEXT NOT NULL, grp TEXT NOT NULL, version INTEGER NOT NULL, state BLOB NOT NULL, PRIMARY KEY (account, grp));
        """;
}
