using System.Text.Json.Nodes;
using LambdaSync.Connections.BuiltIn;
using LambdaSync.Connections.Crm;
using LambdaSync.Connections.Salesforce;
using LambdaSync.Mapping;
using LambdaSync.Simulation.Faults;
using LambdaSync.Sync;

namespace LambdaSync.Simulation.Parts;

/// <summary>A client of a Salesforce organization, and its people, who work in it without one.</summary>
/// <param name="client">Null: only people work with it.</param>
sealed class OrganizationCrm(SalesforceCrm? client, OrganizationPeople people, FaultPlan faults) : IBuiltInCrm
{
    public CrmUsage Usage => Client.Usage;

    public OrganizationPeople People => people;

    SalesforceCrm Client => client ?? throw new InvalidOperationException("people have no client");

    public Task<CrmOrganization> Open(CancellationToken cancellation) => Client.Open(cancellation);

    public Task<CrmMetadata?> Describe(IReadOnlyList<string> objects, string? known, CancellationToken cancellation) => Client.Describe(objects, known, cancellation);

    public Task<CrmChanges> Changed(string crmObject, CrmInterest interest, string? after, int limit, CancellationToken cancellation) => Called(() => Client.Changed(crmObject, interest, after, limit, cancellation));

    public IReadOnlyList<CrmSignal>? Decode(ReadOnlyMemory<byte> message) => Client.Decode(message);

    public Task<IReadOnlyList<CrmFound>> Find(string crmObject, string field, IReadOnlyList<string> values, IReadOnlyList<string> fields, CancellationToken cancellation)
    {
        people.At?.Invoke(CallMoment.Read, values);
        return Called(() => Client.Find(crmObject, field, values, fields, cancellation));
    }

    public async Task<IReadOnlyList<CrmResult>> Write(string crmObject, IReadOnlyList<CrmWrite> rows, CancellationToken cancellation)
    {
        var ids = rows.Select(row => row.Id).OfType<string>().ToList();
        people.At?.Invoke(CallMoment.Write, ids);
        try
        {
            return await Called(() => Client.Write(crmObject, rows, cancellation));
        }
        finally
        {
            // Also where the answer was lost.
            people.Wrote();
            people.At?.Invoke(CallMoment.Written, ids);
        }
    }

    public Task<IReadOnlyList<CrmResult>> Notify(IReadOnlyList<CrmNotice> notices, CancellationToken cancellation) => Client.Notify(notices, cancellation);

    public Task<CrmResult> Set(string crmObject, string idOrExternalId, ReadOnlyMemory<byte> json, CancellationToken cancellation) => Saved(() =>
    {
        var id = people.Find(crmObject, idOrExternalId) is { } record ? OrganizationPeople.IdOf(record) : throw new ArgumentException($"There is no {crmObject} {idOrExternalId}.");
        people.Do("edit", new JsonObject { ["id"] = id, ["fields"] = JsonNode.Parse(json.Span) });
        return (CrmOutcome.Updated, id);
    });

    public Task<CrmResult> Import(string crmObject, ReadOnlyMemory<byte> json, CancellationToken cancellation) => Saved(() =>
        (CrmOutcome.Created, people.Do("create", new JsonObject { ["object"] = crmObject, ["fields"] = JsonNode.Parse(json.Span) })["id"]!.GetValue<string>()));

    public Task<CrmRecord?> Get(string crmObject, string idOrExternalId, CancellationToken cancellation) =>
        Task.FromResult(people.Find(crmObject, idOrExternalId) is { } record ? Record(record) : null);

    public Task<IReadOnlyList<CrmRecord>> List(string crmObject, int limit, string? after, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<CrmRecord>>(
        [.. people.Shown(crmObject).Select(Record).OrderBy(r => r.Id, StringComparer.Ordinal).Where(r => string.CompareOrdinal(r.Id, after) > 0).Take(limit)]);

    public Task<bool> Delete(string crmObject, string idOrExternalId, CancellationToken cancellation)
    {
        if (people.Find(crmObject, idOrExternalId) is not { } record)
            return Task.FromResult(false);
        people.Do("delete", new JsonObject { ["id"] = OrganizationPeople.IdOf(record) });
        return Task.FromResult(true);
    }

    /// <exception cref="NotSupportedException">Opportunities can't be merged.</exception>
    public Task<bool> Replace(string crmObject, string idOrExternalId, CrmReference into, CancellationToken cancellation) => throw new NotSupportedException("opportunities can't be merged");

    // Whoever waits for what a fault has hindered knows when it was.
    async Task<T> Called<T>(Func<Task<T>> call)
    {
        var waiting = people.WaitingFaults;
        try
        {
            return await call();
        }
        finally
        {
            if (people.IsTroubled || people.WaitingFaults < waiting)
                faults.Struck();
        }
    }

    static CrmRecord Record(JsonObject record) => new(OrganizationPeople.IdOf(record), OrganizationPeople.Json(record));

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
