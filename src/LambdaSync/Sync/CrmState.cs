namespace LambdaSync.Sync;

/// <summary>What a CRM answers about a record that is asked for.</summary>
public enum CrmState
{
    Found,

    /// <summary>No such record, or the integration user may not see it: the CRM answers both alike.</summary>
    Absent,

    /// <summary>The CRM says that it was deleted.</summary>
    Deleted,

    /// <summary>It was merged into another record of its object.</summary>
    Merged,

    /// <summary>It was converted to a record of another object, as leads are.</summary>
    Converted,
}
