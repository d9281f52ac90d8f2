using System.Globalization;
using System.Text;
using LambdaSync.Local.Crm;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Cli;

/// <summary>A file of new leads on its way to AWS.</summary>
[Trait("Row", "A24")]
public sealed class LeadImportTests : IAsyncLifetime
{
    const string Head = "Company,First Name,last_name,Email,title,Country Code\n", Ann = "Fresh Ltd,Ann,Fresh,ann@fresh.example.com,CTO,US\n", Bo = "\"Born, Ltd\",Bo,Born,bo@born.example.com,\"Head of \"\"IT\"\"\",DE\n";

    Offers _offers = null!;

    static CancellationToken None => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _offers = await Offers.Create();

    public ValueTask DisposeAsync()
    {
        _offers.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    [Trait("Row", "L-14")]
    public async Task A_file_of_new_leads_is_stored_and_requested_once()
    {
        var ran = await Import(Head + Ann + Bo);
        Assert.Equal((0, ""), (ran.Exit, ran.Error));
        Assert.StartsWith("requested: 2 records, job cmd-", ran.Out, StringComparison.Ordinal);
        var leads = await Leads();
        Assert.Equal(4, leads.Count);
        var bo = leads.Single(lead => lead.Fields["AWS_email__c"] == "\"bo@born.example.com\"");
        Assert.Equal(
            ("\"Born, Ltd\"", "\"Bo Born\"", "\"Head of \\\"IT\\\"\"", "\"DE\"", "true"),
            (bo.Fields["Company"], bo.Fields["LastName"], bo.Fields["AWS_title__c"], bo.Fields["AWS_countryCode__c"], bo.Fields["Sync_with_AWS__c"]));
        Assert.Equal(RequestVerbs.CreateLead, Assert.Single(await _offers.Requests(WorkKey.Crm("AWS", "Lead", bo.Id))).Verb);

        // The same people again, written in another way, and one more.
        var again = await Import(Head + Ann.Replace("Fresh Ltd", "FRESH Limited", StringComparison.Ordinal) + Bo.Replace("bo@", "Bo@", StringComparison.Ordinal) + "Third Ltd,Cy,Third,cy@third.example.com,CEO,FR\n");
        Assert.Equal(0, again.Exit);
        Assert.Equal(2, again.Error.Split('\n').Count(line => line.Contains("lead-there-already", StringComparison.Ordinal)));
        Assert.Equal(5, (await Leads()).Count);
        Assert.Single(await _offers.Requests(WorkKey.Crm("AWS", "Lead", bo.Id)));
    }

    [Fact]
    public async Task A_lead_that_AWS_has_is_reported()
    {
        using (var crm = new BuiltInCrm(Path.Combine(_offers.Data, "crm.db")))
            await crm.Set("Lead", _offers.CrmIds.Lead, """{"AWS_email__c":"buyer@example.com"}"""u8.ToArray(), None);
        var ran = await Import(Head + "Example,Al,Buyer,BUYER@example.com,CTO,US\n");
        Assert.Equal(0, ran.Exit);
        Assert.StartsWith("requested: 0 records", ran.Out, StringComparison.Ordinal);
        Assert.Contains($"AWS has this lead already: {Offers.Lead}", ran.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await Leads()).Count);
    }

    [Fact]
    public async Task Lines_of_JSON_with_the_CRM_s_names_come_from_standard_input()
    {
        var line = """{"Company":"Fresh Ltd","LastName":"Fresh","AWS_firstName__c":"Ann","AWS_lastName__c":"Fresh","AWS_email__c":"ann@fresh.example.com","AWS_title__c":"CTO","Status":"Open - Not Contacted","Sync_with_AWS__c":false}""";
        var ran = await Ran.With(line + "\n", "lead", "import", "--file", "-", "--data", _offers.Data, "--yes", "--reason", "summit", "--output", "json");
        Assert.Equal((0, ""), (ran.Exit, ran.Error));
        Assert.Equal(1, Assert.Single(ran.Lines).GetProperty("records").GetInt32());
        var lead = (await Leads()).Single(l => l.Fields["AWS_email__c"] is not null);
        Assert.Equal(("\"Open - Not Contacted\"", "false"), (lead.Fields["Status"], lead.Fields["Sync_with_AWS__c"]));
    }

    [Theory]
    [InlineData("Company;First name;Last name;Email;Title\nFresh Ltd;Ann;Fresh;;CTO\nBorn Ltd;Bo;Born;bo@born.example.com;CEO\n", "field-required leads.csv record 2 lead:Contacts[0].Email: AWS requires this value of a lead. Fix: fill it in the file.")]
    [InlineData("Company,First name,Last name,Email\nFresh Ltd,Ann,Fresh,ann@fresh.example.com\n", "lead:Contacts[0].BusinessTitle: AWS requires")]
    [InlineData(Head + Ann + Ann, "line 2 has the same company and e-mail address")]
    [InlineData("Company,emaill\nFresh Ltd,ann@fresh.example.com\n", "Did you mean 'email'?")]
    [InlineData("Company,Company\nFresh Ltd,Fresh Ltd\n", "the column Company is there twice")]
    [InlineData("Company,Email\nFresh Ltd,\"ann\n", "a quotation mark in the row of line 2 is not closed")]
    [InlineData("Company,Email\nFresh Ltd,a,b\n", "line 2 has 3 values, and the first line names 2 columns")]
    [InlineData("{\"Company\":\"Fresh Ltd\"}\n{\"Company\"\n", "line 2: ")]
    [InlineData("{\"Company\":[\"Fresh Ltd\"]}\n", "Company is neither text, number nor boolean")]
    [InlineData(" \n", "the file is empty")]
    [InlineData(Head, "the file has no leads")]
    public async Task A_file_with_a_fault_stores_and_requests_nothing(string text, string error)
    {
        var ran = await Import(text);
        Assert.Equal((1, ""), (ran.Exit, ran.Out));
        Assert.Contains(error, ran.Error, StringComparison.Ordinal);
        Assert.Contains("Fix: ", ran.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await Leads()).Count);
    }

    [Fact]
    public async Task More_than_a_hundred_other_encodings_and_a_missing_answer_are_refused()
    {
        var many = Head + string.Concat(Enumerable.Range(1, 101).Select(i => string.Create(CultureInfo.InvariantCulture, $"Company {i},Ann,Fresh,ann{i}@example.com,CTO,US\n")));
        Assert.Contains("AWS takes at most 100 at once", (await Import(many)).Error, StringComparison.Ordinal);
        await File.WriteAllBytesAsync(_offers.File("latin.csv"), Encoding.Latin1.GetBytes(Head + "Müller GmbH,Ann,Fresh,ann@fresh.example.com,CTO,DE\n"), None);
        Assert.Contains("save it as 'CSV UTF-8'", (await Run("lead", "import", "--file", _offers.File("latin.csv"), "--yes", "--reason", "summit")).Error, StringComparison.Ordinal);
        await File.WriteAllTextAsync(_offers.File("leads.csv"), Head + Ann, None);
        var asked = await Run("lead", "import", "--file", _offers.File("leads.csv"));
        Assert.Equal(2, asked.Exit);
        Assert.Contains("import: 1 new lead of leads.csv, 0 that the CRM has. Nothing was done.", asked.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await Run("lead", "import", _offers.CrmIds.Unlinked, "--file", _offers.File("leads.csv"))).Exit);
        Assert.Equal(2, (await Leads()).Count);
    }

    async Task<Ran> Import(string text)
    {
        await File.WriteAllTextAsync(_offers.File("leads.csv"), text, None);
        return await Run("lead", "import", "--file", _offers.File("leads.csv"), "--yes", "--reason", "summit");
    }

    Task<Ran> Run(params string[] arguments) => Ran.Of([.. arguments, "--data", _offers.Data]);

    async Task<IReadOnlyList<(string Id, FlatRecord Fields)>> Leads()
    {
        using var crm = new BuiltInCrm(Path.Combine(_offers.Data, "crm.db"));
        return [.. (await crm.List("Lead", 200, null, None)).Select(record => (record.Id, new FlatRecord(record.Fields)))];
    }
}
