using LambdaSync.Connections;
using Microsoft.Data.Sqlite;

namespace LambdaSync.Local.State;

/// <summary>SQLite's result codes as transient or permanent (https://sqlite.org/rescode.html).</summary>
static class SqliteErrors
{
    const int Busy = 5, Locked = 6, NoMemory = 7, Interrupt = 9, IoError = 10, Full = 13, CannotOpen = 14, Protocol = 15;

    const int Corrupt = 11, NotADatabase = 26;

    /// <summary>The file can't be opened.</summary>
    public static ConnectionException OfOpening(string path, SqliteException e)
    {
        var error = Translate(e);
        var fix = e.SqliteErrorCode is Corrupt or NotADatabase ? "restore the file from a backup, or name another folder with --data" : "check the rights of the file and its folder, and the free space";
        return new ConnectionException($"{path} can't be opened: {Sentence.Of(error.Message)} Fix: {fix}.", error.Transient, e);
    }

    public static ConnectionException Translate(SqliteException e) => new(
        // The message names tables and columns, never values.
        $"SQLite: {e.Message}",
        e.SqliteErrorCode is Busy or Locked or NoMemory or Interrupt or IoError or Full or CannotOpen or Protocol,
        e);
}
