using System.Globalization;
using System.Text.Json;
using LambdaSync.Connections.Aws;
using LambdaSync.Connections.PartnerCentral;
using Xunit;

namespace LambdaSync.Connections.Tests.PartnerCentral;

/// <summary>Lists over several pages, and odd answers.</summary>
public sealed class PageTests
{
    static readonly ReadOnlyMemory<byte> Filter = Calls.Utf8("""{"Catalog":"AWS","LifeCycleStage":["Qualified"]}""");

    /// <summary>Seven opportunities in pages as large as asked for; the token is the next one's number.</summary>
    static WireReply Seven(WireRequest request)
    {
        using var body = JsonDocument.Parse(request.Body);
        var from = body.RootElement.TryGetProperty("NextToken", out var token) ? int.Parse(token.GetString()!, CultureInfo.InvariantCulture) : 0;
        var size = body.RootElement.GetProperty("MaxResults").GetInt32();
        var items = Enumerable.Range(from, Math.Min(size, 7 - from)).Select(n => $$"""{ "Stage":"x", "Id":"O{{n}}" }""");
        var next = from + size < 7 ? $",\"NextToken\":\"{from + size}\"" : "";
        return WireReply.Ok($"{{\"OpportunitySummaries\":[{string.Join(',', items)}]{next}}}");
    }

    [Fact]
    public async Task All_pages_items_come_in_order_as_canonical_json_and_each_page_takes_its_quota()
    {
        await using var server = new WireServer(Seven);
        var quota = new List<string>();
        using var client = new PartnerCentralClient(Calls.At(server), (operation, _) =>
        {
            quota.Add($"{operation} {operation.Quota}");
            return Task.CompletedTask;
        });
        var all = await client.ListOpportunities(Filter, 3, Calls.Now).Select(Calls.Text).ToListAsync(Calls.Now);
        Assert.Equal(Enumerable.Range(0, 7).Select(n => $$"""{"Id":"O{{n}}","Stage":"x"}"""), all);
        Assert.Equal(
            [
                """{"Catalog":"AWS","LifeCycleStage":["Qualified"],"MaxResults":3}""",
                """{"Catalog":"AWS","LifeCycleStage":["Qualified"],"MaxResults":3,"NextToken":"3"}""",
                """{"Catalog":"AWS","LifeCycleStage":["Qualified"],"MaxResults":3,"NextToken":"6"}""",
            ],
            server.Requests.Select(request => request.Text));
        Assert.Equal(Enumerable.Repeat("ListOpportunities Read", 3), quota);
    }

    [Fact]
    public async Task A_page_is_asked_for_only_when_it_is_wanted()
    {
        await using var server = new WireServer(Seven);
        using var client = new PartnerCentralClient(Calls.At(server));
        var some = await client.ListOpportunities(Filter, 3, Calls.Now).Take(3).ToListAsync(Calls.Now);
        Assert.Equal((3, 1), (some.Count, server.Requests.Count));
    }

    [Fact]
    public async Task One_page_can_be_read_and_gone_on_from()
    {
        await using var server = new WireServer(Seven);
        using var client = new PartnerCentralClient(Calls.At(server));
        var page = await client.Page(SellingOperations.ListOpportunities, Filter, 5, null, Calls.Now);
        Assert.Equal((5, "5"), (page.Items.Count, page.NextToken));
        var last = await client.Page(SellingOperations.ListOpportunities, Filter, 5, page.NextToken, Calls.Now);
        Assert.Equal((2, null), (last.Items.Count, last.NextToken));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(5000, 100)]
    public async Task The_page_size_is_cut_to_what_the_operation_takes(int asked, int sent)
    {
        await using var server = new WireServer(WireReply.Ok("{}"));
        using var client = new PartnerCentralClient(Calls.At(server));
        Assert.Empty((await client.Page(SellingOperations.ListSolutions, Filter, asked, null, Calls.Now)).Items);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"\"MaxResults\":{sent}}}"), server.Requests[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_leads_to_itself_ends_the_list_with_an_error()
    {
        await using var server = new WireServer(WireReply.Ok("""{"OpportunitySummaries":[],"NextToken":"same"}"""));
        using var client = new PartnerCentralClient(Calls.At(server));
        var error = await Assert.ThrowsAsync<AwsServiceException>(async () => await client.ListOpportunities(Filter, 3, Calls.Now).ToListAsync(Calls.Now));
        Assert.Equal(("RepeatedNextToken", true, 2), (error.Code, error.Transient, server.Requests.Count));
    }

    [Theory]
    [InlineData("<html>Sign in to the guest network</html>")]
    [InlineData("[1]")]
    [InlineData("""{"Id":"O1","Id":"O2"}""")]
    [InlineData("""{"Id":""")]
    public async Task A_success_that_is_no_json_object_is_unavailable(string body)
    {
        await using var server = new WireServer(WireReply.Ok(body));
        using var client = new PartnerCentralClient(Calls.At(server));
        var error = await Assert.ThrowsAsync<AwsServiceException>(() => client.GetOpportunity("AWS", "O1", Calls.Now));
        Assert.Equal(("NotJson", AwsFault.Unavailable), (error.Code, error.Fault));
    }
}
