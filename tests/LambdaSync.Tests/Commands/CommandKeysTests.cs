using System.Text;
using LambdaSync.Commands;
using Xunit;

namespace LambdaSync.Tests.Commands;

[Trait("Row", "E3")]
public sealed class CommandKeysTests
{
    const string Secret = "a secret of thirty-two characters.";

    [Fact]
    public void Keys_are_read()
    {
        var keys = CommandKeys.Read(Encoding.UTF8.GetBytes($$"""{"keys":[{"id":"k1","secret":"{{Secret}}","caller":"crm","role":"sales","until":"2026-03-01T00:00:00Z"},{"id":"k2","secret":"{{Secret}}","caller":"crm","role":"operator"}]}"""), out var wrong);

        Assert.Null(wrong);
        Assert.Equal(["k1", "k2"], keys!.Keys.Select(k => k.Id));
        Assert.False(keys.Keys[0].IsValid(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero)));
        Assert.Null(keys.Find("K1"));
        Assert.DoesNotContain(Secret, keys.Keys[0].ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"keys":{}}""")]
    [InlineData("""{"keys":[{"id":"k1","secret":"SECRET","caller":"crm"}]}""")]
    [InlineData("""{"keys":[{"id":"k1","secret":"SECRET","caller":"crm","role":"admin"}]}""")]
    [InlineData("""{"keys":[{"id":"k 1","secret":"SECRET","caller":"crm","role":"sales"}]}""")]
    [InlineData("""{"keys":[{"id":"k1","secret":"short","caller":"crm","role":"sales"}]}""")]
    [InlineData("""{"keys":[{"id":"k1","secret":"SECRET","caller":"","role":"sales"}]}""")]
    [InlineData("""{"keys":[{"id":"k1","secret":"SECRET","caller":"crm","role":"sales","until":"soon"}]}""")]
    [InlineData("""{"keys":[{"id":"k1","secret":"SECRET","caller":"a","role":"sales"},{"id":"k1","secret":"SECRET","caller":"b","role":"sales"}]}""")]
    public void What_is_wrong_is_no_key_at_all_and_shows_no_secret(string json)
    {
        Assert.Null(CommandKeys.Read(Encoding.UTF8.GetBytes(json.Replace("SECRET", Secret, StringComparison.Ordinal)), out var wrong));
        Assert.NotEmpty(wrong!);
        Assert.DoesNotContain(Secret, wrong, StringComparison.Ordinal);
        Assert.DoesNotContain("short", wrong, StringComparison.Ordinal);
    }
}
