using LambdaSync.Files;
using LambdaSync.Sync.Schedules;

namespace LambdaSync.Functions.Exchange;

/// <summary>How files for AWS are written.</summary>
/// <param name="Head">The partner's id and the payload version.</param>
/// <param name="Name">The first part of the files' names. Another system that writes into the same bucket has another one.</param>
public sealed record SendTerms(FileHead Head, string Name)
{
    /// <summary>How often files of each object are sent.</summary>
    public ObjectPeriods Every { get; init; } = ObjectPeriods.Hourly;

    /// <summary>Records of one file (the guide's outbound batch size).</summary>
    public int BatchSize { get; init; } = OutboundFiles.MaxBatchSize;

    /// <summary>After this a file without results is looked for. AWS answers within minutes of its hourly run.</summary>
    public TimeSpan ResultsWithin { get; init; } = TimeSpan.FromHours(3);

    /// <summary>The name of the files of an object.</summary>
    public string NameOf(Fields.AceObject aceObject) => $"{Name}-{(aceObject == Fields.AceObject.Lead ? "lead" : "opportunity")}";
}
