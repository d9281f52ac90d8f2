namespace LambdaSync.Local.State;

/// <summary>The tables of <c>sync.db</c>. Times are UTC ticks; enums are stored by name, so that their order may change.</summary>
static class Schema
{
    public const int Version = 3;

    public const string Sql = """
        CREATE TABLE record (
            catalog TEXT NOT NULL, object TEXT NOT NULL, aws_id TEXT NOT NULL,
            crm_object TEXT NOT NULL, crm_id TEXT NOT NULL,
            aws_baseline BLOB NOT NULL, crm_baseline BLOB NOT NULL, aws_modified INTEGER,
            payload_version INTEGER NOT NULL, closed INTEGER NOT NULL, version INTEGER NOT NULL,
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
        CREATE TABLE intent (
            job_id TEXT NOT NULL, idx INTEGER NOT NULL, catalog TEXT NOT NULL, object TEXT NOT NULL, aws_id TEXT NOT NULL,
            write BLOB NOT NULL,
            PRIMARY KEY (job_id, idx));
        """ + Claims + Quotas;

    /// <summary>What takes an older file to each version from 2 on.</summary>
    public static IReadOnlyList<string> Upgrades { get; } = [Claims, Quotas];

    const string Claims = """

        CREATE TABLE claim (name TEXT NOT NULL PRIMARY KEY, owner TEXT NOT NULL, until INTEGER NOT NULL);
        """;

    // A ledger is what QuotaStateBytes writes.
    const string Quotas = """

        CREATE TABLE quota (account TEXT NOT NULL, grp TEXT NOT NULL, version INTEGER NOT NULL, state BLOB NOT NULL, PRIMARY KEY (account, grp));
        """;
}
