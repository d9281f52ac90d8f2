using System.Globalization;
using System.Text;
using System.Xml;
using Amazon.Runtime;

namespace LambdaSync.Connections.Aws;

/// <summary>
/// The credentials of a role that is assumed for its own calls alone (docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html). They
/// are renewed before they end.
/// </summary>
public sealed class AssumedRole : RefreshingAWSCredentials, IDisposable
{
    /// <summary>What it calls.</summary>
    public const string Operation = "AssumeRole";

    static readonly AwsApi Sts = new("STS", "sts", AwsProtocol.RestJson, "", "sts", DualStack: false);

    static readonly TimeSpan Early = TimeSpan.FromMinutes(5);

    /// <summary>The longest session that a role may have.</summary>
    public static readonly TimeSpan LongestSession = TimeSpan.FromHours(12);

    readonly AwsClient _sts;
    readonly string _role;
    readonly string? _externalId;
    bool _isLong;

    /// <param name="settings">Who assumes the role, and where.</param>
    /// <param name="role">Its ARN.</param>
    /// <param name="externalId">What the role's trust policy wants to hear, or null.</param>
    /// <param name="handler">Where requests end instead of on the network, or null.</param>
    /// <param name="isLong">The session is to be as long as a role's may be. Where AWS allows less, because of the role's own limit or because another role assumes it, it is an hour.</param>
    public AssumedRole(AwsSettings settings, string role, string? externalId = null, HttpMessageHandler? handler = null, bool isLong = false)
    {
        _isLong = isLong;
        (_sts, _role, _externalId) = (new AwsClient(Sts, settings, handler), role, externalId);
        PreemptExpiryTime = Early;
    }

    protected override CredentialsRefreshState GenerateNewCredentials() => GenerateNewCredentialsAsync().GetAwaiter().GetResult();

    /// <exception cref="AwsServiceException">The role can't be assumed.</exception>
    protected override async Task<CredentialsRefreshState> GenerateNewCredentialsAsync()
    {
        var query = new Dictionary<string, string>(StringComparer.Ordinal) { ["Action"] = Operation, ["Version"] = "2011-06-15", ["RoleArn"] = _role, ["RoleSessionName"] = "LambdaSync" };
        if (_externalId is not null)
            query["ExternalId"] = _externalId;
        if (_isLong)
            query["DurationSeconds"] = LongestSession.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        try
        {
            return Read(await _sts.Call(Operation, HttpMethod.Get, "/", query, default, CancellationToken.None).ConfigureAwait(false));
        }
        catch (AwsServiceException refused) when (_isLong && Named(refused) == "ValidationError")
        {
            _isLong = false;
            return await GenerateNewCredentialsAsync().ConfigureAwait(false);
        }
        catch (AwsServiceException refused) when (Named(refused) is { Length: > 0 } code)
        {
            var error = refused.Error with { Code = code, Message = $"the role {_role} can't be assumed" };
            throw new AwsServiceException(Operation, error, AwsFaults.Of(error.Status, code), refused);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _sts.Dispose();
        base.Dispose(disposing);
    }

    static CredentialsRefreshState Read(ReadOnlyMemory<byte> answer)
    {
        var texts = Texts(Encoding.UTF8.GetString(answer.Span));
        if (!texts.TryGetValue("AccessKeyId", out var id) || !texts.TryGetValue("SecretAccessKey", out var secret) || !texts.TryGetValue("SessionToken", out var token) || !texts.TryGetValue("Expiration", out var end))
            throw new AwsServiceException(Operation, new AwsError(200, "NoCredentials", "", "", [], ""), AwsFault.Unavailable);
        return new CredentialsRefreshState(new ImmutableCredentials(id, secret, token), DateTime.Parse(end, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal));
    }

    // STS answers in XML, which the reader of errors takes for a text.
    static string? Named(AwsServiceException refused) => refused.Code.Length > 0 ? null : Texts(refused.Error.Message).GetValueOrDefault("Code");

    /// <summary>The texts of an answer by their elements' names; none where it is no XML.</summary>
    static Dictionary<string, string> Texts(string xml)
    {
        var (texts, name) = (new Dictionary<string, string>(StringComparer.Ordinal), "");
        try
        {
            using var reader = XmlReader.Create(new StringReader(xml));
            while (reader.Read())
            {
                if (reader.NodeType == XmlNodeType.Element)
                    name = reader.LocalName;
                else if (reader.NodeType == XmlNodeType.Text)
                    texts[name] = reader.Value;
            }
        }
        catch (XmlException)
        {
            // A proxy's page, or a message that was cut: what was read until then counts.
        }

        return texts;
    }
}
