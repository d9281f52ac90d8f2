namespace LambdaSync.Functions;

/// <summary>An object that landed.</summary>
/// <param name="Key">The key, decoded.</param>
/// <param name="Version">S3's version id, or null where the bucket keeps none.</param>
sealed record LandedFile(string Bucket, string Key, string? Version, long Size);
