using System.Globalization;
using System.Text.Json.Nodes;
using LambdaSync.Simulator.State;
using LambdaSync.Simulator.Wire;

namespace LambdaSync.Simulator.Rules;

/// <summary>
/// Project.ExpectedCustomerSpend and ExpectedContractDuration (DG working-with-deal-sizing-insights; API_ExpectedCustomerSpend). Field names of
/// these errors are in lower camel case and without an index there.
/// </summary>
sealed class Spend(Readings readings, Estimates estimates, JsonObject? before, JsonObject body)
{
    const string List = "project.expectedCustomerSpend", Duration = "project.expectedContractDuration";

    /// <summary>"Valid values range from 1 to 144" (API_ExpectedContractDuration).</summary>
    const int MaxMonths = 144;

    readonly List<FieldError> _errors = [];

    /// <summary>Checks what a creation or update says of money, and writes into the body what AWS makes of it.</summary>
    /// <param name="before">The record's body before the update; null: it is created.</param>
    /// <returns>What is wrong; then the body is of no use.</returns>
    public static IReadOnlyList<FieldError> Settle(Readings readings, Estimates estimates, JsonObject? before, JsonObject body)
    {
        var spend = new Spend(readings, estimates, before, body);
        spend.Settle();
        return spend._errors;
    }

    static bool IsSelf(JsonObject entry) => Text(entry, "TargetCompany") == "Self";

    static IEnumerable<JsonObject> Entries(JsonObject? body) => (body?["Project"]?["ExpectedCustomerSpend"] as JsonArray ?? []).OfType<JsonObject>();

    static string? Text(JsonObject json, string name) => json[name]?.GetValue<string>() is { Length: > 0 } text ? text : null;

    static string Money(decimal amount) => amount.ToString("0.00", CultureInfo.InvariantCulture);

    static decimal Number(string amount) => decimal.Parse(amount.TrimEnd('.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

    void Settle()
    {
        var duration = DurationToKeep();
        var entries = Entries(body).Select(e => e.DeepClone().AsObject()).ToList();
        // "On UpdateOpportunity, if ExpectedContractDuration is present without a Self entry but partner deal value exists in storage, the system reconstructs the Self entry."
        if (duration is not null && !entries.Any(IsSelf) && Entries(before).FirstOrDefault(IsSelf) is { } kept)
            entries.Add(kept.DeepClone().AsObject());
        CheckEntries(entries, duration);
        if (_errors.Count > 0)
            return;
        foreach (var entry in entries)
            Settle(entry, duration);
        if (duration is not null)
            Derive(entries, duration);
        if (_errors.Count == 0)
            Write(entries, duration);
    }

    // "Omitting ExpectedContractDuration from the payload means 'no change'. Explicitly sending null means 'clear TCV mode'."
    JsonObject? DurationToKeep()
    {
        if (body["Project"] is JsonObject project && project.ContainsKey("ExpectedContractDuration"))
            return project["ExpectedContractDuration"] as JsonObject;
        return before?["Project"]?["ExpectedContractDuration"] as JsonObject;
    }

    void CheckEntries(List<JsonObject> entries, JsonObject? duration)
    {
        var self = entries.Count(IsSelf);
        if (self > 0 && duration is null)
            Wrong(Duration, "ExpectedContractDuration is required when a Self entry is present");
        if (self == 0 && duration is not null)
            Wrong(List, "A Self entry is required when ExpectedContractDuration is present");
        if (self > 1)
            Wrong(List, "Only one Self entry is allowed");
        if (duration is not null && (!int.TryParse(Text(duration, "Value"), NumberStyles.None, CultureInfo.InvariantCulture, out var months) || months is < 1 or > MaxMonths))
            Wrong(Duration + ".value", $"Value has to be a whole number from 1 to {MaxMonths}");
        if (duration is not null && entries.Any(e => Text(e, "TargetCompany") is not ("AWS" or "Self")))
            Wrong(List + ".targetCompany", "TargetCompany must be 'AWS' or 'Self'");
        if (duration is not null && entries.Select(e => Text(e, "CurrencyCode")).Distinct().Count() > 1)
            Wrong(List + ".currencyCode", "CurrencyCode must match between entries");
        if (self > 0 && entries.Any(e => Text(e, "EstimationUrl") is not null))
            Wrong(List + ".estimationUrl", "Self entry and EstimationUrl cannot coexist");
        if (entries.Any(e => (Text(e, "Frequency") == "None") != IsSelf(e)))
            Wrong(List + ".frequency", "Frequency is Monthly for AWS entries and None for the Self entry");
        CheckCurrency(entries);
    }

    // "Accepted values are USD and EUR. If the AWS Partition is aws-eusc, the currency code must be EUR."
    void CheckCurrency(List<JsonObject> entries)
    {
        var eusc = (body["Project"] is JsonObject project ? Text(project, "AwsPartition") : null) == Readings.Eusc || readings.Partition == Readings.Eusc;
        string[] taken = eusc ? ["EUR"] : readings.EurOutsideEusc ? ["USD", "EUR"] : ["USD"];
        if (entries.Any(e => !taken.Contains(Text(e, "CurrencyCode"))))
            Wrong(List + ".currencyCode", $"CurrencyCode takes {string.Join(" or ", taken)}{(eusc ? " in the partition aws-eusc" : "")}");
    }

    void Settle(JsonObject entry, JsonObject? duration)
    {
        // "When ExpectedContractDuration is not present, only AWS is accepted and any other value will be automatically set to AWS."
        if (duration is null)
            entry["TargetCompany"] = "AWS";
        var (amount, url) = (Text(entry, "Amount"), Text(entry, "EstimationUrl"));
        if (url is not null && !(amount is not null && Entries(before).Any(e => Text(e, "Amount") == amount && Text(e, "EstimationUrl") == url)))
        {
            var estimated = estimates.Of(url);
            if (amount is null && estimated is null)
                Wrong(List + ".estimationUrl", $"Invalid Estimation URL: {url}");
            // "Your manually provided Amount always takes precedence when there's a mismatch or validation issue."
            if (amount is not null && (estimated is null || Number(amount) != Number(estimated)))
                url = null;
            amount ??= estimated;
        }

        (entry["Amount"], entry["EstimationUrl"]) = (amount, url);
    }

    // AWS adds its own Monthly entry, by a model that is not published: here the contract's value by its months. It computes again when
    // the contract changes, not when somebody else's number comes back.
    void Derive(List<JsonObject> entries, JsonObject duration)
    {
        var self = entries.First(IsSelf);
        var own = entries.FirstOrDefault(e => !IsSelf(e));
        var stored = Entries(before).FirstOrDefault(IsSelf);
        var same = stored is not null && Text(stored, "Amount") == Text(self, "Amount") && JsonNode.DeepEquals(before?["Project"]?["ExpectedContractDuration"], duration);
        var echoed = own is not null && Entries(before).Any(e => !IsSelf(e) && Text(e, "Amount") == Text(own, "Amount"));
        if (own is not null && (same || !echoed))
            return;
        if (own is null)
            entries.Insert(0, own = new JsonObject { ["CurrencyCode"] = self["CurrencyCode"]!.DeepClone(), ["Frequency"] = "Monthly", ["TargetCompany"] = "AWS", ["EstimationUrl"] = null });
        own["Amount"] = Text(self, "Amount") is { } value ? Money(Number(value) / int.Parse(Text(duration, "Value")!, CultureInfo.InvariantCulture)) : null;
    }

    void Write(List<JsonObject> entries, JsonObject? duration)
    {
        if (entries.Count == 0 && duration is null && body["Project"] is not JsonObject)
            return;
        var project = body["Project"] as JsonObject ?? (JsonObject)(body["Project"] = new JsonObject());
        project.Remove("ExpectedContractDuration");
        if (duration is not null)
            project["ExpectedContractDuration"] = duration.DeepClone();
        // Answers say null for them, by a setting.
        entries.ForEach(e => Operations.Lists.Drop(e));
        if (entries.Count > 0 || project["ExpectedCustomerSpend"] is not null)
            project["ExpectedCustomerSpend"] = new JsonArray([.. entries]);
    }

    void Wrong(string field, string message) => _errors.Add(FieldError.Invalid(field, message));
}
