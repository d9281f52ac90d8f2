using LambdaSync.Connections.Crm;
using LambdaSync.Sync;

namespace LambdaSync.Connections.BuiltIn;

/// <summary>The built-in CRM (row H4): beside what any CRM does, what a person does by hand.</summary>
public interface IBuiltInCrm : ICrm
{
    /// <summary>Changes a record. The answer has all of its fields.</summary>
    /// <param name="idOrExternalId">The record's id, or a value of any of its external ids.</param>
    Task<CrmResult> Set(string crmObject, string idOrExternalId, ReadOnlyMemory<byte> json, CancellationToken cancellation);

    /// <summary>
    /// Adds a record, flat or with nested relations, or changes the one that has its <c>Id</c> or the first external id it gives.
    /// The answer has all of its fields.
    /// </summary>
    Task<CrmResult> Import(string crmObject, ReadOnlyMemory<byte> json, CancellationToken cancellation);

    /// <summary>A record with all of its fields, or null.</summary>
    Task<CrmRecord?> Get(string crmObject, string idOrExternalId, CancellationToken cancellation);

    /// <summary>Records with all of their fields, by id.</summary>
    /// <param name="after">The id of the last record of the page before, or null.</param>
    Task<IReadOnlyList<CrmRecord>> List(string crmObject, int limit, string? after, CancellationToken cancellation);

    /// <summary>Deletes a record; false when there is none. Links to it read as empty.</summary>
    Task<bool> Delete(string crmObject, string idOrExternalId, CancellationToken cancellation);

    /// <summary>Deletes a record in favour of another of its object (merged), or of another object (converted); false when there is none.</summary>
    Task<bool> Replace(string crmObject, string idOrExternalId, CrmReference into, CancellationToken cancellation);
}
