namespace LambdaSync.Mapping;

/// <summary>A line with what its two names stand for; null where that is unknown.</summary>
sealed record CheckedLine(FieldMapping Line, string At, AwsField? Aws, CrmField? Crm)
{
    /// <summary>Whether the line sends anything: a field that AWS alone writes takes nothing.</summary>
    public bool Sends => Line.Outbound && Aws is { ReadOnly: false } && CompiledLine.KeyOf(Aws.Targets) is null;
}
