namespace LambdaSync.Files;

/// <summary>What a file for AWS says of itself.</summary>
/// <param name="PartnerId"><c>spmsId</c>, the partner's id at AWS.</param>
/// <param name="Version">Payload version: 1 or 2.</param>
public sealed record FileHead(string PartnerId, int Version)
{
    /// <summary>A partner that has sent version 2 can't go back to 1 (page "Technical FAQ: versioning and backward compatibility").</summary>
    /// <param name="sent">The highest version that was sent before; 0: none.</param>
    public Issue? WhyNot(int sent)
    {
        if (Version is not (1 or 2))
            return OutboundIssues.UnknownVersion(Version);
        if (Version < sent)
            return OutboundIssues.VersionWentDown(Version, sent);
        return PartnerId.Length == 0 ? OutboundIssues.NoPartnerId() : null;
    }
}
