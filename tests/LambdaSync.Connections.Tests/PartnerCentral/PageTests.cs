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
        var page = await client.Page(SellingOperations.ListOpportunities, Filter, 5, null, new PageProgress(), Calls.Now);
        Assert.Equal((5, "5"), (page.Items.Count, page.NextToken));
        var last = await client.Page(SellingOperations.ListOpportunities, Filter, 5, page.NextToken, new PageProgress(), Calls.Now);
        Assert.Equal((2, null), (last.Items.Count, last.NextToken));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(5000, 100)]
    public async Task The_page_size_is_cut_to_what_the_operation_takes(int asked, int sent)
    {
        await using var server = new WireServer(WireReply.Ok("""{"SolutionSummaries":[]}"""));
        using var client = new PartnerCentralClient(Calls.At(server));
        Assert.Empty((await client.Page(SellingOperations.ListSolutions, Filter, asked, null, new PageProgress(), Calls.Now)).Items);
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

    [Fact]
    public async Task Tokens_that_lead_in_a_circle_end_the_list_with_an_error()
    {
        string[] tokens = ["a", "b", "c", "a", "b"];
        var page = 0;
        await using var server = new WireServer(_ => WireReply.Ok($$"""{"OpportunitySummaries":[{"Id":"O{{page}}"}],"NextToken":"{{tokens[page++]}}"}"""));
        using var client = new PartnerCentralClient(Calls.At(server));
        var error = await Assert.ThrowsAsync<AwsServiceException>(async () => await client.ListOpportunities(Filter, 1, Calls.Now).ToListAsync(Calls.Now));
        Assert.Equal(("RepeatedNextToken", 4), (error.Code, server.Requests.Count));
    }

    [Fact]
    public async Task Empty_pages_without_end_are_an_error_and_some_of_them_are_not()
    {
        var (page, items) = (0, 49);
        await using var server = new WireServer(_ => WireReply.Ok($$"""{"OpportunitySummaries":[{{(++page == items ? "{\"Id\":\"O1\"}" : "")}}],"NextToken":"t{{page}}"}"""));
        using var client = new PartnerCentralClient(Calls.At(server));
        var error = await Assert.ThrowsAsync<AwsServiceException>(async () => await client.ListOpportunities(Filter, 1, Calls.Now).ToListAsync(Calls.Now));
        Assert.Equal(("EndlessEmptyPages", items + PageProgress.MaxEmptyPages), (error.Code, server.Requests.Count));
    }

    [Fact]
    public void A_list_that_is_asked_for_anew_may_give_a_token_again()
    {
        var progress = new PageProgress();
        var page = new SellingPage(["{}"u8.ToArray()], "100");
        Assert.Null(progress.Problem(null, page));
        Assert.Null(progress.Problem(null, page));
        Assert.Equal("RepeatedNextToken", progress.Problem("100", page));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"OpportunitySummaries":null}""")]
    [InlineData("""{"OpportunitySummaries":{}}""")]
    [InlineData("""{"SolutionSummaries":[]}""")]
    [InlineData("""{"OpportunitySummaries":[],"NextToken":7}""")]
    [InlineData("""{"OpportunitySummaries":[],"OpportunitySummaries":[]}""")]
    [InlineData("""{"OpportunitySummaries":[],"NextToken":"\ud800"}""")]
    [InlineData("<html>")]
    public async Task An_answer_without_its_list_is_an_error_not_an_empty_list(string body)
    {
        await using var server = new WireServer(WireReply.Ok(body));
        using var client = new PartnerCentralClient(Calls.At(server));
        var error = await Assert.ThrowsAsync<AwsServiceException>(async () => await client.ListOpportunities(Filter, 3, Calls.Now).ToListAsync(Calls.Now));
        Assert.Equal(("NoList", true), (error.Code, error.Transient));
    }

    [Fact]
    public async Task An_item_that_can_t_be_read_stops_no_other()
    {
        await using var server = new WireServer(WireReply.Ok("""{"OpportunitySummaries":[7,{"Id":"O1"},null,{"a":1,"a":2},{"b":"\ud800"},[],{ "Id": "O2" }]}"""));
        using var client = new PartnerCentralClient(Calls.At(server));
        var all = await client.ListOpportunities(Filter, 3, Calls.Now).Select(Calls.Text).ToListAsync(Calls.Now);
        Assert.Equal(["{}", """{"Id":"O1"}""", "{}", "{}", "{}", "{}", """{"Id":"O2"}"""], all);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(400)]
    public async Task An_answer_of_more_than_4_megabytes_is_refused_unread(int status)
    {
        var length = 4 << 20;
        await using var server = new WireServer(_ => new WireReply(status, $$"""{"a":"{{new string('x', length - 8)}}"}"""));
        using var client = new PartnerCentralClient(Calls.At(server));
        if (status == 200)
            Assert.Equal(length, (await client.GetOpportunity("AWS", "O1", Calls.Now)).Length);
        length++;
        var error = await Assert.ThrowsAsync<AwsServiceException>(() => client.GetOpportunity("AWS", "O1", Calls.Now));
        Assert.Equal(("AnswerTooLarge", status), (error.Code, error.Status));
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
