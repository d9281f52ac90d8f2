using LambdaSync.Connections.Crm;

namespace LambdaSync.Connections.Salesforce;

/// <summary>Change events as signals: which records to read, and nothing of their values.</summary>
public static class ChangeSignals
{
    /// <param name="message">EventBridge's envelope.</param>
    /// <returns>Null: no change event of Salesforce.</returns>
    public static IReadOnlyList<CrmSignal>? Decode(ReadOnlyMemory<byte> message) => ChangeEventReader.Read(message) is not { } read
        ? null
        : [new CrmSignal(
            read.Object, read.Ids, read.Type == ChangeEventType.Overflow ? read.Time : null,
            read.Type is ChangeEventType.Update && read.Fields.Count > 0 ? read.Fields : null,
            read.Type == ChangeEventType.Delete ? CrmChangeKind.Deleted : CrmChangeKind.Changed)];
}
