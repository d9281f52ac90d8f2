using System.Text;
using LambdaSync.Testing;
using Xunit;

namespace LambdaSync.Functions.Tests.Cli;

/// <summary><c>explain</c>, <c>opportunity ready</c> and <c>opportunity list</c>: records in every situation, against golden output.</summary>
public sealed class StandingTests : IAsyncLifetime
{
    Standings _records = null!;

    public async ValueTask InitializeAsync() => _records = await Standings.Create();

    public ValueTask DisposeAsync()
    {
        _records.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    [Trait("Row", "A31")]
    public async Task Each_situation_is_explained()
    {
        var all = new StringBuilder();
        foreach (var (situation, id) in _records.Records)
        {
            var ran = await Run("explain", id, "--output", "table");
            Assert.Equal((0, ""), (ran.Exit, ran.Error));
            all.Append("## ").Append(situation).Append('\n').Append(Trimmed(ran.Out)).Append('\n');
        }

        Golden("explain.txt", all.ToString());
    }

    [Fact]
    [Trait("Row", "A21")]
    [Trait("Row", "A26")]
    public async Task Each_situation_is_ready_or_not()
    {
        var all = new StringBuilder();
        foreach (var (situation, id) in _records.Records)
        {
            var ran = await Run("opportunity", "ready", id, "--output", "csv");
            all.Append("## ").Append(situation).Append(": exit ").Append(ran.Exit).Append('\n').Append(Trimmed(ran.Out)).Append(Trimmed(ran.Error)).Append('\n');
        }

        Golden("ready.txt", all.ToString());
    }

    [Fact]
    [Trait("Row", "A21")]
    [Trait("Row", "A26")]
    public async Task All_of_them_at_once_are_partly_ready()
    {
        var ran = await Run("opportunity", "ready", "--all", "--output", "json");
        Assert.Equal(3, ran.Exit);
        Assert.Equal(11, ran.Lines.Count);
        Assert.True(ran.Lines.Single(l => l.GetProperty("awsId").GetString() == "O1000002").GetProperty("ready").GetBoolean());
        var refused = ran.Lines.Single(l => l.GetProperty("awsId").GetString() == "O1000003");
        Assert.False(refused.GetProperty("ready").GetBoolean());
        Assert.Equal(refused.GetProperty("count").GetInt32(), refused.GetProperty("issues").GetArrayLength());
        Assert.EndsWith(" not ready\n", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_is_filtered_by_stage_review_and_sync_status()
    {
        Assert.Equal(13, Rows(await Run("opportunity", "list")).Count);
        Assert.StartsWith("O1000003,", Assert.Single(Rows(await Run("opportunity", "list", "--stage", "prospect"))), StringComparison.Ordinal);
        Assert.StartsWith("O1000005,", Assert.Single(Rows(await Run("opportunity", "list", "--review-status", "Action Required"))), StringComparison.Ordinal);
        Assert.StartsWith("O1000006,", Assert.Single(Rows(await Run("opportunity", "list", "--sync-status", "Failed"))), StringComparison.Ordinal);
        Assert.Equal(["O1000004", "O1000013"], Rows(await Run("opportunity", "list", "--sync-status", "Waiting for AWS")).Select(row => row[..8]).Order());
        Assert.Equal(3, Rows(await Run("opportunity", "list", "--sync-status", "Draft")).Count);
        Assert.Equal(3, Rows(await Run("opportunity", "list", "--sync-status", "Not at AWS")).Count);
        Assert.Single(Rows(await Run("opportunity", "list", "--limit", "1")));
        Assert.Contains("Action Required", (await Run("opportunity", "list", "--output", "table")).Out, StringComparison.Ordinal);
        Assert.Equal(2, (await Run("opportunity", "list", "--stage", "Sold")).Exit);
    }

    [Fact]
    public async Task What_is_not_known_is_an_error()
    {
        Assert.Equal(1, (await Run("explain", "O9999999")).Exit);
        Assert.Equal(1, (await Run("opportunity", "ready", "O9999999")).Exit);
        Assert.Equal(3, (await Run("opportunity", "ready", "O9999999", "O1000002")).Exit);
        Assert.Equal(2, (await Run("opportunity", "ready")).Exit);
        Assert.Equal(2, (await Run("opportunity", "ready", "--all", "O1000002")).Exit);
    }

    [Fact]
    [Trait("Row", "A31")]
    public async Task An_explanation_is_found_by_any_id_and_has_a_form_for_programs()
    {
        var crmId = (await Run("explain", " o1000003 ", "--output", "json")).Lines[0].GetProperty("crmId").GetString()!;
        var line = (await Run("explain", crmId.ToLowerInvariant(), "--output", "json")).Lines[0];
        Assert.Equal(("O1000003", "Draft"), (line.GetProperty("awsId").GetString(), line.GetProperty("situation").GetString()));
        Assert.Equal(["sharing", "values", "review lock", "submission"], line.GetProperty("gates").EnumerateArray().Select(g => g.GetProperty("gate").GetString()!));
        Assert.Equal(
            "gate-stage", line.GetProperty("gates").EnumerateArray().Single(g => g.GetProperty("gate").GetString() == "submission").GetProperty("issues")[0].GetProperty("code").GetString());
    }

    static List<string> Rows(Ran ran)
    {
        Assert.Equal(0, ran.Exit);
        return [.. ran.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)];
    }

    static string Trimmed(string text) => string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd()));

    // UPDATE_GOLDEN=1 writes the files: look at the difference before it is committed.
    void Golden(string name, string actual)
    {
        var file = RepositoryFolder.File($"tests/LambdaSync.Functions.Tests/Cli/Golden/{name}");
        var named = _records.Named(actual);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
            File.WriteAllText(file, named);
        Assert.Equal(File.ReadAllText(file), named);
    }

    Task<Ran> Run(params string[] arguments) => Ran.Of([.. arguments, "--data", _records.Data]);
}
