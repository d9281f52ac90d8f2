using System.Text.Json;
using Xunit;

namespace LambdaSync.Functions.Tests.Cli;

/// <summary>What a seller makes and checks before anything is sent to AWS Marketplace.</summary>
public sealed class MarketplaceTests : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Row", "F4")]
    public async Task A_made_schedule_is_edited_and_checked()
    {
        var made = await Ran.Of("payment-schedule", "make", "--total", "100", "--first", "2027-01-01", "--last", "2027-03-15", "--today", "2026-11-30", "--output", "json");
        Assert.Equal(0, made.Exit);
        using var term = JsonDocument.Parse(made.Out);
        Assert.Equal(["33.33", "33.33", "33.34"], term.RootElement.GetProperty("Schedule").EnumerateArray().Select(c => c.GetProperty("ChargeAmount").GetString()));

        var file = Put("schedule.json", made.Out);
        string[] check = ["payment-schedule", "check", file, "--total", "100", "--today", "2026-11-30"];
        var right = await Ran.Of([.. check, "--agreement-end", "2027-03-03", "--availability-end", "2027-01-01"]);
        Assert.Equal(0, right.Exit);
        Assert.EndsWith("3 charges, 100.00 USD: no rule is broken.", right.Error.Trim(), StringComparison.Ordinal);
        Assert.Contains("Not checked without --availability-end and --agreement-duration or --agreement-end.", (await Ran.Of(check)).Error, StringComparison.Ordinal);

        Put("schedule.json", made.Out.Replace("33.34", "33.35", StringComparison.Ordinal));
        var wrong = await Ran.Of([.. check, "--agreement-end", "2027-03-02", "--availability-end", "2027-02-01"]);
        Assert.Equal(1, wrong.Exit);
        Assert.Equal([IssueCodes.PaymentTotal, IssueCodes.PaymentDates, IssueCodes.PaymentDates], wrong.Lines.Select(line => line.GetProperty("code").GetString()));
    }

    [Theory]
    [Trait("Row", "F4")]
    [InlineData(2, "--total takes an amount", "--total", "1,000", "--first", "2027-01-01", "--last", "2027-03-15")]
    [InlineData(2, "--first takes a day", "--total", "1000", "--first", "01/01/2027", "--last", "2027-03-15")]
    [InlineData(2, "Must be one of", "--total", "1000", "--first", "2027-01-01", "--last", "2027-03-15", "--every", "7")]
    [InlineData(2, "not both", "--total", "1000", "--first", "2027-01-01", "--last", "2027-03-15", "--agreement-end", "2027-12-31", "--agreement-duration", "P12M")]
    [InlineData(1, "TOO_MANY_BACKDATED_CHARGES", "--total", "1000", "--first", "2027-01-01", "--last", "2027-03-15", "--today", "2026-11-30", "--availability-end", "2027-02-15")]
    public async Task An_impossible_schedule_is_refused_with_the_rule(int exit, string text, params string[] arguments)
    {
        var ran = await Ran.Of(["payment-schedule", "make", .. arguments]);
        Assert.Equal((exit, ""), (ran.Exit, ran.Out));
        Assert.Contains(text, ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "F3")]
    public async Task An_offer_is_checked_and_its_change_set_printed()
    {
        var expiry = DateTimeOffset.UtcNow.AddDays(30).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var file = Put("offer.json", $$"""
            { "ProductId": "prod-example1", "ProductType": "SaaSProduct", "Name": "Example offer", "Description": "For Example Ltd", "BuyerAccounts": ["111122223333"], "AvailabilityEndDate": "{{expiry}}",
              "RateCards": [{ "Duration": "P12M", "Rates": [{ "DimensionKey": "seats", "Price": "99.50" }] }], "Eula": { "Type": "StandardEula", "Version": "2022-07-14" } }
            """);
        Assert.Equal(0, (await Ran.Of("offer", "check", file)).Exit);
        var printed = await Ran.Of("offer", "check", file, "--change-set");
        Assert.Equal(0, printed.Exit);
        using var body = JsonDocument.Parse(printed.Out);
        Assert.Equal("ReleaseOffer", body.RootElement.GetProperty("ChangeSet").EnumerateArray().Last().GetProperty("ChangeType").GetString());
        Assert.DoesNotContain("ReleaseOffer", (await Ran.Of("offer", "check", file, "--change-set", "--draft")).Out, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Row", "F3")]
    [InlineData("{", IssueCodes.OfferInvalid)]
    [InlineData("""{ "ProductType": "SaaSProduct", "Prise": 1 }""", "Prise")]
    [InlineData("""{ "ProductType": "SaaSProduct" }""", "MISSING_NAME")]
    public async Task A_wrong_offer_prints_no_change_set(string content, string text)
    {
        var ran = await Ran.Of("offer", "check", Put("offer.json", content), "--change-set");
        Assert.Equal((1, ""), (ran.Exit, ran.Out));
        Assert.Contains(text, ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_file_is_named()
    {
        var ran = await Ran.Of("offer", "check", _folder.File("none.json"));
        Assert.Equal(1, ran.Exit);
        Assert.Contains("none.json", ran.Error, StringComparison.Ordinal);
    }

    string Put(string name, string content)
    {
        var path = _folder.File(name);
        File.WriteAllText(path, content);
        return path;
    }
}
