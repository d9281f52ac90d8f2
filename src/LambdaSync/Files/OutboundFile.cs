using LambdaSync.Fields;

namespace LambdaSync.Files;

/// <summary>A file that is ready for AWS, without a name: names are given out one by one (<see cref="OutboundFileName"/>).</summary>
/// <param name="Content">UTF-8 JSON without byte order mark.</param>
/// <param name="Records">In the file's order.</param>
public sealed record OutboundFile(AceObject Object, byte[] Content, IReadOnlyList<OutboundRecord> Records);
