using System.Text;
using LambdaSync.Events;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Tests.Events;

/// <summary>Which records events of AWS Marketplace make due.</summary>
[Trait("Row", "F9")]
public sealed class MarketEventReaderTests
{
    const string Agreement = "agmt-1";

    static MarketReading Read(string source, string type, string detail) => MarketEventReader.Read(Encoding.UTF8.GetBytes($$"""
        {"version":"0","id":"e-1","detail-type":"{{type}}","source":"{{source}}","account":"123456789012","time":"2026-02-01T10:00:05Z","region":"us-east-1","resources":[],"detail":{{detail}} }
        """), "AWS");

    static MarketReading.Understood Understood(string source, string type, string detail) => Assert.IsType<MarketReading.Understood>(Read(source, type, detail));

    [Fact]
    public void An_offer_of_another_seller_is_not_ours()
    {
        var own = Understood(MarketEvent.Catalog, "Offer Released", """{"offer":{"id":"offer-1"},"manufacturer":{"accountId":"123456789012"},"sellerOfRecord":{"accountId":"123456789012"}}""");
        Assert.Equal(("offer-1", Reason.Event), (Assert.Single(own.Wakes).Key.Id, own.Wakes[0].Reason));
        var others = Understood(MarketEvent.Catalog, "Offer Released", """{"offer":{"id":"offer-1"},"manufacturer":{"accountId":"123456789012"},"sellerOfRecord":{"accountId":"222233334444"}}""");
        Assert.Empty(others.Wakes);
        Assert.True(others.IsKnown);
    }

    [Fact]
    public void The_twins_of_an_agreement_wake_one_record_and_a_renewal_the_one_before()
    {
        const string Detail = """{"agreement":{"id":"agmt-1","intent":"RENEW","status":"ACTIVE","previousAgreementId":"agmt-0"},"acceptor":{"accountId":"111122223333"},"proposer":{"accountId":"123456789012"},"offer":{"id":"offer-1"},"resaleAuthorization":{"id":null}}""";
        var (proposer, manufacturer) = (Understood(MarketEvent.Agreement, "Purchase Agreement Created - Proposer", Detail), Understood(MarketEvent.Agreement, "Purchase Agreement Created - Manufacturer", Detail));
        Assert.Equal(proposer.Wakes, manufacturer.Wakes);
        Assert.Equal([Agreement, Agreement, "agmt-0"], proposer.Wakes.Select(wake => wake.Key.Id));
        var facts = RecordRequest.Read(proposer.Wakes[1].Reason)!;
        Assert.Equal((RequestVerbs.Announced, "RENEW", "111122223333", null), (facts.Verb, facts["intent"], facts["acceptorId"], facts["resaleAuthorizationId"]));
        Assert.Equal(Agreement, RecordRequest.Read(proposer.Wakes[2].Reason)!["successor"]);
    }

    [Fact]
    public void What_the_account_has_bought_itself_is_no_sale() =>
        Assert.Empty(Understood(MarketEvent.Agreement, "Purchase Agreement Created - Acceptor", """{"agreement":{"id":"agmt-1"}}""").Wakes);

    [Theory]
    [InlineData("LambdaSync offer create 2026-02-01-0123456789abcdef", "2026-02-01-0123456789abcdef")]
    [InlineData("LambdaSync offer create 2026-02-01-0123456789abcdef 3", "2026-02-01-0123456789abcdef")]
    [InlineData("LambdaSync offer create 2026-02-31-0123456789abcdef", null)]
    [InlineData("Create my private offer", null)]
    public void A_change_set_settles_its_own_request_and_another_programs_runs_the_sweep(string name, string? key)
    {
        var read = Understood(MarketEvent.Catalog, "Change Set Succeeded", $$"""{"ChangeSetId":"1","ChangeSetName":"{{name}}"}""");
        Assert.Equal(key is null ? [] : [key], read.Wakes.Select(wake => wake.Key.Id));
        Assert.Equal(key is null ? [Schedules.Marketplace] : [], read.Schedules);
    }

    [Theory]
    [InlineData(MarketEvent.Catalog, "Offer Praised", false)]
    [InlineData(MarketEvent.Agreement, "Purchase Agreement Framed - Proposer", false)]
    [InlineData(MarketEvent.Other, "Disbursement Paused", true)]
    public void A_type_that_is_not_known_is_said_to_be_so(string source, string type, bool isKnown) =>
        Assert.Equal(isKnown, Understood(source, type, """{"agreement":{"id":"agmt-1"}}""").IsKnown);

    [Theory]
    [InlineData("aws.partnercentral-selling", "{}")]
    [InlineData(MarketEvent.Catalog, "[]")]
    public void What_is_no_event_of_AWS_Marketplace_is_broken(string source, string detail) => Assert.NotEmpty(Assert.IsType<MarketReading.Broken>(Read(source, "Offer Released", detail)).Issues);

    [Fact]
    public void Bytes_that_are_no_event_break_nothing()
    {
        Assert.IsType<MarketReading.Broken>(MarketEventReader.Read("{"u8, "AWS"));
        Assert.IsType<MarketReading.Broken>(MarketEventReader.Read("[]"u8, "AWS"));
        Assert.False(MarketEventReader.Has("{"u8));
    }
}
