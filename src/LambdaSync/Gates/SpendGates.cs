using System.Globalization;
using System.Text.Json.Nodes;

namespace LambdaSync.Gates;

/// <summary>What AWS's API model says of ExpectedCustomerSpend together with the partition and the contract duration.</summary>
static class SpendGates
{
    public const string Path = "Project.ExpectedCustomerSpend[]";

    public static IEnumerable<Issue> Of(GateFacts facts, GateOpportunity opportunity)
    {
        var hasDuration = opportunity.Json["Project"]?["ExpectedContractDuration"] is JsonObject;
        var isSovereign = opportunity.Text("Project", "AwsPartition") == "aws-eusc";
        string Name(string member) => GateFields.Name(facts.Mapping, $"{Path}.{member}");
        foreach (var entry in opportunity.Spend)
        {
            var (company, frequency, currency) = (Text(entry, "TargetCompany"), Text(entry, "Frequency"), Text(entry, "CurrencyCode"));

            // Only the file sheet says so: advisory.
            if (Text(entry, "Amount") is { } amount && decimal.TryParse(amount, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number <= 0)
                yield return Issue.Warning(IssueCodes.GateSpend, Name("Amount"), amount, $"{Name("Amount")} has to be greater than 0.", $"Enter the expected monthly spend at AWS in {Name("Amount")}.");
            if (isSovereign && currency is not (null or "EUR"))
                yield return Issue.Error(IssueCodes.GateSpend, Name("CurrencyCode"), currency, "In the AWS European Sovereign Cloud (partition aws-eusc) the spend is in EUR (AWS: INVALID_VALUE).", $"Enter the amount in EUR, or correct {GateFields.Name(facts.Mapping, "Project.AwsPartition")}.");
            if (hasDuration && company is not (null or "AWS" or "Self"))
                yield return Issue.Error(IssueCodes.GateSpend, Name("TargetCompany"), company, "With a contract duration AWS takes spend entries of AWS and Self only (AWS: INVALID_VALUE).", "Write AWS for monthly spend at AWS, or Self for the contract's value.");
            if ((company, frequency) is ("AWS", not (null or "Monthly")) or ("Self", not (null or "None")))
                yield return Issue.Error(IssueCodes.GateSpend, Name("Frequency"), frequency, $"A spend entry of {company} has the frequency {(company == "AWS" ? "Monthly" : "None")} (AWS: INVALID_VALUE).", "Correct the entry's frequency or its target company.");
        }

        if (!hasDuration && opportunity.Spend.Any(entry => Text(entry, "TargetCompany") == "Self"))
        {
            var duration = GateFields.Name(facts.Mapping, "Project.ExpectedContractDuration.Value");
            yield return Issue.Warning(
                IssueCodes.GateSpend, duration, null, "A contract's value (a spend entry of Self) needs the contract's duration in months: without it AWS counts the entry as monthly spend at AWS.",
                $"Enter the duration, 1 to 144 months, in {duration}.");
        }
    }

    static string? Text(JsonObject entry, string member) => GateOpportunity.Text(entry[member]);
}
