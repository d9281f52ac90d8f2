using System.Text;
using LambdaSync.Fields;
using LambdaSync.Json;

namespace LambdaSync.Files;

/// <summary>Puts records into files for AWS: records in, files out.</summary>
public static class OutboundFiles
{
    /// <summary>The exchange's "1 MB". It does not say which one, so the smaller counts.</summary>
    public const int MaxBytes = 1_000_000;

    /// <summary>Records that the quota table allows in a file; the FAQ says 50.</summary>
    public const int MaxRecords = 500;

    /// <summary>The guide's setting "outbound batch size" goes from 1 to this.</summary>
    public const int MaxBatchSize = 50;

    /// <summary>Files that the exchange takes in 24 hours.</summary>
    public const int MaxFilesADay = 10_000;

    /// <summary>
    /// Files of at most <paramref name="size"/> records and <see cref="MaxBytes"/> bytes, in the records' order. Records that are not sendable,
    /// that are larger than a file, or that come a second time are left out; <paramref name="left"/> has them with the reason.
    /// </summary>
    /// <param name="records">Of one object.</param>
    /// <param name="left">A null issue: the record itself says why.</param>
    public static IReadOnlyList<OutboundFile> Of(AceObject aceObject, IReadOnlyList<OutboundRecord> records, FileHead head, int size, ICollection<(OutboundRecord Record, Issue? Why)> left)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(size, Math.Clamp(size, 1, MaxRecords));
        var (start, room) = (Start(aceObject, head), MaxBytes - Start(aceObject, head).Length - End.Length);
        var (files, batch, bytes, seen) = (new List<OutboundFile>(), new List<OutboundRecord>(), 0, new HashSet<string>(StringComparer.Ordinal));
        foreach (var record in records)
        {
            if (!record.IsSendable || record.Object != aceObject)
                left.Add((record, null));
            else if (record.Json.Length > room)
                left.Add((record, OutboundIssues.TooLarge(record.Identity, record.Json.Length)));
            else if (!seen.Add(record.Identity))
                left.Add((record, OutboundIssues.InFile(record.Identity)));
            else
            {
                if (batch.Count == size || (batch.Count > 0 && bytes + 1 + record.Json.Length > room))
                {
                    files.Add(new OutboundFile(aceObject, Content(start, batch), batch));
                    (batch, bytes) = ([], 0);
                }

                bytes += record.Json.Length + (batch.Count > 0 ? 1 : 0);
                batch.Add(record);
            }
        }

        if (batch.Count > 0)
            files.Add(new OutboundFile(aceObject, Content(start, batch), batch));
        return files;
    }

    static ReadOnlySpan<byte> End => "]}"u8;

    // The published sample of a file of leads that a partner sends has a capital L; AWS's own files have a small one.
    internal static string ListName(AceObject aceObject) => aceObject == AceObject.Lead ? "Leads" : "opportunities";

    static byte[] Start(AceObject aceObject, FileHead head) =>
        Encoding.UTF8.GetBytes($$"""{"version":"{{head.Version}}.0","spmsId":{{Encoding.UTF8.GetString(JsonText.Quote(head.PartnerId))}},"{{ListName(aceObject)}}":[""");

    static byte[] Content(byte[] start, List<OutboundRecord> records)
    {
        var content = new Utf8Buffer(start.Length + End.Length + records.Sum(record => record.Json.Length + 1));
        content.Add(start);
        for (var i = 0; i < records.Count; i++)
        {
            if (i > 0)
                content.Add((byte)',');
            content.Add(records[i].Json);
        }

        content.Add(End);
        return content.Written.ToArray();
    }
}
