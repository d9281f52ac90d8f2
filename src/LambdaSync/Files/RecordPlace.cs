namespace LambdaSync.Files;

/// <summary>Where a record stands in its file and who it is.</summary>
record struct RecordPlace
{
    public int Start;
    public int Length;
    public bool IsObject;
    public bool TooDeep;

    /// <summary>A newer record of the file has the same identifier.</summary>
    public bool Superseded;

    /// <summary>The index of the record that is, or is by, the newer one; -1 when the identifier is there once.</summary>
    public int Twin;
    public string? AwsId;
    public string? PartnerId;
    public DateTimeOffset? Modified;
}
