using System.Text.Json;
using LambdaSync.Connections.Salesforce;
using LambdaSync.Functions.Lambda;
using LambdaSync.Sync.Schedules;
using LambdaSync.Testing;
using Xunit;

namespace LambdaSync.Functions.Tests.Exchange;

/// <summary>infra/file-exchange.template and the code agree.</summary>
[Trait("Row", "G1")]
public sealed class ExchangeTemplateTests
{
    static readonly JsonElement Root = JsonDocument.Parse(File.ReadAllBytes(RepositoryFolder.File("infra/file-exchange.template"))).RootElement;

    static readonly StackTemplate Main = new();

    static JsonElement Resource(string name) => Root.GetProperty("Resources").GetProperty(name);

    static JsonElement Variables => Root.GetProperty("Globals").GetProperty("Function").GetProperty("Environment").GetProperty(nameof(Variables));

    [Fact]
    public void Its_handlers_are_functions_of_the_binary() =>
        Assert.All(["PullFiles", "SendFiles"], name => Assert.NotNull(typeof(App).GetMethod(Resource(name).GetProperty("Properties").GetProperty("Handler").GetString()!)));

    [Fact]
    [Trait("Row", "G4")]
    public void Every_setting_is_given_and_every_given_one_is_read()
    {
        var given = Variables.EnumerateObject().Select(variable => variable.Name).ToList();
        Assert.Superset(ExchangeSettings.Variables.ToHashSet(), given.ToHashSet());
        Assert.Subset(ExchangeSettings.Variables.Concat(Settings.Variables).ToHashSet(), given.ToHashSet());
    }

    [Fact]
    [Trait("Row", "G2")]
    public void Only_who_sends_may_write_into_the_exchange_s_bucket()
    {
        Assert.Equal(["s3:DeleteObject", "s3:GetObject"], Actions("PullFiles", "UseExchange"));
        Assert.Equal(["s3:DeleteObject", "s3:GetObject", "s3:PutObject", "s3:PutObjectAcl"], Actions("SendFiles", "UseExchange"));
        Assert.Equal(["s3:GetObject", "s3:PutObject"], Actions("PullFiles", "LandFiles"));
        Assert.All(["PullFilesArn", "SendFilesArn"], name => Assert.Equal(name[..^3], Root.GetProperty("Outputs").GetProperty(name).GetProperty("Value").GetProperty("Fn::GetAtt")[0].GetString()));
        Assert.Equal("ssm:GetParameter", Statement("SendFiles", "ReadTransports").GetProperty("Action").GetString());
        Assert.Equal("Sends", Resource("SendFiles").GetProperty("Condition").GetString());
    }

    /// <summary>The CRM is the main stack's, so that its records and its login are the same.</summary>
    [Theory]
    [Trait("Row", "G4")]
    [InlineData("Crm")]
    [InlineData("SalesforceHost")]
    [InlineData("SalesforceApiVersion")]
    [InlineData("SalesforceOwner")]
    [InlineData("SalesforceCurrency")]
    [InlineData("SalesforceDuplicates")]
    [InlineData("KmsKeyArn")]
    public void A_parameter_of_both_stacks_takes_the_same_values(string name)
    {
        var (ours, theirs) = (Root.GetProperty("Parameters").GetProperty(name), Main.Root.GetProperty("Parameters").GetProperty(name));
        Assert.Equal(Members(theirs), Members(ours));

        static IEnumerable<(string, string)> Members(JsonElement parameter) => parameter.EnumerateObject().Where(member => member.Name != "Description").Select(member => (member.Name, JsonSerializer.Serialize(member.Value)));
    }

    [Fact]
    [Trait("Row", "G4")]
    public void The_functions_open_the_main_stack_s_CRM()
    {
        var theirs = Main.Root.GetProperty("Globals").GetProperty("Function").GetProperty("Environment").GetProperty(nameof(Variables));
        Assert.All(["LAMBDASYNC_CRM", .. SalesforceConnection.Variables], name => Assert.Equal(JsonSerializer.Serialize(theirs.GetProperty(name)), JsonSerializer.Serialize(Variables.GetProperty(name))));
    }

    [Fact]
    [Trait("Row", "G2")]
    public void Only_who_sends_reads_the_login_and_only_of_Salesforce()
    {
        var (ours, theirs) = (Resource("UseOfSalesforceLogin"), Main.Properties("UseOfSalesforceLogin"));
        Assert.Equal("""[{"Condition":"Sends"},{"Condition":"HasSalesforce"}]""", JsonSerializer.Serialize(Root.GetProperty("Conditions").GetProperty(ours.GetProperty("Condition").GetString()!).GetProperty("Fn::And")));
        Assert.Equal(["SendFilesRole"], RolesOf("UseOfSalesforceLogin"));
        Assert.Equal(JsonSerializer.Serialize(StatementsOf(theirs)[0]), JsonSerializer.Serialize(Assert.Single(StatementsOf(ours.GetProperty("Properties")))));
    }

    [Fact]
    [Trait("Row", "G2")]
    public void With_a_key_of_the_main_stack_both_functions_may_use_it()
    {
        Assert.Equal(["PullFilesRole", "SendFilesRole"], RolesOf("UseOfKeyByPullFiles").Concat(RolesOf("UseOfKeyBySendFiles")));
        foreach (var name in (string[])["UseOfKeyByPullFiles", "UseOfKeyBySendFiles"])
        {
            var statements = StatementsOf(Resource(name).GetProperty("Properties"));
            Assert.Equal(JsonSerializer.Serialize(StatementsOf(Main.Properties("UseOfKey"))[0]), JsonSerializer.Serialize(statements[0]));
            Assert.Equal(("kms:Decrypt", "ssm.*"), (statements[1].GetProperty("Action").GetString(), statements[1].GetProperty("Condition").GetProperty("StringLike").GetProperty("kms:ViaService").GetString()));
        }
    }

    static JsonElement[] StatementsOf(JsonElement policy) => [.. policy.GetProperty("PolicyDocument").GetProperty("Statement").EnumerateArray()];

    static IEnumerable<string> RolesOf(string policy) => Resource(policy).GetProperty("Properties").GetProperty("Roles").EnumerateArray().Select(role => role.GetProperty("Ref").GetString()!);

    [Fact]
    [Trait("Row", "B7")]
    public void The_guide_s_settings_are_parameters_with_its_limits()
    {
        var size = Root.GetProperty("Parameters").GetProperty("OutboundBatchSize");
        Assert.Equal((1, 50), (size.GetProperty("MinValue").GetInt32(), size.GetProperty("MaxValue").GetInt32()));
        var settings = ExchangeSettings.Read(name => name switch
        {
            "LAMBDASYNC_EXCHANGE_BUCKET" => "ace-example",
            "LAMBDASYNC_PARTNER_ID" => "1234567",
            "LAMBDASYNC_RETRY_COUNT" => "4",
            "LAMBDASYNC_RETRY_CUT_OFF_DAYS" => "2",
            "LAMBDASYNC_OUTBOUND_BATCH_SIZE" => "7",
            _ => null,
        });
        Assert.Equal((4, 2.0, 7, 2, "us-west-2"), (settings.Retry.RetryCount, settings.Retry.CutOff.TotalDays, settings.Send!.BatchSize, settings.Send.Head.Version, settings.Region));
    }

    [Fact]
    [Trait("Row", "E1")]
    public void Each_object_has_its_own_period_in_each_direction()
    {
        var settings = ExchangeSettings.Read(name => name switch
        {
            "LAMBDASYNC_EXCHANGE_BUCKET" or "LAMBDASYNC_PARTNER_ID" => "any",
            "LAMBDASYNC_PULL_LEADS_EVERY" => "off",
            "LAMBDASYNC_SEND_OPPORTUNITIES_EVERY" => "5m",
            "LAMBDASYNC_SEND_LEADS_EVERY" => "1d",
            _ => null,
        });
        Assert.Equal(new ObjectPeriods(TimeSpan.FromHours(1), null), settings.Pull);
        Assert.Equal(new ObjectPeriods(TimeSpan.FromMinutes(5), TimeSpan.FromDays(1)), settings.Send!.Every);
        Assert.All(["PullOpportunitiesEvery", "PullLeadsEvery", "SendOpportunitiesEvery", "SendLeadsEvery"], name =>
        {
            var pattern = Root.GetProperty("Parameters").GetProperty(name).GetProperty("AllowedPattern").GetString()!;
            Assert.All((string[])["off", "5m", "1440m", "24h", "1d"], text => Assert.Matches(pattern, text));
            Assert.All((string[])["", "0h", "5", "2d", "100h"], text => Assert.DoesNotMatch(pattern, text));
        });
    }

    [Theory]
    [InlineData("LAMBDASYNC_EXCHANGE_CUT_OVER", "soon")]
    [InlineData("LAMBDASYNC_FILE_NAME", "a b")]
    [InlineData("LAMBDASYNC_OUTBOUND_BATCH_SIZE", "51")]
    [InlineData("LAMBDASYNC_EXCHANGE_BUCKET", null)]
    [InlineData("LAMBDASYNC_SEND_LEADS_EVERY", "4m")]
    [InlineData("LAMBDASYNC_PULL_OPPORTUNITIES_EVERY", "2d")]
    public void A_wrong_setting_is_named(string variable, string? value) => Assert.Contains(
        variable, Assert.Throws<SettingsException>(() => ExchangeSettings.Read(name => name == variable ? value : name is "LAMBDASYNC_EXCHANGE_BUCKET" or "LAMBDASYNC_PARTNER_ID" ? "any" : null)).Message, StringComparison.Ordinal);

    static JsonElement Statement(string function, string sid) => Resource(function + "Role").GetProperty("Properties").GetProperty("Policies")[0].GetProperty("PolicyDocument").GetProperty("Statement").EnumerateArray()
        .Single(statement => statement.GetProperty("Sid").GetString() == sid);

    static List<string> Actions(string function, string sid) =>
        [.. Statement(function, sid).GetProperty("Action").EnumerateArray().Select(action => action.GetString()!).Order(StringComparer.Ordinal)];
}
