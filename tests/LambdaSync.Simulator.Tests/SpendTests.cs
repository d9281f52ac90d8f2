using System.Text.Json.Nodes;
using Xunit;

namespace LambdaSync.Simulator.Tests;

/// <summary>Money: DG working-with-deal-sizing-insights, its rules one by one; API_ExpectedCustomerSpend.</summary>
[Trait("Row", "A28")]
public sealed class SpendTests : IDisposable
{
    const string Url = "https://calculator.aws/#/estimate?id=0123456789abcdef0123456789ab03e7";
    const string Nowhere = "https://calculator.aws/#/estimate?id=ffffffffffffffffffffffffffffffff";

    readonly Aws _aws = new();

    // "AWS derives the AWS MRR estimate and returns both entries on GetOpportunity."
    [Fact]
    public async Task A_contract_value_gets_AWSs_own_entry()
    {
        var id = await Contract("36000", "36");
        Assert.Equal([("AWS", "Monthly", "1000.00"), ("Self", "None", "36000")], await Entries(id));
        Assert.Equal("36", (await _aws.Get(id))["Project"]!["ExpectedContractDuration"]!["Value"]!.GetValue<string>());
    }

    // "Omitting ExpectedContractDuration means 'no change'. Explicitly sending null means 'clear TCV mode.'"
    [Fact]
    public async Task The_duration_stays_when_it_is_left_out_and_goes_with_null()
    {
        var id = await Contract("36000", "36");
        var without = await _aws.Unchanged(id);
        without["Project"]!.AsObject().Remove("ExpectedContractDuration");
        without["Project"]!["ExpectedCustomerSpend"] = new JsonArray(Aws.Spend("1000.00"));
        await _aws.Do("UpdateOpportunity", without);
        Assert.Equal([("AWS", "Monthly", "1000.00"), ("Self", "None", "36000")], await Entries(id));

        without = await _aws.Unchanged(id);
        without.Remove("Project");
        await _aws.Do("UpdateOpportunity", without);
        Assert.Equal("36", (await _aws.Get(id))["Project"]!["ExpectedContractDuration"]!["Value"]!.GetValue<string>());

        var cleared = await _aws.Unchanged(id);
        cleared["Project"]!["ExpectedContractDuration"] = null;
        cleared["Project"]!["ExpectedCustomerSpend"] = new JsonArray(Aws.Spend("8000.00"));
        await _aws.Do("UpdateOpportunity", cleared);
        Assert.Equal([("AWS", "Monthly", "8000.00")], await Entries(id));
        Assert.Null((await _aws.Get(id))["Project"]!["ExpectedContractDuration"]);
    }

    // What comes back as it was stays; a new value is computed from, unless the partner names the monthly amount too.
    [Fact]
    public async Task AWS_computes_again_when_the_contract_changes()
    {
        var id = await Contract("36000", "36");
        await _aws.Do("UpdateOpportunity", await _aws.Unchanged(id));
        Assert.Equal("1000.00", (await Entries(id))[0].Amount);

        var doubled = await _aws.Unchanged(id);
        doubled["Project"]!["ExpectedCustomerSpend"]![1]!["Amount"] = "72000";
        await _aws.Do("UpdateOpportunity", doubled);
        Assert.Equal("2000.00", (await Entries(id))[0].Amount);

        var own = await _aws.Unchanged(id);
        own["Project"]!["ExpectedCustomerSpend"]![0]!["Amount"] = "5.00";
        await _aws.Do("UpdateOpportunity", own);
        Assert.Equal("5.00", (await Entries(id))[0].Amount);
    }

    // The page's table of errors: every one is INVALID_VALUE and BUSINESS_VALIDATION_FAILED, with a field name in lower camel case.
    [Theory]
    [InlineData(null, "self", "project.expectedContractDuration")]
    [InlineData("12", "aws", "project.expectedCustomerSpend")]
    [InlineData("12", "self self", "project.expectedCustomerSpend")]
    [InlineData("12", "self other", "project.expectedCustomerSpend.targetCompany")]
    [InlineData("12", "self euro", "project.expectedCustomerSpend.currencyCode")]
    [InlineData("12", "self link", "project.expectedCustomerSpend.estimationUrl")]
    [InlineData("145", "self", "project.expectedContractDuration.value")]
    [InlineData("0", "self", "project.expectedContractDuration.value")]
    [InlineData("1.5", "self", "project.expectedContractDuration.value")]
    [InlineData(null, "once", "project.expectedCustomerSpend.frequency")]
    [InlineData(null, "yen", "project.expectedCustomerSpend.currencyCode")]
    public async Task What_does_not_fit_is_refused(string? months, string entries, string field)
    {
        var project = new JsonObject { ["ExpectedCustomerSpend"] = new JsonArray([.. entries.Split(' ').Select(Entry)]) };
        if (months is not null)
            project["ExpectedContractDuration"] = new JsonObject { ["Term"] = "Months", ["Value"] = months };
        var refused = await _aws.Refused("CreateOpportunity", Body(project));
        Assert.Equal("BUSINESS_VALIDATION_FAILED", refused.Reason);
        Assert.Equal([(field, "INVALID_VALUE")], refused.Errors);
    }

    // "When ExpectedContractDuration is not present any other value will be automatically set to AWS."
    [Fact]
    public async Task Without_a_duration_the_company_is_AWS()
    {
        var id = await Create(new JsonObject { ["ExpectedCustomerSpend"] = new JsonArray(Aws.Spend("10", "Partner Ltd")) });
        Assert.Equal([("AWS", "Monthly", "10")], await Entries(id));
    }

    // "How Amount and EstimationUrl work together": the five cases of the page.
    [Theory]
    [InlineData("25000.00", null, "25000.00", null)]
    [InlineData(null, Url, "1000.00", Url)]
    [InlineData("1000", Url, "1000", Url)]
    [InlineData("7.00", Url, "7.00", null)]
    [InlineData("7.00", Nowhere, "7.00", null)]
    public async Task An_amount_wins_over_the_calculator(string? amount, string? url, string saved, string? savedUrl)
    {
        _aws.Control("add-estimate", new JsonObject { ["url"] = Nowhere });
        var id = await Create(new JsonObject { ["ExpectedCustomerSpend"] = new JsonArray(Aws.Spend(amount, url: url)) });
        var entry = (await _aws.Get(id))["Project"]!["ExpectedCustomerSpend"]![0]!.AsObject();
        Assert.Equal((saved, savedUrl), (entry["Amount"]?.GetValue<string>(), entry["EstimationUrl"]?.GetValue<string>()));
        // Answers hold explicit nulls.
        Assert.True(entry.ContainsKey("EstimationUrl"));
    }

    // "Invalid URL: the API returns a ValidationException"; an unchanged pair is not looked at again.
    [Fact]
    public async Task A_calculator_that_does_not_answer()
    {
        var id = await Create(new JsonObject { ["ExpectedCustomerSpend"] = new JsonArray(Aws.Spend(null, url: Url)) });
        _aws.Control("add-estimate", new JsonObject { ["url"] = Url });
        await _aws.Do("UpdateOpportunity", await _aws.Unchanged(id));
        Assert.Equal(Url, (await _aws.Get(id))["Project"]!["ExpectedCustomerSpend"]![0]!["EstimationUrl"]!.GetValue<string>());

        var alone = Body(new JsonObject { ["ExpectedCustomerSpend"] = new JsonArray(Aws.Spend(null, url: Url)) });
        Assert.Equal([("project.expectedCustomerSpend.estimationUrl", "INVALID_VALUE")], (await _aws.Refused("CreateOpportunity", alone)).Errors);
    }

    // Release notes, RC 5.2: the partition aws-eusc needs EUR. The CRM connector's 3.17 has EUR there only.
    [Theory]
    [InlineData(null, "USD", true, true)]
    [InlineData(null, "EUR", true, true)]
    [InlineData(null, "EUR", false, false)]
    [InlineData("aws-eusc", "EUR", true, true)]
    [InlineData("aws-eusc", "USD", true, false)]
    public async Task A_currency_goes_with_the_partition(string? partition, string currency, bool eurOutside, bool accepted)
    {
        _aws.Control("settings", new JsonObject { ["eurOutsideEusc"] = eurOutside });
        var body = Body(new JsonObject { ["ExpectedCustomerSpend"] = new JsonArray(Aws.Spend("10", currency: currency)), ["AwsPartition"] = partition });
        if (!accepted)
        {
            Assert.Equal([("project.expectedCustomerSpend.currencyCode", "INVALID_VALUE")], (await _aws.Refused("CreateOpportunity", body)).Errors);
            return;
        }

        var project = (await _aws.Get((await _aws.Do("CreateOpportunity", body))["Id"]!.GetValue<string>()))["Project"]!.AsObject();
        Assert.True(project.ContainsKey("AwsPartition"));
        Assert.Equal(partition, project["AwsPartition"]?.GetValue<string>());
    }

    [Fact]
    public async Task A_simulator_of_the_sovereign_cloud_takes_EUR()
    {
        _aws.Control("settings", new JsonObject { ["partition"] = "aws-eusc" });
        Assert.Equal([("project.expectedCustomerSpend.currencyCode", "INVALID_VALUE")], (await _aws.Refused("CreateOpportunity", Body([]))).Errors);
        var id = await Create(new JsonObject { ["ExpectedCustomerSpend"] = new JsonArray(Aws.Spend("10", currency: "EUR")) });
        Assert.Equal("aws-eusc", (await _aws.Get(id))["Project"]!["AwsPartition"]!.GetValue<string>());
    }

    public void Dispose() => _aws.Dispose();

    static JsonNode Entry(string name) => name switch
    {
        "self" => Aws.Spend("1200", "Self", "None"),
        "other" => Aws.Spend("10", "Reseller"),
        "euro" => Aws.Spend("10", currency: "EUR"),
        "link" => Aws.Spend(null, url: Url),
        "once" => Aws.Spend("10", frequency: "None"),
        "yen" => Aws.Spend("10", currency: "JPY"),
        _ => Aws.Spend("10"),
    };

    JsonObject Body(JsonObject project)
    {
        var body = Aws.Body();
        foreach (var (name, value) in project)
            body["Project"]![name] = value?.DeepClone();
        body["ClientToken"] = _aws.NewToken();
        return body;
    }

    async Task<string> Create(JsonObject project) => (await _aws.Do("CreateOpportunity", Body(project)))["Id"]!.GetValue<string>();

    Task<string> Contract(string amount, string months) => Create(new JsonObject
    {
        ["ExpectedContractDuration"] = new JsonObject { ["Term"] = "Months", ["Value"] = months },
        ["ExpectedCustomerSpend"] = new JsonArray(Aws.Spend(amount, "Self", "None")),
    });

    async Task<List<(string Company, string Frequency, string? Amount)>> Entries(string id) =>
    [
        .. (await _aws.Get(id))["Project"]!["ExpectedCustomerSpend"]!.AsArray()
            .Select(e => (e!["TargetCompany"]!.GetValue<string>(), e["Frequency"]!.GetValue<string>(), e["Amount"]?.GetValue<string>())),
    ];
}
