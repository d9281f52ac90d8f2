using System.Text.Json;
using System.Text.RegularExpressions;
using LambdaSync.Connections.Marketplace;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.PartnerCentral;
using LambdaSync.Sync.Work;
using LambdaSync.Testing;
using Xunit;

namespace LambdaSync.Functions.Tests.Aws;

/// <summary>Of Partner Central, each role may do what the code calls, and what AWS does on the caller's behalf for it: no less and no more.</summary>
[Trait("Row", "G2")]
public sealed partial class GrantedActionsTests
{
    static readonly StackTemplate Template = new();

    static readonly string[] Folders = ["src/LambdaSync/Kinds", "src/LambdaSync/PartnerCentral", "src/LambdaSync/Sync", "src/LambdaSync.Functions"];

    // Only the operator's tool uses these files.
    static readonly string[] ToolOnly = ["SolutionRefresh.cs", "OpportunityCount.cs"];

    // The engine carries out each request that a command may make of a record.
    static readonly Dictionary<string, string[]> OfRequests = new(StringComparer.Ordinal)
    {
        [RequestVerbs.Submit] = ["StartEngagementFromOpportunityTask", "ListEngagementFromOpportunityTasks"],
        [RequestVerbs.Associate] = ["AssociateOpportunity"],
        [RequestVerbs.Disassociate] = ["DisassociateOpportunity"],
        [RequestVerbs.Assign] = ["AssignOpportunity"],
        [RequestVerbs.Invite] = ["CreateEngagementInvitation", "ListEngagementInvitations", "ListEngagementResourceAssociations"],
        [RequestVerbs.Accept] = ["StartEngagementByAcceptingInvitationTask", "ListEngagementByAcceptingInvitationTasks", "AcceptEngagementInvitation"],
        [RequestVerbs.Reject] = ["RejectEngagementInvitation"],
        [RequestVerbs.Qualify] = ["UpdateEngagementContext"],
        [RequestVerbs.Convert] = ["StartOpportunityFromEngagementTask", "ListOpportunityFromEngagementTasks"],
        [RequestVerbs.CreateLead] = ["CreateEngagement"],
        // AWS Marketplace's.
        [RequestVerbs.CancelChangeSet] = [],
    };

    // What AWS checks on the caller besides the operation (service authorization reference of Partner Central; the invitation: the operation's
    // own page and the guide for multi-partner opportunities, which the reference does not repeat).
    static readonly Dictionary<string, string[]> OnBehalf = new(StringComparer.Ordinal)
    {
        ["StartEngagementFromOpportunityTask"] =
        [
            "GetOpportunity", "CreateEngagement", "CreateEngagementInvitation", "CreateResourceSnapshot", "CreateResourceSnapshotJob", "StartResourceSnapshotJob", "SubmitOpportunity", "TagResource",
        ],
        ["StartEngagementByAcceptingInvitationTask"] =
        [
            "AcceptEngagementInvitation", "GetEngagementInvitation", "CreateOpportunity", "GetOpportunity", "CreateResourceSnapshot", "CreateResourceSnapshotJob", "StartResourceSnapshotJob",
            "SubmitOpportunity", "TagResource",
        ],
        ["StartOpportunityFromEngagementTask"] =
            ["GetEngagement", "CreateOpportunity", "GetOpportunity", "CreateResourceSnapshot", "CreateResourceSnapshotJob", "StartResourceSnapshotJob", "TagResource"],
        ["CreateResourceSnapshot"] = ["GetOpportunity", "GetAwsOpportunitySummary"],
        ["UpdateEngagementContext"] = ["GetEngagement"],
        ["CreateEngagementContext"] = ["GetEngagement"],
        ["CreateEngagementInvitation"] = ["GetEngagement"],
    };

    [Fact]
    public void Each_request_has_its_operations() => Assert.Equal(RequestVerbs.All.Order(), OfRequests.Keys.Order());

    [Theory]
    [InlineData("PartnerEvents")]
    [InlineData("MarketplaceEvents")]
    [InlineData("CrmEvents")]
    [InlineData("Outbound")]
    [InlineData("Replay")]
    [InlineData("Commands")]
    [InlineData("CommandsUrl")]
    [InlineData("Reconcile")]
    public void A_role_has_what_is_called_and_no_other(string function)
    {
        // One engine runs in all these functions, and any of them may resume what another began.
        var called = Called();
        Assert.Equal(WithBehalf(called).Order(StringComparer.Ordinal), Granted(function, "partnercentral:").Order(StringComparer.Ordinal));
        // Among them what AssociateOpportunity with a Marketplace kind does as the caller: it reads the entity.
        Assert.Equal(CalledOfMarketplace().Order(StringComparer.Ordinal), Granted(function, "aws-marketplace:").Order(StringComparer.Ordinal));
    }

    /// <summary>What the engine changes in AWS Marketplace is what the core makes of commands, and no other.</summary>
    [Theory]
    [InlineData("MarketplaceEvents")]
    [InlineData("Commands")]
    public void Only_the_change_types_of_commands_are_granted(string function)
    {
        var statement = Assert.Single(Statements(function), s => Actions(s).Contains("aws-marketplace:StartChangeSet"));
        var granted = statement.GetProperty("Condition").EnumerateObject().Single().Value.GetProperty("catalog:ChangeType").EnumerateArray().Select(t => t.GetString()!);
        var made = Directory.EnumerateFiles(RepositoryFolder.File("src/LambdaSync/Marketplace"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => ChangeTypes().Matches(File.ReadAllText(file))).Select(m => m.Groups[1].Value).Distinct();
        // AWS checks AssociateOffers as this type on each offer (developer guide, work-with-offer-sets).
        Assert.Equal(made.Append("AssociateWithOfferSet").Order(StringComparer.Ordinal), granted.Order(StringComparer.Ordinal));
    }

    /// <summary>What moves money after a sale has a role of its own, which exists only on request; the functions may assume it and no more.</summary>
    [Fact]
    [Trait("Row", "F13")]
    public void What_follows_a_sale_has_a_role_of_its_own()
    {
        Assert.Equal(("HasAfterSale", "HasAfterSale"), (Template.Resource("AfterSaleRole").GetProperty("Condition").GetString(), Template.Resource("UseOfAfterSaleRole").GetProperty("Condition").GetString()));
        Assert.Equal("no", Template.Root.GetProperty("Parameters").GetProperty("AfterSale").GetProperty("Default").GetString());
        Assert.Equal(Operations.AfterSale.Select(o => o.Name).Order(StringComparer.Ordinal), Granted("AfterSale", "aws-marketplace:").Order(StringComparer.Ordinal));
        // Every function with the engine may resume what another began.
        string[] functions = ["PartnerEventsRole", "MarketplaceEventsRole", "CrmEventsRole", "CommandsRole", "CommandsUrlRole", "OutboundRole", "ReconcileRole", "ReplayRole"];
        var trusted = Template.Properties("AfterSaleRole").GetProperty("AssumeRolePolicyDocument").GetProperty("Statement")[0].GetProperty("Principal").GetProperty("AWS").EnumerateArray().Select(a => a.GetProperty("Fn::GetAtt")[0].GetString());
        Assert.Equal(functions, trusted);
        Assert.Equal(functions, Template.Properties("UseOfAfterSaleRole").GetProperty("Roles").EnumerateArray().Select(r => r.GetProperty("Ref").GetString()));
    }

    /// <summary>AWS's snapshot jobs have a role, on request only: it reads the account's opportunities and takes snapshots in engagements. No function may use it.</summary>
    [Fact]
    [Trait("Row", "A20")]
    [Trait("Row", "L-9")]
    public void Snapshot_jobs_have_a_role_that_only_AWS_s_service_assumes()
    {
        Assert.Equal("no", Template.Root.GetProperty("Parameters").GetProperty("SnapshotJobs").GetProperty("Default").GetString());
        Assert.Equal("HasSnapshotJobs", Template.Resource("SnapshotJobsRole").GetProperty("Condition").GetString());
        var trust = Assert.Single(Template.Properties("SnapshotJobsRole").GetProperty("AssumeRolePolicyDocument").GetProperty("Statement").EnumerateArray());
        Assert.Equal("""{"Service":"resource-snapshot-job.partnercentral-selling.amazonaws.com"}""", JsonSerializer.Serialize(trust.GetProperty("Principal")));
        Assert.Equal(
            [
                ("partnercentral:GetOpportunity", "arn:${AWS::Partition}:partnercentral:${PartnerCentralRegion}:${AWS::AccountId}:catalog/${Catalog}/opportunity/*"),
                ("partnercentral:CreateResourceSnapshot", "arn:${AWS::Partition}:partnercentral:${PartnerCentralRegion}::catalog/${Catalog}/engagement/*"),
            ],
            Statements("SnapshotJobs").Select(s => (Assert.Single(Actions(s)), s.GetProperty("Resource").GetProperty("Fn::Sub").GetString()!)));
        var output = Template.Root.GetProperty("Outputs").GetProperty("SnapshotJobsRoleArn");
        Assert.Equal(("HasSnapshotJobs", "SnapshotJobsRole"), (output.GetProperty("Condition").GetString(), output.GetProperty("Value").GetProperty("Fn::GetAtt")[0].GetString()));
    }

    [Fact]
    public void Files_come_without_Partner_Central() => Assert.Empty(Granted("InboundFiles", "partnercentral:"));

    [Fact]
    public void Every_statement_about_Partner_Central_is_of_the_stacks_catalog() => Assert.All(
        Template.Functions().SelectMany(f => Statements(f.Name)).Where(s => Actions(s).Any(a => a.StartsWith("partnercentral:", StringComparison.Ordinal))),
        s => Assert.Equal("Catalog", s.GetProperty("Condition").GetProperty("StringEquals").GetProperty("partnercentral:Catalog").GetProperty("Ref").GetString()));

    [Fact]
    public void Only_the_function_behind_the_URL_reads_the_keys()
    {
        Assert.Equal(["CommandsUrl"], Template.Functions().Select(f => f.Name).Where(name => Granted(name, "ssm:").Count > 0));
        Assert.Equal(["GetParameter"], Granted("CommandsUrl", "ssm:"));
        var read = Assert.Single(Statements("CommandsUrl"), s => Actions(s).Contains("ssm:GetParameter"));
        var parameter = Template.Root.GetProperty("Globals").GetProperty("Function").GetProperty("Environment").GetProperty("Variables").GetProperty("LAMBDASYNC_COMMAND_KEYS").GetProperty("Fn::Sub").GetString()!;
        Assert.EndsWith(":parameter" + parameter, read.GetProperty("Resource").GetProperty("Fn::Sub").GetString(), StringComparison.Ordinal);
        // With a key of one's own the parameter may be encrypted with it.
        var use = Template.Properties("UseOfKeyForKeys");
        Assert.Equal("CommandsUrlRole", Assert.Single(use.GetProperty("Roles").EnumerateArray()).GetProperty("Ref").GetString());
    }

    [Fact]
    public void The_URL_is_off_unless_it_is_asked_for_and_then_both_permissions_are_there()
    {
        Assert.Equal("off", Template.Root.GetProperty("Parameters").GetProperty("CommandsUrlMode").GetProperty("Default").GetString());
        Assert.Equal("HasCommandsUrl", Template.Resource("CommandsAddress").GetProperty("Condition").GetString());
        var type = Template.Properties("CommandsAddress").GetProperty("AuthType").GetProperty("Fn::If").EnumerateArray().Select(e => e.GetString());
        Assert.Equal(["HasIamForCommandsUrl", "AWS_IAM", "NONE"], type);
        // docs.aws.amazon.com/lambda/latest/dg/urls-auth.html: since October 2025 a function URL needs both actions.
        var (first, second) = (Template.Resource("CommandsAddressPermission"), Template.Resource("CommandsAddressInvocation"));
        Assert.All([first, second], p => Assert.Equal("HasPublicCommandsUrl", p.GetProperty("Condition").GetString()));
        Assert.Equal(("lambda:InvokeFunctionUrl", "NONE"), (first.GetProperty("Properties").GetProperty("Action").GetString(), first.GetProperty("Properties").GetProperty("FunctionUrlAuthType").GetString()));
        Assert.Equal(("lambda:InvokeFunction", true), (second.GetProperty("Properties").GetProperty("Action").GetString(), second.GetProperty("Properties").GetProperty("InvokedViaFunctionUrl").GetBoolean()));
    }

    static HashSet<string> Called()
    {
        var files = Folders.SelectMany(folder => Directory.EnumerateFiles(RepositoryFolder.File(folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal) && !ToolOnly.Contains(Path.GetFileName(file)));
        var known = SellingOperations.All.Select(o => o.Name).ToHashSet();
        HashSet<string> called = [.. files.SelectMany(file => Names().Matches(File.ReadAllText(file))).Select(m => m.Groups[1].Value).Where(known.Contains)];
        called.UnionWith(Operations.All.Select(o => o.Name));
        called.UnionWith(OfRequests.Values.SelectMany(o => o));
        return called;
    }

    // BatchDescribeEntities is no action of its own (service authorization reference).
    static HashSet<string> CalledOfMarketplace()
    {
        var known = CatalogOperations.All.Concat(AgreementOperations.All).Select(o => o.Name).ToHashSet();
        var text = string.Concat(Folders.Append("src/LambdaSync/Marketplace").SelectMany(folder => Directory.EnumerateFiles(RepositoryFolder.File(folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal)).Select(File.ReadAllText));
        HashSet<string> called = [.. Names().Matches(text).Concat(OfClients().Matches(text)).Select(m => m.Groups[1].Value).Where(known.Contains), .. Operations.OfMarketplace.Select(o => o.Name)];
        called.Remove("BatchDescribeEntities");
        called.ExceptWith(Operations.AfterSale.Select(o => o.Name));
        return called;
    }

    // A task's own actions may have others behind them.
    static HashSet<string> WithBehalf(HashSet<string> called)
    {
        var all = new HashSet<string>(called, StringComparer.Ordinal);
        while (all.SelectMany(a => OnBehalf.GetValueOrDefault(a, [])).Where(all.Add).Any())
        {
        }

        return all;
    }

    static List<string> Granted(string function, string prefix) =>
        [.. Statements(function).SelectMany(Actions).Where(a => a.StartsWith(prefix, StringComparison.Ordinal)).Select(a => a[prefix.Length..]).Distinct()];

    static List<JsonElement> Statements(string function) => [.. Template.Properties(function + "Role").GetProperty("Policies")[0].GetProperty("PolicyDocument").GetProperty("Statement").EnumerateArray()];

    static IEnumerable<string> Actions(JsonElement statement) =>
        statement.GetProperty("Action") is { ValueKind: JsonValueKind.Array } many ? many.EnumerateArray().Select(a => a.GetString()!) : [statement.GetProperty("Action").GetString()!];

    // The ways that code names an operation which it calls: a row of the table, the file of an operation, the name in a request.
    [GeneratedRegex("(?:SellingOperations\\.|nameof\\(|\")([A-Z]\\w+)")]
    private static partial Regex Names();

    [GeneratedRegex("[Mm]arketplace\\.(?:Catalog|Agreements)\\.([A-Z]\\w+)\\(")]
    private static partial Regex OfClients();

    // The types of changes are all of these forms.
    [GeneratedRegex("\"((?:Create|Update|Release|Restrict|Associate|Add)[A-Z]\\w+)\"")]
    private static partial Regex ChangeTypes();
}
