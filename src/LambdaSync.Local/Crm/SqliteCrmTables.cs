using LambdaSync.Connections.BuiltIn;
using LambdaSync.Local.State;
using LambdaSync.Sync;
using FlatRecord = LambdaSync.Connections.BuiltIn.FlatRecord;

namespace LambdaSync.Local.Crm;

/// <summary>The tables of <c>crm.db</c>; every method runs inside a transaction of the file.</summary>
sealed class SqliteCrmTables(SqliteFile file, TimeProvider time) : ICrmTables
{
    public const int Version = 4;

    public const string Schema = """
        CREATE TABLE record (id TEXT NOT NULL PRIMARY KEY, object TEXT NOT NULL, fields BLOB NOT NULL);
        CREATE INDEX record_object ON record (object, id);
        CREATE TABLE external_id (
            object TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL, id TEXT NOT NULL,
            PRIMARY KEY (object, field, value)) WITHOUT ROWID;
        CREATE INDEX external_id_id ON external_id (id);
        CREATE TABLE counter (object TEXT NOT NULL PRIMARY KEY, last INTEGER NOT NULL);
        """ + Feed + FeedIndex + Gone4;

    /// <summary>What takes an older file to each version from 2 on; what was changed before version 2 is not known.</summary>
    public static IReadOnlyList<string> Upgrades { get; } = [Feed + FirstFeedIndex, "DROP INDEX change_number;" + FeedIndex, Gone4];

    // A record's last change by a person; an object's numbers only grow, and one writer at a time gives them.
    const string Feed = """

        CREATE TABLE change (object TEXT NOT NULL, id TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (object, id)) WITHOUT ROWID;
        """;

    const string FirstFeedIndex = "CREATE UNIQUE INDEX change_number ON change (number);";

    const string FeedIndex = "CREATE UNIQUE INDEX change_number ON change (object, number);";

    // What is left of deleted records, and the id that never changes.
    const string Gone4 = """

        CREATE TABLE gone (object TEXT NOT NULL, id TEXT NOT NULL, into_object TEXT, into_id TEXT, PRIMARY KEY (object, id)) WITHOUT ROWID;
        CREATE TABLE indexed (object TEXT NOT NULL, field TEXT NOT NULL, key TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (object, field, key, id)) WITHOUT ROWID;
        CREATE TABLE organization (id TEXT NOT NULL);
        INSERT INTO organization VALUES (lower(hex(randomblob(16))));
        """;

    readonly Statement _get = file.Prepare("SELECT id, fields FROM record WHERE id = $1 AND object = $2");

    readonly Statement _put = file.Prepare("""
        INSERT INTO record VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET fields = excluded.fields
        """);

    readonly Statement _holder = file.Prepare("SELECT id FROM external_id WHERE object = $1 AND field = $2 AND value = $3");
    readonly Statement _putExternalId = file.Prepare("INSERT INTO external_id VALUES ($1, $2, $3, $4)");
    readonly Statement _removeExternalId = file.Prepare(
        "DELETE FROM external_id WHERE object = $1 AND field = $2 AND value = $3 AND id = $4");
    readonly Statement _list = file.Prepare("SELECT id, fields FROM record WHERE object = $1 AND id > $2 ORDER BY id LIMIT $3");
    readonly Statement _delete = file.Prepare("DELETE FROM record WHERE id = $1 AND object = $2");
    readonly Statement _having = file.Prepare("SELECT id FROM indexed WHERE object = $1 AND field = $2 AND key = $3 ORDER BY id LIMIT 10");
    readonly Statement _linked = file.Prepare("SELECT id FROM indexed WHERE object = $1 AND field = $2 AND key = $3 ORDER BY id");
    readonly Statement _index = file.Prepare("INSERT OR IGNORE INTO indexed VALUES ($1, $2, $3, $4)");
    readonly Statement _unindex = file.Prepare("DELETE FROM indexed WHERE object = $1 AND field = $2 AND key = $3 AND id = $4");
    readonly Statement _hasRecords = file.Prepare("SELECT 1 FROM record LIMIT 1");
    readonly Statement _isIndexed = file.Prepare("SELECT 1 FROM indexed LIMIT 1");
    readonly Statement _bury = file.Prepare("INSERT OR REPLACE INTO gone VALUES ($1, $2, $3, $4)");
    readonly Statement _gone = file.Prepare("SELECT into_object, into_id FROM gone WHERE object = $1 AND id = $2");
    readonly Statement _organization = file.Prepare("SELECT id FROM organization");
    readonly Statement _note = file.Prepare("INSERT OR REPLACE INTO change VALUES ($1, $2, (SELECT ifnull(max(number), 0) + 1 FROM change WHERE object = $1))");
    readonly Statement _changed = file.Prepare("""
        SELECT c.id, c.number, r.id IS NULL AND g.id IS NOT NULL, g.into_object, g.into_id
        FROM change c LEFT JOIN record r ON r.id = c.id AND r.object = c.object LEFT JOIN gone g ON g.object = c.object AND g.id = c.id
        WHERE c.object = $1 AND c.number > $2 ORDER BY c.number LIMIT $3
        """);
    readonly Statement _last = file.Prepare("SELECT last FROM counter WHERE object = $1");
    readonly Statement _putLast = file.Prepare("INSERT OR REPLACE INTO counter VALUES ($1, $2)");

    public DateTimeOffset Now => time.GetUtcNow();

    public FlatRecord? Get(string crmObject, string id) => _get.First(Row, id, crmObject).Fields;

    public void Put(string crmObject, string id, FlatRecord fields) => _put.Run(id, crmObject, fields.ToJson());

    public List<(string Id, FlatRecord Fields)> List(string crmObject, string after, int limit) => _list.All(Row, crmObject, after, limit);

    public string? Holder(string crmObject, string field, string value) => _holder.First(r => r.GetString(0), crmObject, field, value);

    public void MoveExternalId(string crmObject, string field, string id, FlatValue from, FlatValue to)
    {
        if (!from.IsNull)
            _removeExternalId.Run(crmObject, field, from.Text, id);
        if (!to.IsNull)
            _putExternalId.Run(crmObject, field, to.Text, id);
    }

    /// <summary>The file's own id.</summary>
    public string Organization => _organization.First(r => r.GetString(0))!;

    public Tombstone? Gone(string crmObject, string id) => _gone.First(r => Left(r, 0), crmObject, id);

    public void Delete(string crmObject, string id, CrmReference? into)
    {
        _delete.Run(id, crmObject);
        _bury.Run(crmObject, id, into?.Object, into?.Id);
        Note(crmObject, id);
    }

    /// <summary>All records of the object that link to a record.</summary>
    public IReadOnlyList<string> Linked(string crmObject, string field, string id) => _linked.All(r => r.GetString(0), crmObject, field, id);

    public IReadOnlyList<string> Having(string crmObject, string field, string key) => _having.All(r => r.GetString(0), crmObject, field, key);

    public void MoveIndex(string crmObject, string field, string id, string? from, string? to)
    {
        if (from is not null)
            _unindex.Run(crmObject, field, from, id);
        if (to is not null)
            _index.Run(crmObject, field, to, id);
    }

    /// <summary>Fills the index of a file whose records are older than it.</summary>
    public void IndexOlder(CrmSchema schema)
    {
        if (Synchronous(file.Read(() => _isIndexed.Any() || !_hasRecords.Any(), CancellationToken.None)))
            return;
        Synchronous(file.Transaction(
            () =>
            {
                Index(schema);
                return true;
            },
            CancellationToken.None));
    }

    // No method of the file waits for anything outside.
    static T Synchronous<T>(Task<T> done) => done.GetAwaiter().GetResult();

    void Index(CrmSchema schema)
    {
        foreach (var crmObject in schema.Objects)
        {
            foreach (var (id, fields) in List(crmObject.Name, "", int.MaxValue))
            {
                foreach (var field in crmObject.Indexed)
                    MoveIndex(crmObject.Name, field.Name, id, null, ObjectSchema.KeyOf(field, fields[field.Name]));
            }
        }
    }

    public void Note(string crmObject, string id) => _note.Run(crmObject, id);

    public List<(string Id, long Number, Tombstone? Tombstone)> Changed(string crmObject, long after, int limit) =>
        _changed.All(r => (r.GetString(0), r.GetInt64(1), r.GetBoolean(2) ? Left(r, 3) : null), crmObject, after, limit);

    static Tombstone Left(Microsoft.Data.Sqlite.SqliteDataReader r, int column) =>
        new(r.IsDBNull(column) ? null : new CrmReference(r.GetString(column), r.GetString(column + 1)));

    public string NewId(ObjectSchema crmObject, int nth) => RecordId.Of(crmObject.Prefix, LastNumber(crmObject) + nth);

    public void Added(ObjectSchema crmObject, int count) => _putLast.Run(crmObject.Name, LastNumber(crmObject) + count);

    long LastNumber(ObjectSchema crmObject) => _last.First(r => r.GetInt64(0), crmObject.Name);

    static (string Id, FlatRecord Fields) Row(Microsoft.Data.Sqlite.SqliteDataReader r) =>
        (r.GetString(0), FlatRecord.Parse(r.GetFieldValue<byte[]>(1)));
}
