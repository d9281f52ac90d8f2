using LambdaSync.Simulator.Salesforce.State;
using LambdaSync.Simulator.Salesforce.Wire;

namespace LambdaSync.Simulator.Salesforce.Rules;

/// <summary>Deleting, bringing back, purging.</summary>
static class Removals
{
    // Children that are deleted with their parent, by its object: the reference in them.
    static readonly Dictionary<string, (string Object, string Field)[]> Cascades = new(StringComparer.Ordinal)
    {
        ["Account"] = [("Contact", "AccountId"), ("Opportunity", "AccountId")],
        ["Opportunity"] = [("OpportunityContactRole", "OpportunityId")],
        ["Contact"] = [("OpportunityContactRole", "ContactId")],
    };

    /// <exception cref="ApiError">The user may not.</exception>
    public static void Delete(Journal journal, Row row, SaveOptions options)
    {
        if (options.IsIntegration && !row.Model.IsDeletable)
            throw Saves.NoRight();
        Saves.Unlocked(journal.Organization, row, options);
        Remove(journal, row);
        foreach (var (name, field) in Cascades.GetValueOrDefault(row.Model.Name, []))
        {
            foreach (var child in journal.Organization.Table(name).Where(child => !child.IsDeleted && child.Text(field) == row.Id).ToList())
                Delete(journal, child, SaveOptions.Person);
        }
    }

    /// <summary>Into the recycle bin.</summary>
    public static void Remove(Journal journal, Row row)
    {
        journal.Keep(row);
        row.DeletedAt = journal.At;
        row.Values["IsDeleted"] = true;
        Saves.Stamp(journal, row);
        journal.Note(row, "DELETE", []);
    }

    /// <summary>Out of the recycle bin, with what was deleted with it.</summary>
    public static void Restore(Journal journal, Row row)
    {
        var at = row.DeletedAt;
        journal.Keep(row);
        row.DeletedAt = null;
        row.Values["IsDeleted"] = false;
        row.Values.Remove("MasterRecordId");
        Saves.Stamp(journal, row);
        journal.Note(row, "UNDELETE", [.. row.Values.Keys]);
        foreach (var (name, field) in Cascades.GetValueOrDefault(row.Model.Name, []))
        {
            foreach (var child in journal.Organization.Table(name).Where(child => child.DeletedAt == at && !child.IsPurged && child.Text(field) == row.Id).ToList())
                Restore(journal, child);
        }
    }
}
