using System.Text.Json.Nodes;
using LambdaSync.Simulator.Salesforce.State;

namespace LambdaSync.Simulator.Salesforce.Rules;

/// <summary>Merging accounts, contacts or leads: the losers are deleted with MasterRecordId, what refers to them refers to the winner.</summary>
static class Merges
{
    /// <param name="fields">What the winner gets; may be null.</param>
    /// <exception cref="ArgumentException">The records can't be merged.</exception>
    public static void Merge(Journal journal, Row winner, IReadOnlyList<Row> losers, JsonObject? fields)
    {
        // Two losers at most (SOAP, merge()).
        if (!winner.Model.IsMergeable || losers.Count is 0 or > 2 || losers.Any(loser => loser.Model != winner.Model || loser == winner))
            throw new ArgumentException("Up to three accounts, contacts or leads can be merged.");
        foreach (var loser in losers)
        {
            Refer(journal, loser, winner);
            Removals.Remove(journal, loser);
            loser.Values["MasterRecordId"] = winner.Id;
        }

        Saves.Update(journal, winner, fields ?? [], SaveOptions.Person);
    }

    static void Refer(Journal journal, Row loser, Row winner)
    {
        foreach (var model in journal.Organization.Schema.All.ToList())
        {
            foreach (var field in model.Fields.Values.Where(field => field.Name != "MasterRecordId" && field.ReferenceTo.Contains(loser.Model.Name)))
            {
                foreach (var child in journal.Organization.Table(model.Name).Where(child => !child.IsDeleted && child != loser && child.Text(field.Name) == loser.Id).ToList())
                {
                    var before = new Dictionary<string, object>(child.Values, StringComparer.OrdinalIgnoreCase);
                    journal.Keep(child);
                    child.Values[field.Name] = winner.Id;
                    Saves.Touch(journal, child, before);
                }
            }
        }
    }
}
