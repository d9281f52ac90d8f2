using System.Text.Json;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.Fields;
using LambdaSync.PartnerCentral;
using LambdaSync.Sync.Outbound;
using LambdaSync.Sync.Quotas;
using Xunit;

namespace LambdaSync.Connections.Tests.PartnerCentral;

/// <summary>Every method's request, and what stops one from leaving.</summary>
public sealed class RequestTests
{
    const string Token = "t-0001";
    const string Engagement = "eng-0123456789abcd";
    const string Invitation = "engi-0123456789abc";
    const string Job = "job-0123456789abc";
    const string Lead = """
        {"Lead":{"Customer":{"CompanyName":"Example","Address":{}},
          "Interactions":[{"SourceType":"Form","SourceId":"1","SourceName":"Web","CustomerAction":"Asked",
            "Contact":{"BusinessTitle":"CTO","Email":"a@example.com","FirstName":"A","LastName":"B"}}]}}
        """;

    const string Qualified = """{"Lead":{"QualificationStatus":"Qualified","Customer":{"CompanyName":"Example","Address":{}}}}""";
    const string Invite = """{"Message":"M","Receiver":{"Account":{"AwsAccountId":"111122223333"}},"Payload":{}}""";

    static ReadOnlyMemory<byte> Body(string members) => Calls.Utf8("{\"Catalog\":\"Sandbox\"" + (members.Length > 0 ? "," + members : "") + "}");

    static readonly ReadOnlyMemory<byte> Snapshot =
        Body($"\"EngagementIdentifier\":\"{Engagement}\",\"ResourceType\":\"Opportunity\",\"ResourceIdentifier\":\"O1\","
            + $"\"ResourceSnapshotTemplateIdentifier\":\"Full\",\"ClientToken\":\"{Token}\"");

    static async Task Drain(IAsyncEnumerable<ReadOnlyMemory<byte>> items)
    {
        await foreach (var _ in items)
        {
        }
    }

    static readonly Dictionary<SellingOperation, Func<PartnerCentralClient, CancellationToken, Task>> Every = new()
    {
        [SellingOperations.CreateOpportunity] = (c, ct) => c.CreateOpportunity(Body($"\"ClientToken\":\"{Token}\""), ct),
        [SellingOperations.UpdateOpportunity] =
            (c, ct) => c.UpdateOpportunity(Body("\"Identifier\":\"O1\",\"LastModifiedDate\":\"2026-01-02T03:04:05.678Z\""), ct),
        [SellingOperations.GetOpportunity] = (c, ct) => c.GetOpportunity("Sandbox", "O1", ct),
        [SellingOperations.ListOpportunities] = (c, ct) => Drain(c.ListOpportunities(Body("\"Sort\":{\"SortBy\":\"LastModifiedDate\",\"SortOrder\":\"ASCENDING\"}"), 50, ct)),
        [SellingOperations.GetAwsOpportunitySummary] = (c, ct) => c.GetAwsOpportunitySummary("Sandbox", "O1", ct),
        [SellingOperations.AssignOpportunity] =
            (c, ct) => c.AssignOpportunity(AssignOpportunity.Body("Sandbox", "O1", Assignee.Of("Ann.Owner@Example.com", "Ann", "Owner", "PartnerAccountManager")!), ct),
        [SellingOperations.AssociateOpportunity] = (c, ct) => c.AssociateOpportunity(AssociateOpportunity.Body("Sandbox", "O1", new Association("Solutions", "S-1234567")), ct),
        [SellingOperations.DisassociateOpportunity] =
            (c, ct) => c.DisassociateOpportunity(AssociateOpportunity.Body("Sandbox", "O1", new Association("ANewerType", "anything")), ct),
        [SellingOperations.SubmitOpportunity] = (c, ct) => c.SubmitOpportunity(SellingRequests.Submit("Sandbox", "O1", "Co-Sell", null), ct),
        [SellingOperations.ListSolutions] = (c, ct) => Drain(c.ListSolutions(Body(""), 100, ct)),
        [SellingOperations.CreateEngagement] =
            (c, ct) => c.CreateEngagement(Body($"\"ClientToken\":\"{Token}\",\"Title\":\"T\",\"Description\":\"D\""), ct),
        [SellingOperations.GetEngagement] = (c, ct) => c.GetEngagement("Sandbox", Engagement, ct),
        [SellingOperations.ListEngagements] = (c, ct) => Drain(c.ListEngagements(Body("\"ContextTypes\":[\"Lead\"]"), 20, ct)),
        [SellingOperations.ListEngagementMembers] = (c, ct) => Drain(c.ListEngagementMembers(Body($"\"Identifier\":\"{Engagement}\""), 10, ct)),
        [SellingOperations.ListEngagementResourceAssociations] = (c, ct) => Drain(c.ListEngagementResourceAssociations(Body(""), 10, ct)),
        [SellingOperations.CreateEngagementContext] = (c, ct) => c.CreateEngagementContext(
            Body($"\"ClientToken\":\"{Token}\",\"EngagementIdentifier\":\"{Engagement}\",\"Type\":\"Lead\",\"Payload\":{Lead}"), ct),
        [SellingOperations.UpdateEngagementContext] = (c, ct) => c.UpdateEngagementContext(
            Body($"\"EngagementIdentifier\":\"{Engagement}\",\"ContextIdentifier\":\"1\",\"Type\":\"Lead\",\"Payload\":{Qualified},"
                + "\"EngagementLastModifiedAt\":\"2026-01-02T03:04:05Z\""), ct),
        [SellingOperations.CreateEngagementInvitation] = (c, ct) => c.CreateEngagementInvitation(
            Body($"\"ClientToken\":\"{Token}\",\"EngagementIdentifier\":\"{Engagement}\",\"Invitation\":{Invite}"), ct),
        [SellingOperations.GetEngagementInvitation] = (c, ct) => c.GetEngagementInvitation("Sandbox", Invitation, ct),
        [SellingOperations.ListEngagementInvitations] = (c, ct) => Drain(c.ListEngagementInvitations(Body("\"ParticipantType\":\"RECEIVER\""), 100, ct)),
        [SellingOperations.AcceptEngagementInvitation] = (c, ct) => c.AcceptEngagementInvitation(AcceptEngagementInvitation.Body("Sandbox", Invitation), ct),
        [SellingOperations.RejectEngagementInvitation] =
            (c, ct) => c.RejectEngagementInvitation(RejectEngagementInvitation.Body("Sandbox", "arn:aws:partnercentral:x", "Other"), ct),
        [SellingOperations.StartEngagementFromOpportunityTask] = (c, ct) => c.StartEngagementFromOpportunityTask(
            StartEngagementFromOpportunityTask.Body("Sandbox", Token, "O1", "Co-Sell", "Full"), ct),
        [SellingOperations.ListEngagementFromOpportunityTasks] =
            (c, ct) => Drain(c.ListEngagementFromOpportunityTasks(Body("\"TaskIdentifier\":[\"task-0123456789abc\"]"), 10, ct)),
        [SellingOperations.StartEngagementByAcceptingInvitationTask] = (c, ct) => c.StartEngagementByAcceptingInvitationTask(
            StartEngagementByAcceptingInvitationTask.Body("Sandbox", Token, Invitation), ct),
        [SellingOperations.ListEngagementByAcceptingInvitationTasks] =
            (c, ct) => Drain(c.ListEngagementByAcceptingInvitationTasks(Body($"\"EngagementInvitationIdentifier\":[\"{Invitation}\"]"), 10, ct)),
        [SellingOperations.StartOpportunityFromEngagementTask] = (c, ct) => c.StartOpportunityFromEngagementTask(
            StartOpportunityFromEngagementTask.Body("Sandbox", Token, Engagement, "1"), ct),
        [SellingOperations.ListOpportunityFromEngagementTasks] = (c, ct) => Drain(c.ListOpportunityFromEngagementTasks(Body(""), 10, ct)),
        [SellingOperations.StartProspectingFromEngagementTask] = (c, ct) => c.StartProspectingFromEngagementTask(
            Body($"\"ClientToken\":\"{Token}\",\"Identifiers\":[\"{Engagement}\"],\"TaskName\":\"Leads\""), ct),
        [SellingOperations.GetProspectingFromEngagementTask] = (c, ct) => c.GetProspectingFromEngagementTask(Body("\"TaskIdentifier\":\"task-0123456789abcd\""), ct),
        [SellingOperations.ListProspectingFromEngagementTasks] = (c, ct) => Drain(c.ListProspectingFromEngagementTasks(Body(""), 10, ct)),
        [SellingOperations.CreateResourceSnapshot] = (c, ct) => c.CreateResourceSnapshot(Snapshot, ct),
        [SellingOperations.GetResourceSnapshot] = (c, ct) => c.GetResourceSnapshot(Snapshot, ct),
        [SellingOperations.ListResourceSnapshots] = (c, ct) => Drain(c.ListResourceSnapshots(Body($"\"EngagementIdentifier\":\"{Engagement}\""), 10, ct)),
        [SellingOperations.CreateResourceSnapshotJob] = (c, ct) => c.CreateResourceSnapshotJob(Snapshot, ct),
        [SellingOperations.GetResourceSnapshotJob] = (c, ct) => c.GetResourceSnapshotJob("Sandbox", Job, ct),
        [SellingOperations.ListResourceSnapshotJobs] = (c, ct) => Drain(c.ListResourceSnapshotJobs(Body(""), 10, ct)),
        [SellingOperations.StartResourceSnapshotJob] = (c, ct) => c.StartResourceSnapshotJob("Sandbox", Job, ct),
        [SellingOperations.StopResourceSnapshotJob] = (c, ct) => c.StopResourceSnapshotJob("Sandbox", Job, ct),
        [SellingOperations.DeleteResourceSnapshotJob] = (c, ct) => c.DeleteResourceSnapshotJob("Sandbox", Job, ct),
        [SellingOperations.GetSellingSystemSettings] = (c, ct) => c.GetSellingSystemSettings("Sandbox", ct),
        [SellingOperations.PutSellingSystemSettings] =
            (c, ct) => c.PutSellingSystemSettings("Sandbox", "arn:aws:iam::111122223333:role/lambdasync/Snapshots", ct),
    };

    [Fact]
    public async Task Every_operation_has_a_method_whose_one_request_names_it_and_its_catalog()
    {
        Assert.Equal(SellingOperations.All, Every.Keys);
        Assert.Equal(SellingOperations.All.Count, SellingOperations.All.Select(operation => operation.Name).Distinct().Count());
        await using var server = new WireServer(request => WireReply.Ok(SellingOperations.Of(request.Operation).Items is { } items ? $"{{\"{items}\":[]}}" : "{}"));
        using var client = new PartnerCentralClient(Calls.At(server));
        foreach (var call in Every.Values)
            await call(client, Calls.Now);
        Assert.Equal(SellingOperations.All.Select(operation => operation.Name), server.Requests.Select(request => request.Operation));
        foreach (var (operation, request) in SellingOperations.All.Zip(server.Requests))
        {
            using var body = JsonDocument.Parse(request.Body);
            Assert.Equal("Sandbox", body.RootElement.GetProperty("Catalog").GetString());
            Assert.Equal(operation.Items is not null, body.RootElement.TryGetProperty("MaxResults", out _));
            Assert.Equal(
                operation.HasClientToken || operation == SellingOperations.GetResourceSnapshot, body.RootElement.TryGetProperty("ClientToken", out _));
        }
    }

    [Fact]
    public void A_client_token_is_required_exactly_where_the_table_says_so()
    {
        foreach (var operation in SellingOperations.All)
        {
            var issues = RequestCheck.Check(operation.Name, Calls.Utf8("{}"));
            Assert.Contains(issues, issue => issue is { Field: "Catalog", Severity: Severity.Error });
            Assert.Equal(operation.HasClientToken, issues.Any(issue => issue is { Field: "ClientToken", Severity: Severity.Error }));
            Assert.True(operation.Mutates || !operation.HasClientToken);
            Assert.Equal(operation.Mutates, operation.Quota is QuotaGroup.Write or QuotaGroup.ProspectingStart);
        }
    }

    [Fact]
    public async Task The_bytes_given_are_the_bytes_sent_and_the_answer_is_canonical()
    {
        await using var server = new WireServer(WireReply.Ok("""{ "b": 1.50, "a": "x\u0079", "New": [ {"z":1,"y":2} ] }"""));
        using var client = new PartnerCentralClient(Calls.At(server));
        var body = Body("\"ClientToken\":\"t\",\"NewMember\":{\"anything\":[1,true]},\"Project\":{\"Newer\":\"ü\"}");
        var answer = await client.CreateOpportunity(body, Calls.Now);
        Assert.Equal("""{"New":[{"y":2,"z":1}],"a":"xy","b":1.5}""", Calls.Text(answer));
        Assert.Equal(body.ToArray(), server.Requests[0].Body);
    }

    [Fact]
    public async Task An_assignees_address_goes_out_in_lower_case()
    {
        await using var server = new WireServer(WireReply.Ok(""));
        using var client = new PartnerCentralClient(Calls.At(server));
        Assert.Equal("{}", Calls.Text(await client.AssignOpportunity(
            AssignOpportunity.Body("AWS", "O1", Assignee.Of("Ann.Owner@Example.com", "Ann", "Owner", "Manager")!), Calls.Now)));
        Assert.Contains("\"ann.owner@example.com\"", server.Requests[0].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"Identifier\":\"O1\"", "LastModifiedDate field-required")]
    [InlineData("\"Identifier\":\"O-1\",\"LastModifiedDate\":\"2026-01-02T03:04:05Z\"", "Identifier field-pattern")]
    [InlineData("\"Identifier\":\"O1\",\"LastModifiedDate\":\"2026-01-02T03:04:05Z\",\"LifeCycle\":{\"NextSteps\":\"Accept to View\"}", "LifeCycle.NextSteps field-masked")]
    [InlineData("\"Identifier\":\"O1\",\"LastModifiedDate\":\"2026-01-02T03:04:05Z\",\"Newer\":[{\"Text\":\"ACCEPT TO VIEW\"}]", "Newer[0].Text field-masked")]
    public async Task A_request_that_breaks_a_firm_rule_or_holds_a_mask_never_leaves(string members, string told)
    {
        await using var server = new WireServer(WireReply.Ok("{}"));
        var quota = 0;
        using var client = new PartnerCentralClient(Calls.At(server), (_, _) => Task.FromResult(quota++));
        var held = await Assert.ThrowsAsync<RequestHeldException>(() => client.UpdateOpportunity(Body(members), Calls.Now));
        Assert.Equal($"UpdateOpportunity was not sent: {told}", held.Message);
        Assert.Contains(held.Issues, issue => issue.Severity == Severity.Error);
        Assert.Empty(server.Requests);
        Assert.Equal(0, quota);
    }

    [Fact]
    public async Task Warnings_hold_nothing_back()
    {
        await using var server = new WireServer(WireReply.Ok("{}"));
        using var client = new PartnerCentralClient(Calls.At(server));
        var body = Body("\"ClientToken\":\"t\",\"LifeCycle\":{\"Stage\":\"A newer stage\"}");
        Assert.Contains(RequestCheck.Check("CreateOpportunity", body), issue => issue.Severity == Severity.Warning);
        await client.CreateOpportunity(body, Calls.Now);
        Assert.Single(server.Requests);
    }
}
