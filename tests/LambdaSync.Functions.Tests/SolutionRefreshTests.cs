using System.Net;
using System.Text;
using Amazon.Runtime;
using LambdaSync.Connections.Aws;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.Local.Crm;
using Xunit;

namespace LambdaSync.Functions.Tests;

/// <summary>What AWS's list of solutions may not do to the CRM's solutions.</summary>
[Trait("Row", "A7")]
public sealed class SolutionRefreshTests : IDisposable
{
    readonly BuiltInCrm _crm = new(":memory:");

    public void Dispose() => _crm.Dispose();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_solution_that_is_no_longer_listed_is_marked()
    {
        await Refresh("""{"SolutionSummaries":[{"Id":"S-1","Name":"One","Status":"Active"},{"Id":"S-2","Name":"Two","Status":"Active"}]}""");
        Assert.Equal(1, (await Refresh("""{"SolutionSummaries":[{"Id":"S-1","Name":"One","Status":"Active"}]}""")).Gone);
        Assert.Equal((true, false), (await IsActive("S-1"), await IsActive("S-2")));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"Solutions":[]}""")]
    [InlineData("""{"SolutionSummaries":null}""")]
    public async Task An_answer_without_its_list_marks_none(string answer)
    {
        await Refresh("""{"SolutionSummaries":[{"Id":"S-1","Name":"One","Status":"Active"}]}""");
        Assert.Equal("NoList", (await Assert.ThrowsAsync<AwsServiceException>(() => Refresh(answer))).Code);
        Assert.True(await IsActive("S-1"));
    }

    [Theory]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("""{"Id":7}""")]
    [InlineData("""{"Id":"S-1","Id":"S-3"}""")]
    public async Task An_entry_without_an_id_is_an_issue_and_may_be_any_of_the_known_ones(string entry)
    {
        await Refresh("""{"SolutionSummaries":[{"Id":"S-1","Name":"One","Status":"Active"}]}""");
        var result = await Refresh($$"""{"SolutionSummaries":[{{entry}},{"Id":"S-2","Name":5,"Status":["Active"]}]}""");
        Assert.Equal((1, 1, 1, 0), (result.Listed, result.Added, result.Unreadable, result.Gone));
        Assert.Equal(IssueCodes.AwsMalformed, Assert.Single(result.Issues).Code);
        Assert.True(await IsActive("S-1"));
        Assert.False(await IsActive("S-2"));
    }

    async Task<SolutionRefresh.Result> Refresh(string answer)
    {
        using var wire = new Answering(answer);
        using var aws = new PartnerCentralClient(new AwsSettings { Credentials = new BasicAWSCredentials("a", "b") }, handler: wire);
        return await new SolutionRefresh(aws, _crm).Run("AWS", Cancellation);
    }

    async Task<bool> IsActive(string id)
    {
        var solutions = await _crm.List(SolutionRefresh.Object, 100, null, Cancellation);
        return Encoding.UTF8.GetString(solutions.Single(s => Encoding.UTF8.GetString(s.Fields).Contains($"\"{id}\"", StringComparison.Ordinal)).Fields)
            .Contains("\"Active__c\":true", StringComparison.Ordinal);
    }

    sealed class Answering(string body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, "application/x-amz-json-1.0"), RequestMessage = request });
    }
}
