using LambdaSync.Connections.Crm;
using LambdaSync.Sync;

namespace LambdaSync.Connections.BuiltIn;

/// <summary>What is left of a deleted record.</summary>
/// <param name="Into">The record that it was merged into or converted to, or null.</param>
sealed record Tombstone(CrmReference? Into)
{
    /// <summary>What became of a record of this object.</summary>
    public CrmState State(string crmObject) => Into is null ? CrmState.Deleted : Into.Object == crmObject ? CrmState.Merged : CrmState.Converted;

    /// <summary>The record's last change.</summary>
    public CrmChange Change(string crmObject, string id) => new(
        id, State(crmObject) switch { CrmState.Merged => CrmChangeKind.Merged, CrmState.Converted => CrmChangeKind.Converted, _ => CrmChangeKind.Deleted }, Into: Into);
}
