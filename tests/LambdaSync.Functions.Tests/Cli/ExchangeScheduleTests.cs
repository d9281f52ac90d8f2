using LambdaSync.Sync.Schedules;
using Xunit;

namespace LambdaSync.Functions.Tests.Cli;

/// <summary>The schedules of the file exchange on the command line.</summary>
[Trait("Row", "E1")]
public sealed class ExchangeScheduleTests : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task They_are_changed_listed_and_turned_off_each_and_all()
    {
        await Ran.With("""{"Name":"New","StageName":"Prospecting","CloseDate":"2097-01-01"}""", "crm", "import", "Opportunity", "--data", _folder.Root);
        Assert.Empty(await Listed());
        Assert.Equal(0, (await Run("set", "send-leads", "--every", "1d")).Exit);
        Assert.Equal(0, (await Run("set", "pull-opportunities", "--every", "5m")).Exit);
        // Another one takes the first one's place.
        Assert.Equal(0, (await Run("set", "send-leads", "--every", "2h")).Exit);
        Assert.Equal(["pull-opportunities 5m on", "send-leads 2h on"], await Listed());
        Assert.Equal(0, (await Run("off", "pull-leads")).Exit);
        Assert.Equal(["pull-leads 1h off", "pull-opportunities 5m on", "send-leads 2h on"], await Listed());
        var pulled = await Ran.Of("file", "pull", "--data", _folder.Root);
        Assert.Equal(3, pulled.Exit);
        Assert.Contains("pull-leads is off", pulled.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await Run("off", "--all")).Exit);
        Assert.Equal(["pull-leads 1h off", "pull-opportunities 5m off", "send-leads 2h off"], await Listed());
        Assert.DoesNotContain((await Run("list", "--output", "json")).Lines, line => line.GetProperty("state").GetString() == "on");
    }

    [Theory]
    [InlineData("4m")]
    [InlineData("25h")]
    [InlineData("2d")]
    [InlineData("soon")]
    [InlineData("99999999999d")]
    public async Task A_period_out_of_bounds_is_refused(string every)
    {
        var ran = await Run("set", "send-leads", "--every", every);
        Assert.Equal(2, ran.Exit);
        Assert.Contains("--every takes 5m to 1d", ran.Error, StringComparison.Ordinal);
    }

    Task<Ran> Run(params string[] arguments) => Ran.Of(["schedule", .. arguments, "--data", _folder.Root]);

    async Task<IReadOnlyList<string>> Listed() =>
        [.. (await Run("list", "--output", "json")).Lines.Where(line => Schedules.OfExchange.Contains(line.GetProperty("name").GetString()!))
            .Select(line => $"{line.GetProperty("name").GetString()} {line.GetProperty("every").GetString()} {line.GetProperty("state").GetString()}").Order(StringComparer.Ordinal)];
}
