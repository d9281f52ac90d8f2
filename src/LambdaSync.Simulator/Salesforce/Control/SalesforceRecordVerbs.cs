using System.Text.Json.Nodes;
using LambdaSync.Simulator.Control;
using LambdaSync.Simulator.Salesforce.Model;
using LambdaSync.Simulator.Salesforce.Rules;
using LambdaSync.Simulator.Salesforce.State;
using LambdaSync.Simulator.Salesforce.Wire;
using Verb = System.Func<LambdaSync.Simulator.Salesforce.State.Organization, System.Text.Json.Nodes.JsonObject, System.Text.Json.Nodes.JsonObject>;

namespace LambdaSync.Simulator.Salesforce.Control;

/// <summary>What people do with records. Their saves keep the organisation's rules; they see what the integration user does not.</summary>
static class SalesforceRecordVerbs
{
    public static IReadOnlyDictionary<string, Verb> All { get; } = new Dictionary<string, Verb>(StringComparer.Ordinal)
    {
        ["create"] = Create,
        ["edit"] = Edit,
        ["delete"] = (organization, input) => As(organization, input, journal => Removals.Delete(journal, Live(organization, input.Needed("id")), SaveOptions.Person)),
        ["undelete"] = Undelete,
        ["purge"] = Purge,
        ["merge"] = Merge,
        ["convert"] = Convert,
        ["publish"] = Publish,
        ["show"] = Show,
        ["hide-row"] = (organization, input) => Hide(organization, input, true),
        ["show-row"] = (organization, input) => Hide(organization, input, false),
        ["begin-transaction"] = Begin,
        ["commit-transaction"] = Commit,
    };

    public static ObjectModel ModelOf(Organization organization, JsonObject input) =>
        organization.Schema.Find(input.Needed("object")) ?? throw new ArgumentException($"There is no object {input.Text("object")}.");

    // {"object": "Opportunity", "fields": {...}, "count": 1, "by": "integration", "transaction": "T1"}: the id, or the ids of several.
    static JsonObject Create(Organization organization, JsonObject input)
    {
        var (model, fields) = (ModelOf(organization, input), Fields(input));
        if (Open(organization, input) is { } transaction)
        {
            transaction.Edits.Add((null, model.Name, fields, organization.Second));
            return [];
        }

        var ids = new List<string>();
        As(organization, input, journal =>
        {
            for (var i = 0; i < (input["count"]?.GetValue<int>() ?? 1); i++)
                ids.Add(Saves.Create(journal, model, fields, SaveOptions.Person).Id);
        });
        return new JsonObject { ["id"] = ids[0], ["ids"] = ApiAnswer.Strings(ids) };
    }

    // {"id": "006..."} or {"ids": [...]}, {"fields": {...}, "by": "integration", "client": "LambdaSync", "transaction": "T1"}
    static JsonObject Edit(Organization organization, JsonObject input)
    {
        var (fields, rows) = (Fields(input), Ids(input).Select(id => Live(organization, id)).ToList());
        if (Open(organization, input) is { } transaction)
        {
            transaction.Edits.AddRange(rows.Select(row => ((string?)row.Id, (string?)null, fields, organization.Second)));
            return [];
        }

        return As(organization, input, journal =>
        {
            foreach (var row in rows)
                Saves.Update(journal, row, fields, SaveOptions.Person);
        });
    }

    static JsonObject Undelete(Organization organization, JsonObject input)
    {
        var row = Known(organization, input.Needed("id"));
        if (!row.IsDeleted || row.IsPurged)
            throw new ArgumentException($"{row.Id} is not in the recycle bin.");
        return As(organization, input, journal => Removals.Restore(journal, row));
    }

    // {"id": "006..."}: out of the recycle bin for good; deleted first where it is not.
    static JsonObject Purge(Organization organization, JsonObject input)
    {
        var row = Known(organization, input.Needed("id"));
        if (!row.IsDeleted)
            As(organization, input, journal => Removals.Delete(journal, row, SaveOptions.Person));
        row.IsPurged = true;
        return [];
    }

    // {"winner": "003...", "losers": ["003..."], "fields": {...}}
    static JsonObject Merge(Organization organization, JsonObject input)
    {
        var winner = Live(organization, input.Needed("winner"));
        var losers = (input["losers"] as JsonArray ?? throw new ArgumentException("losers is missing.")).Select(id => Live(organization, id!.GetValue<string>())).ToList();
        return As(organization, input, journal => Merges.Merge(journal, winner, losers, input["fields"] as JsonObject));
    }

    // {"id": "00Q...", "accountId": "001...", "contactId": "003...", "opportunityName": "...", "withoutOpportunity": true}
    static JsonObject Convert(Organization organization, JsonObject input)
    {
        var lead = Live(organization, input.Needed("id"));
        As(organization, input, journal => Conversions.Convert(journal, lead, input.Text("accountId"), input.Text("contactId"), input.Text("opportunityName"), input.Flag("withoutOpportunity") != true));
        return new JsonObject { ["accountId"] = lead.Text("ConvertedAccountId"), ["contactId"] = lead.Text("ConvertedContactId"), ["opportunityId"] = lead.Text("ConvertedOpportunityId") };
    }

    // {"name": "LambdaSync_Command__e", "fields": {...}}: a flow of a person publishes.
    static JsonObject Publish(Organization organization, JsonObject input)
    {
        var body = Fields(input).DeepClone().AsObject();
        return As(organization, input, journal =>
        {
            (body["CreatedById"], body["CreatedDate"]) = (journal.By, Values.Time(organization.Clock.Now));
            journal.Publish(input.Needed("name"), body);
        });
    }

    // {"id": "006..."} or {"object": "Opportunity"}: records as they are, hidden and deleted ones included.
    static JsonObject Show(Organization organization, JsonObject input) =>
        input.Text("id") is { } id ? Shown(organization, Known(organization, id))
        : new JsonObject { ["records"] = new JsonArray([.. organization.Table(ModelOf(organization, input).Name).Select(row => (JsonNode)Shown(organization, row))]) };

    static JsonObject Shown(Organization organization, Row row)
    {
        var shown = new JsonObject { ["attributes"] = Values.Attributes(row) };
        foreach (var field in row.Model.Fields.Values)
            shown[field.Name] = Values.Json(organization, row, field);
        return shown;
    }

    static JsonObject Hide(Organization organization, JsonObject input, bool isHidden)
    {
        foreach (var id in Ids(input))
            Known(organization, id).IsHidden = isHidden;
        return [];
    }

    // {"transaction": "T1"}: edits and creates that name it are saved when it commits, with the time at which they were made.
    static JsonObject Begin(Organization organization, JsonObject input)
    {
        organization.Running.Add(input.Needed("transaction"), new RunningTransaction(organization.Second));
        return [];
    }

    static JsonObject Commit(Organization organization, JsonObject input)
    {
        var transaction = Open(organization, input) ?? throw new ArgumentException("transaction is missing.");
        organization.Running.Remove(input.Needed("transaction"));
        var ids = new List<string>();
        foreach (var (id, sobject, fields, at) in transaction.Edits)
        {
            As(organization, input, journal =>
            {
                if (id is null)
                    ids.Add(Saves.Create(journal, organization.Schema[sobject!], fields, SaveOptions.Person).Id);
                else
                    Saves.Update(journal, Live(organization, id), fields, SaveOptions.Person);
            }, at);
        }

        return new JsonObject { ["ids"] = ApiAnswer.Strings(ids) };
    }

    static RunningTransaction? Open(Organization organization, JsonObject input) =>
        input.Text("transaction") is not { } name ? null : organization.Running.GetValueOrDefault(name) ?? throw new ArgumentException($"No transaction {name} runs.");

    // By a person, unless "by" says "integration": somebody at work with the integration's user.
    static JsonObject As(Organization organization, JsonObject input, Action<Journal> work, DateTimeOffset? at = null)
    {
        var by = input.Text("by") switch { null => organization.PersonId, "integration" => organization.UserId, var id => Known(organization, id).Id };
        var journal = new Journal(organization, by, input.Text("client"), at ?? organization.Second);
        try
        {
            work(journal);
        }
        catch
        {
            journal.Rollback();
            throw;
        }

        journal.Commit();
        return [];
    }

    static JsonObject Fields(JsonObject input) => input["fields"] as JsonObject ?? throw new ArgumentException("fields is missing.");

    static IEnumerable<string> Ids(JsonObject input) => input["ids"] is JsonArray ids ? ids.Select(id => id!.GetValue<string>()) : [input.Needed("id")];

    static Row Known(Organization organization, string id) => organization.Rows.GetValueOrDefault(RecordId.Normal(id) ?? "") ?? throw new ArgumentException($"There is no record {id}.");

    static Row Live(Organization organization, string id) => Known(organization, id) is { IsDeleted: false } row ? row : throw new ArgumentException($"{id} is deleted.");
}
