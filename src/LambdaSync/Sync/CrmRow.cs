namespace LambdaSync.Sync;

/// <summary>One row to write to the CRM.</summary>
/// <param name="Id">The record to update, or null to insert-or-update by the external id.</param>
/// <param name="ExternalIdField">The field holding AWS's identifier.</param>
/// <param name="ExternalId">AWS's identifier; written with the row. Null only for an update of a record that has none yet.</param>
/// <param name="Fields">Flat canonical JSON of just the fields that change. Null clears.</param>
/// <param name="Template">What a new record starts from, or null.</param>
/// <param name="ReadBack">The fields to return as the CRM stored them.</param>
public sealed record CrmWrite(
    string? Id, string ExternalIdField, string? ExternalId, byte[] Fields, CrmTemplate? Template, IReadOnlyList<string> ReadBack);

/// <summary>What a new record starts from (rows C8).</summary>
/// <param name="Record">Id of the record whose fields are copied where the row sets none, or null.</param>
/// <param name="Account">Id of the default account, or null.</param>
/// <param name="CreateAccount">Insert a new account copied from the default one (or empty) and write the row's <c>Account.*</c> fields to it, instead of linking the default.</param>
public sealed record CrmTemplate(string? Record, string? Account, bool CreateAccount);

/// <summary>The CRM's answer to one row.</summary>
/// <param name="Id">The record's id when the row was written.</param>
/// <param name="Stored">The <see cref="CrmWrite.ReadBack"/> fields after the write, as flat canonical JSON.</param>
/// <param name="Issues">Errors when the row was refused (then nothing of it is written); notes and warnings otherwise.</param>
public sealed record CrmResult(bool Written, bool Created, string? Id, byte[] Stored, IReadOnlyList<Issue> Issues);
