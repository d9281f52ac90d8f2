namespace LambdaSync.Connections.Crm;

/// <summary>Whose CRM it is.</summary>
/// <param name="Kind">The CRM's name among <see cref="Crms.Names"/>.</param>
/// <param name="Id">Never changes; another sandbox, another tenant has another one.</param>
/// <param name="UserId">The integration user, or null: the CRM has no users of its own.</param>
/// <param name="ApiVersion">The version that calls are made with, or null.</param>
public sealed record CrmOrganization(string Kind, string Id, string Name, bool IsSandbox, string? UserId, string? ApiVersion, CrmGuarantees Guarantees)
{
    /// <summary>Where the CRM keeps who synchronizes it; null: it belongs to one stack or data folder alone.</summary>
    public CrmOwnerRecords? Owners { get; init; }
}

/// <summary>
/// The object whose records say who synchronizes the CRM, one record for each catalog. The CRM itself refuses a second record of a catalog: of
/// two that begin at once one stays.
/// </summary>
/// <param name="Key">The external id: the owner by its own id.</param>
/// <param name="Catalog">A unique field.</param>
/// <param name="Owner">The owner as messages name it.</param>
/// <param name="Since">When it became the owner.</param>
public sealed record CrmOwnerRecords(string Object, string Key, string Catalog, string Owner, string Since);

/// <summary>How far a CRM keeps a row's <c>IfVersion</c>.</summary>
public enum CrmPrecondition
{
    /// <summary>Any change since makes a conflict.</summary>
    Exact,

    /// <summary>A change within the second of the version is not noticed.</summary>
    Second,

    /// <summary>The version is read just before the write; a change between the two is not noticed.</summary>
    ReadAgain,
}

/// <summary>What a CRM promises, where CRMs differ.</summary>
/// <param name="AtomicLinks">A row and its related records are written together or not at all; else a repeated row completes them by its external id.</param>
/// <param name="TellsDeleted">The CRM distinguishes a deleted record from one that never was or is hidden.</param>
/// <param name="TakesNotices">It shows notices to people.</param>
public sealed record CrmGuarantees(CrmPrecondition Precondition, bool AtomicLinks, bool TellsDeleted, bool TakesNotices);
