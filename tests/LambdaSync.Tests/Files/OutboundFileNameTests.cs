using CsCheck;
using LambdaSync.Files;
using Xunit;

namespace LambdaSync.Tests.Files;

[Trait("Row", "B5")]
public class OutboundFileNameTests
{
    static readonly DateTimeOffset Now = new(2026, 11, 30, 18, 5, 9, 700, TimeSpan.Zero);

    [Fact]
    public void A_name_has_month_day_year_and_time() => Assert.Equal("acme_11302026180509.json", OutboundFileName.Of("acme", OutboundFileName.Next(null, Now)));

    [Fact]
    public void It_is_in_UTC() => Assert.Equal("a_01012027043000.json", OutboundFileName.Of("a", new DateTimeOffset(2026, 12, 31, 23, 30, 0, TimeSpan.FromHours(-5))));

    [Fact]
    public void No_name_comes_twice_whatever_the_clock_does() => Gen.Int[-100, 100].Array[1, 200].Sample(steps =>
    {
        DateTimeOffset? last = null;
        var names = new HashSet<string>();
        var now = Now;
        foreach (var step in steps)
        {
            now = now.AddMilliseconds(step * 50);
            last = OutboundFileName.Next(last, now);
            if (!names.Add(OutboundFileName.Of("a", last.Value)))
                return false;
        }

        return true;
    });

    [Theory]
    [InlineData("a", true)]
    [InlineData("Example-partner_1", true)]
    [InlineData("", false)]
    [InlineData("a b", false)]
    [InlineData("a/b", false)]
    [InlineData("ä", false)]
    public void What_a_name_may_be(string name, bool isName) => Assert.Equal(isName, OutboundFileName.IsName(name));

    [Theory]
    [InlineData("opportunity-inbound-results/a_11302026180509_result.json", "a_11302026180509")]
    [InlineData("x/a_11302026180509.error.json", "a_11302026180509")]
    [InlineData("x/a.pdf.error.json", "a")]
    [InlineData("x/a.json", null)]
    public void The_name_of_an_answer_says_what_it_answers(string key, string? stem) => Assert.Equal(stem, OutboundFileName.AnsweredBy(key));
}
