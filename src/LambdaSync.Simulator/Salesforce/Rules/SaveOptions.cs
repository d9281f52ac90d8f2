namespace LambdaSync.Simulator.Salesforce.Rules;

/// <summary>How a save is made.</summary>
/// <param name="IsIntegration">By the integration user, with its rights; else by a person who may do everything.</param>
/// <param name="AutoAssigns"><c>Sforce-Auto-Assign</c>: assignment rules act unless it says FALSE (REST, Assignment Rule Header).</param>
/// <param name="AllowsDuplicates"><c>allowSave=true</c>: helps against rules that alert, not against those that block (REST, Duplicate Rule Header).</param>
/// <param name="ShowsDuplicates"><c>includeRecordDetails=true</c>: the fields of the matches, not only their ids.</param>
sealed record SaveOptions(bool IsIntegration, bool AutoAssigns = true, bool AllowsDuplicates = false, bool ShowsDuplicates = false)
{
    public static SaveOptions Person { get; } = new(false, AutoAssigns: false, AllowsDuplicates: true);

    public static SaveOptions Of(Wire.ApiRequest request) => new(
        true,
        !"FALSE".Equals(request.Header("Sforce-Auto-Assign"), StringComparison.OrdinalIgnoreCase),
        request.IsSet("Sforce-Duplicate-Rule-Header", "allowSave"),
        request.IsSet("Sforce-Duplicate-Rule-Header", "includeRecordDetails"));
}
