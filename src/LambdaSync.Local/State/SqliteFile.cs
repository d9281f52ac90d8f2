using Microsoft.Data.Sqlite;

namespace LambdaSync.Local.State;

/// <summary>One SQLite file behind one connection: a step at a time, every error a <see cref="Connections.ConnectionException"/>.</summary>
sealed class SqliteFile : IDisposable
{
    readonly SqliteConnection _connection;
    readonly SemaphoreSlim _turn = new(1, 1);
    readonly List<Statement> _statements = [];
    readonly Statement _beginRead;
    readonly Statement _begin;
    readonly Statement _commit;
    readonly Statement _rollback;

    /// <param name="path">The file, made when missing, or <c>:memory:</c>.</param>
    /// <param name="schema">The statements that make an empty file's tables.</param>
    /// <param name="upgrades">The statements that take an older file to version 2, 3, ...</param>
    public SqliteFile(string path, int version, string schema, IReadOnlyList<string>? upgrades = null)
    {
        // SQLite's own names of databases in memory are no files.
        if (path != ":memory:" && !path.StartsWith("file:", StringComparison.Ordinal))
            PrivateFiles.CreateFile(path);
        var settings = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 10 };
        _connection = new SqliteConnection(settings.ToString());
        try
        {
            _connection.Open();
            // FULL: a settled record must survive a power cut, because its source file is removed afterwards.
            Execute("PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
            _beginRead = Prepare("BEGIN");
            _begin = Prepare("BEGIN IMMEDIATE");
            _commit = Prepare("COMMIT");
            _rollback = Prepare("ROLLBACK");
            Upgrade(path, version, schema, upgrades ?? []);
        }
        catch (SqliteException e)
        {
            Dispose();
            throw SqliteErrors.OfOpening(path, e);
        }
    }

    /// <summary>A statement kept for the life of the file.</summary>
    public Statement Prepare(string sql)
    {
        var statement = new Statement(_connection, sql);
        _statements.Add(statement);
        return statement;
    }

    /// <summary>Runs the work in one transaction: all of it is stored, or nothing.</summary>
    public Task<T> Transaction<T>(Func<T> work, CancellationToken cancellation) => Run(_begin, work, cancellation);

    /// <summary>Runs reads that all see the same moment; they wait for no writer in another process.</summary>
    public Task<T> Read<T>(Func<T> work, CancellationToken cancellation) => Run(_beginRead, work, cancellation);

    public void Dispose()
    {
        foreach (var statement in _statements)
            statement.Dispose();
        _connection.Dispose();
        _turn.Dispose();
    }

    async Task<T> Run<T>(Statement begin, Func<T> work, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return InTransaction(begin, work);
        }
        catch (SqliteException e)
        {
            throw SqliteErrors.Translate(e);
        }
        finally
        {
            _turn.Release();
        }
    }

    T InTransaction<T>(Statement begin, Func<T> work)
    {
        begin.Run();
        var stored = false;
        try
        {
            var result = work();
            _commit.Run();
            stored = true;
            return result;
        }
        finally
        {
            if (!stored)
                Rollback();
        }
    }

    void Rollback()
    {
        try
        {
            _rollback.Run();
        }
        catch (SqliteException)
        {
            // After a full disk or an I/O error, SQLite has already rolled back. The caller gets the first error.
        }
    }

    void Upgrade(string path, int version, string schema, IReadOnlyList<string> upgrades)
    {
        using var read = new Statement(_connection, "PRAGMA user_version");
        // The read is inside the transaction: two processes may open a new file at the same time.
        InTransaction(_begin, () =>
        {
            var found = read.First(r => r.GetInt32(0));
            if (found > version)
                throw new Connections.ConnectionException(
                    $"{Path.GetFileName(path)} was written by a newer version (schema {found}, this one knows {version}).", transient: false);
            if (found == 0)
                Execute($"{schema}\nPRAGMA user_version = {version};");
            else if (found < version)
                Execute($"{string.Join('\n', upgrades.Skip(found - 1))}\nPRAGMA user_version = {version};");
            return found;
        });
    }

    void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
#pragma warning disable CA2100 // constants of this project
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
