using LambdaSync.Kinds.Marketplace;
using LambdaSync.Marketplace;
using LambdaSync.Sync;
using LambdaSync.Sync.Steps;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Tests.Kinds;

/// <summary>As which seller account a record of AWS Marketplace is read.</summary>
[Trait("Row", "F1")]
public sealed class SellerOfRecordTests
{
    const string Main = "123456789012", Second = "222233334444", Third = "333344445555";

    static readonly DateTimeOffset Day = new(2027, 1, 31, 0, 0, 0, TimeSpan.Zero);

    static readonly SellerAccounts Sellers = new(Main, [Of(Second), Of(Third)]);

    static SellerAccount Of(string id) => new(id, $"arn:aws:iam::{id}:role/seller", "example-id", null);

    static RecordView View(WorkKey key, MarketMemo memo) => new(new Claimed(key, 1, 1, new HashSet<string> { Reason.Event }, Lane.Event, Day, Day, 0, null, null, memo.ToJson()));

    [Theory]
    [InlineData(null, null, null)]
    [InlineData(Second, null, Second)]
    [InlineData(Main, null, null)]
    // One that was removed from the setting is read as the main account, which shows that it is not visible.
    [InlineData("999988887777", null, null)]
    // Its product's maker gets events of it too, and may not read it.
    [InlineData(Second, Third, Third)]
    [InlineData(Second, Main, null)]
    // A channel partner's that is none of ours: the event of the maker's account says what is known.
    [InlineData(Second, "999988887777", Second)]
    public void An_agreement_is_read_as_its_proposer_and_else_as_whoever_it_was_shown_to(string? shown, string? proposer, string? read)
    {
        var announced = new Dictionary<string, string>(StringComparer.Ordinal);
        if (proposer is not null)
            announced["proposerId"] = proposer;
        var view = View(MarketSection.Agreement.Key("AWS", "agmt-1"), new MarketMemo { Seller = shown, Announced = announced });
        Assert.Equal(read, new AgreementKind(null, Sellers).AccountOf(view));
        // Where there is one account, nothing is assumed.
        Assert.Null(new AgreementKind(null, new SellerAccounts(Main, [])).AccountOf(view));
    }

    [Theory]
    [InlineData(Second, Main, false)]
    [InlineData(Second, Third, false)]
    [InlineData(Second, "999988887777", true)]
    public void Only_another_sellers_agreement_may_be_denied(string shown, string proposer, bool mayBeDenied)
    {
        var memo = new MarketMemo { Seller = shown, Announced = new Dictionary<string, string> { ["proposerId"] = proposer, ["account"] = shown } };
        var step = new AgreementKind(null, Sellers).Next(View(MarketSection.Agreement.Key("AWS", "agmt-1"), memo), Day).Step;
        Assert.Equal(mayBeDenied, Assert.IsType<Step.ReadAws>(step).What.MayBeDenied);
    }

    [Fact]
    public void What_an_announcement_says_of_the_seller_is_no_word_of_AWS()
    {
        var memo = new MarketMemo().With([RecordRequest.Read(MarketMemo.Of(Second))!], "AWS");
        Assert.Equal(Second, memo.Seller);
        Assert.Empty(memo.Announced);
        Assert.Equal(Second, MarketMemo.Read(memo.ToJson()).Seller);
    }
}
