using LambdaSync.Fields;

namespace LambdaSync.Sync;

/// <summary>One record that both sides share. The catalog is part of the key: Sandbox and AWS never meet.</summary>
/// <param name="AwsId">The opportunity's O-number or the lead's L-number.</param>
public sealed record RecordKey(string Catalog, AceObject Object, string AwsId)
{
    public override string ToString() => $"{Catalog}/{(Object == AceObject.Lead ? "lead" : "opportunity")}/{AwsId}";
}
