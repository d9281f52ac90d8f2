using LambdaSync.Commands;
using LambdaSync.Marketplace;
using Xunit;

namespace LambdaSync.Tests.Marketplace;

/// <summary>The setting of further seller accounts.</summary>
[Trait("Row", "F1")]
public sealed class SellerAccountsTests
{
    const string Main = "123456789012", Role = "arn:aws:iam::222233334444:role/seller", Other = "arn:aws:iam::333344445555:role/path/seller";

    static (SellerAccounts Read, List<string> Wrong) Read(string? roles, string? ids, string? buckets = null, string? main = Main)
    {
        var wrong = new List<string>();
        return (SellerAccounts.Read(main, roles, ids, buckets, wrong.Add), wrong);
    }

    [Fact]
    public void Each_account_has_its_role_its_external_id_and_its_bucket()
    {
        var (read, wrong) = Read($"{Role}, {Other}", "first, second", "contracts/eula,others");
        Assert.Empty(wrong);
        Assert.Equal([new SellerAccount("222233334444", Role, "first", "contracts/eula"), new SellerAccount("333344445555", Other, "second", "others")], read.Further);
        Assert.Equal((null, "222233334444", null), (read.Normal(Main), read.Normal("222233334444"), read.FurtherOf(Main)));
        Assert.Null(read.Unknown(Main));
        Assert.Null(read.Unknown("333344445555"));
        Assert.Contains("222233334444, 333344445555", read.Unknown("999988887777")!.Fix, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("", "")]
    public void None_is_set(string? roles, string? ids)
    {
        var (read, wrong) = Read(roles, ids, main: null);
        Assert.Empty(wrong);
        Assert.Empty(read.Further);
    }

    [Theory]
    [InlineData(Role, null, null, Main, "LAMBDASYNC_SELLER_EXTERNAL_IDS has 0 entries")]
    [InlineData(Role, "one,two", null, Main, "LAMBDASYNC_SELLER_EXTERNAL_IDS has 2 entries")]
    [InlineData(null, "one", null, Main, "LAMBDASYNC_SELLER_ROLES 0")]
    [InlineData(Role, "one!", null, Main, "no external id")]
    [InlineData(Role, "x", null, Main, "no external id")]
    [InlineData(Role, "one", "a,b", Main, "LAMBDASYNC_SELLER_BUCKETS has 2 entries")]
    [InlineData("seller", "one", null, Main, "no role's ARN")]
    [InlineData("arn:aws:iam::222233334444:user/seller", "one", null, Main, "no role's ARN")]
    [InlineData("arn:aws:iam::123456789012:role/seller", "one", null, Main, "needs none")]
    [InlineData(Role + "," + Role, "one,two", null, Main, "two roles")]
    [InlineData(Role, "one", null, null, "LAMBDASYNC_ACCOUNT is not set")]
    public void What_is_wrong_is_said_with_its_fix(string? roles, string? ids, string? buckets, string? main, string said)
    {
        var wrong = Assert.Single(Read(roles, ids, buckets, main).Wrong);
        Assert.Contains(said, wrong, StringComparison.Ordinal);
        Assert.Contains("Fix: ", wrong, StringComparison.Ordinal);
    }

    [Fact]
    public void The_account_is_part_of_what_is_requested_and_the_main_one_is_not_named()
    {
        var sellers = Read(Role, "first").Read;
        CommandDocument Command(string verb, string account) => new CommandDocument(verb, ["offer-1"], new Dictionary<string, string> { [CommandVerbs.Account] = account }).OfAccount(sellers);
        string Key(string account) => MarketplaceCommands.Plan(Command(CommandVerbs.OfferPublish, account), "offer-1", new DateOnly(2027, 1, 31)).Key;
        Assert.Equal(MarketplaceCommands.Plan(new CommandDocument(CommandVerbs.OfferPublish, ["offer-1"], new Dictionary<string, string>()), "offer-1", new DateOnly(2027, 1, 31)).Key, Key(Main));
        Assert.NotEqual(Key(Main), Key("222233334444"));
        // Of an invitation it is the invited partner's.
        Assert.Equal(Main, Command(CommandVerbs.Invite, Main).Arguments[CommandVerbs.Account]);
    }
}
