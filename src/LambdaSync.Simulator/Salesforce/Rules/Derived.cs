using LambdaSync.Simulator.Salesforce.State;

namespace LambdaSync.Simulator.Salesforce.Rules;

/// <summary>Fields that follow from others.</summary>
static class Derived
{
    // Stage, probability, closed, won, forecast category: the stages that a new organisation has.
    static readonly Dictionary<string, (int Probability, bool IsClosed, bool IsWon, string Forecast)> Stages = new(StringComparer.Ordinal)
    {
        ["Prospecting"] = (10, false, false, "Pipeline"),
        ["Qualification"] = (10, false, false, "Pipeline"),
        ["Needs Analysis"] = (20, false, false, "Pipeline"),
        ["Value Proposition"] = (50, false, false, "Pipeline"),
        ["Id. Decision Makers"] = (60, false, false, "Pipeline"),
        ["Perception Analysis"] = (70, false, false, "Pipeline"),
        ["Proposal/Price Quote"] = (75, false, false, "Best Case"),
        ["Negotiation/Review"] = (90, false, false, "Commit"),
        ["Closed Won"] = (100, true, true, "Closed"),
        ["Closed Lost"] = (0, true, false, "Omitted"),
    };

    public static void Set(Row row, IReadOnlyCollection<string> written, bool isNew)
    {
        if (row.Model.Name is "Contact" or "Lead" or "User")
            row.Set("Name", FullName(row));
        if (row.Model.Name != "Opportunity" || row.Text("StageName") is not { } stage || !(isNew || written.Contains("StageName", StringComparer.OrdinalIgnoreCase)))
            return;
        var known = Stages.TryGetValue(stage, out var found) ? found : (Probability: 50, IsClosed: false, IsWon: false, Forecast: "Pipeline");
        (row.Values["IsClosed"], row.Values["IsWon"]) = (known.IsClosed, known.IsWon);
        // A stage brings its probability and category, unless the same save names others.
        if (!written.Contains("Probability", StringComparer.OrdinalIgnoreCase))
            row.Values["Probability"] = (decimal)known.Probability;
        if (!written.Contains("ForecastCategoryName", StringComparer.OrdinalIgnoreCase))
            row.Values["ForecastCategoryName"] = known.Forecast;
    }

    public static string? FullName(Row row)
    {
        var name = string.Join(' ', new[] { row.Text("FirstName"), row.Text("LastName") }.Where(part => part is not null));
        return name.Length == 0 ? null : name;
    }
}
