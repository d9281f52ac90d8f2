using System.Text;
using System.Text.Json.Nodes;
using LambdaSync.Connections.BuiltIn;
using LambdaSync.Connections.Crm;
using LambdaSync.Connections.Salesforce;
using LambdaSync.Mapping;
using LambdaSync.Simulator.Salesforce.Control;
using LambdaSync.Sync;

namespace LambdaSync.Simulation.Parts;

/// <summary>The client of a Salesforce organization, and its people, who work in it without the client.</summary>
sealed class OrganizationCrm(SalesforceCrm client, SalesforceControl organization) : IBuiltInCrm
{
    static readonly string[] Objects = ["Opportunity", "Lead", "Account", "Contact"], ExternalIds = ["Id", "APN_CRM_Unique_Identifier__c"];

    /// <summary>Counts the writes of both.</summary>
    public long Writes { get; private set; }

    public CrmUsage Usage => client.Usage;

    /// <summary>Acts as people and administrators, or as bad luck.</summary>
    public JsonObject Do(string verb, JsonObject input)
    {
        Writes++;
        return organization.Do(verb, input);
    }

    /// <summary>All records that are not deleted.</summary>
    public IEnumerable<(string Object, string Id, byte[] Fields)> All() => Objects.SelectMany(crmObject => Shown(crmObject).Select(record => (crmObject, IdOf(record), Json(record))));

    public Task<CrmOrganization> Open(CancellationToken cancellation) => client.Open(cancellation);

    public Task<CrmMetadata?> Describe(IReadOnlyList<string> objects, string? known, CancellationToken cancellation) => client.Describe(objects, known, cancellation);

    public Task<CrmChanges> Changed(string crmObject, CrmInterest interest, string? after, int limit, CancellationToken cancellation) => client.Changed(crmObject, interest, after, limit, cancellation);

    public IReadOnlyList<CrmSignal>? Decode(ReadOnlyMemory<byte> message) => client.Decode(message);

    public Task<IReadOnlyList<CrmFound>> Find(string crmObject, string field, IReadOnlyList<string> values, IReadOnlyList<string> fields, CancellationToken cancellation) =>
        client.Find(crmObject, field, values, fields, cancellation);

    public async Task<IReadOnlyList<CrmResult>> Write(string crmObject, IReadOnlyList<CrmWrite> rows, CancellationToken cancellation)
    {
        try
        {
            return await client.Write(crmObject, rows, cancellation);
        }
        finally
        {
            // Also where the answer was lost.
            Writes++;
        }
    }

    public Task<IReadOnlyList<CrmResult>> Notify(IReadOnlyList<CrmNotice> notices, CancellationToken cancellation) => client.Notify(notices, cancellation);

    public Task<CrmResult> Set(string crmObject, string idOrExternalId, ReadOnlyMemory<byte> json, CancellationToken cancellation) => Saved(() =>
    {
        var id = Held(crmObject, idOrExternalId) is { } record ? IdOf(record) : throw new ArgumentException($"There is no {crmObject} {idOrExternalId}.");
        Do("edit", new JsonObject { ["id"] = id, ["fields"] = JsonNode.Parse(json.Span) });
        return (CrmOutcome.Updated, id);
    });

    public Task<CrmResult> Import(string crmObject, ReadOnlyMemory<byte> json, CancellationToken cancellation) => Saved(() =>
        (CrmOutcome.Created, Do("create", new JsonObject { ["object"] = crmObject, ["fields"] = JsonNode.Parse(json.Span) })["id"]!.GetValue<string>()));

    public Task<CrmRecord?> Get(string crmObject, string idOrExternalId, CancellationToken cancellation) =>
        Task.FromResult(Held(crmObject, idOrExternalId) is { } record ? new CrmRecord(IdOf(record), Json(record)) : null);

    public Task<IReadOnlyList<CrmRecord>> List(string crmObject, int limit, string? after, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<CrmRecord>>(
        [.. Shown(crmObject).Select(record => new CrmRecord(IdOf(record), Json(record))).OrderBy(r => r.Id, StringComparer.Ordinal).Where(r => string.CompareOrdinal(r.Id, after) > 0).Take(limit)]);

    public Task<bool> Delete(string crmObject, string idOrExternalId, CancellationToken cancellation)
    {
        if (Held(crmObject, idOrExternalId) is not { } record)
            return Task.FromResult(false);
        Do("delete", new JsonObject { ["id"] = IdOf(record) });
        return Task.FromResult(true);
    }

    /// <exception cref="NotSupportedException">Opportunities can't be merged.</exception>
    public Task<bool> Replace(string crmObject, string idOrExternalId, CrmReference into, CancellationToken cancellation) => throw new NotSupportedException("opportunities can't be merged");

    JsonObject? Held(string crmObject, string value) => Shown(crmObject).FirstOrDefault(record => ExternalIds.Any(field => (string?)record[field] == value));

    IEnumerable<JsonObject> Shown(string crmObject) =>
        organization.Do("show", new JsonObject { ["object"] = crmObject })["records"]!.AsArray().Select(record => record!.AsObject()).Where(record => (bool?)record["IsDeleted"] != true);

    static string IdOf(JsonObject record) => record["Id"]!.GetValue<string>();

    // As a flat record: without what is empty. A checkbox that is not set is empty in the built-in CRM.
    static byte[] Json(JsonObject record) => Encoding.UTF8.GetBytes(new JsonObject(record.Where(field => field.Key != "attributes" && field.Value is not null).Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone()))).ToJsonString());

    static Task<CrmResult> Saved(Func<(CrmOutcome Outcome, string Id)> save)
    {
        try
        {
            var (outcome, id) = save();
            return Task.FromResult(new CrmResult(outcome, id, "{}"u8.ToArray(), []));
        }
        catch (ArgumentException refused)
        {
            return Task.FromResult(CrmResult.Refused(Issue.Error(IssueCodes.CrmRejected, null, null, refused.Message, "Correct it.")));
        }
    }
}
