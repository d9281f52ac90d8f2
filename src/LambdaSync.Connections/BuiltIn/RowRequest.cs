using LambdaSync.Connections.Crm;

namespace LambdaSync.Connections.BuiltIn;

/// <summary>One row to write, from sync or by hand.</summary>
/// <param name="Id">The record to update, or null.</param>
/// <param name="ExternalId">The external id field and its value, by which the record is found and which is written, or null.</param>
/// <param name="KeepAccount">A filled account link stays as it is: sync never overwrites it, a person may.</param>
sealed record RowRequest(
    ObjectSchema Object, string? Id, (string Field, string Value)? ExternalId, FlatRecord Fields, CrmTemplate? Template, bool KeepAccount);
