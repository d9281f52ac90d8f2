using LambdaSync.Connections.Crm;
using LambdaSync.Connections.BuiltIn;
using LambdaSync.Local.Crm;
using Microsoft.Data.Sqlite;
using Xunit;

namespace LambdaSync.Functions.Tests.Crm;

public sealed class SqliteCrmTests : BuiltInCrmContract
{
    readonly BuiltInCrm _crm = new(":memory:");

    [Fact]
    public async Task Ids_are_counted_and_a_refused_row_takes_none()
    {
        var refused = await Crm.Import("Account", "{}"u8.ToArray(), Cancellation);
        var first = await Crm.Import("Account", """{"Name":"A"}"""u8.ToArray(), Cancellation);
        var second = await Crm.Import("Account", """{"Name":"B"}"""u8.ToArray(), Cancellation);
        Assert.Equal((null, "001000000000001AAA", "001000000000002AAA"), (refused.Id, first.Id, second.Id));
    }

    [Theory]
    [InlineData("PRAGMA user_version = 1;", null)]
    [InlineData(
        """
        CREATE TABLE change (object TEXT NOT NULL, id TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (object, id)) WITHOUT ROWID;
        CREATE UNIQUE INDEX change_number ON change (number);
        INSERT INTO change VALUES ('Account', '001000000000009AAA', 4), ('Opportunity', '006000000000009AAA', 7);
        PRAGMA user_version = 2;
        """, "001000000000009AAA")]
    public async Task A_file_of_an_older_version_is_taken_further(string change, string? told)
    {
        using var folder = new TempFolder();
        Sql(folder.File("crm.db"), """
            CREATE TABLE record (id TEXT NOT NULL PRIMARY KEY, object TEXT NOT NULL, fields BLOB NOT NULL);
            CREATE INDEX record_object ON record (object, id);
            CREATE TABLE external_id (
                object TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL, id TEXT NOT NULL,
                PRIMARY KEY (object, field, value)) WITHOUT ROWID;
            CREATE INDEX external_id_id ON external_id (id);
            CREATE TABLE counter (object TEXT NOT NULL PRIMARY KEY, last INTEGER NOT NULL);
            """ + "\n" + change);
        using var crm = new BuiltInCrm(folder.File("crm.db"));

        var before = await crm.Changed("Account", CrmInterest.All, null, 10, Cancellation);
        Assert.Equal(told is null ? [] : [told], before.Ids);
        var added = (await crm.Import("Account", """{"Name":"A"}"""u8.ToArray(), Cancellation)).Id!;
        Assert.Equal([added], (await crm.Changed("Account", CrmInterest.All, before.Next, 10, Cancellation)).Ids);
    }

    protected override Task<IBuiltInCrm> Open() => Task.FromResult<IBuiltInCrm>(_crm);

    protected override void Close() => _crm.Dispose();

    static void Sql(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // constants of this class
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
