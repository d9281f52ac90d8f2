using System.CommandLine;
using System.Text.Json.Nodes;
using LambdaSync.Connections.Aws;
using LambdaSync.Connections.Buckets;
using LambdaSync.Marketplace;
using LambdaSync.Marketplace.LegalDocuments;

namespace LambdaSync.Cli;

/// <summary>
/// Uploads a license agreement to the account's bucket and gives the address by which AWS Marketplace reads it (row F6). An address can't
/// outlive the session that signs it, so one that would end too early is refused before anything is requested.
/// </summary>
sealed class EulaUpload(Terminal terminal)
{
    public const string Variable = "LAMBDASYNC_EULA_BUCKET";

    // Clocks differ, and the session may be renewed a little early.
    static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    readonly Option<string?> _file = new("--eula") { Description = "A license agreement of your own, .pdf or .txt, which is uploaded to the bucket." };
    readonly Option<string?> _bucket = new("--eula-bucket") { Description = $"BUCKET or BUCKET/PREFIX for license agreements. Default: the environment variable {Variable}, of a further seller account its entry in {SellerAccounts.Buckets}." };
    readonly Option<bool> _public = new("--eula-public") { Description = "The bucket's policy lets everybody read the document: its address has no signature and no end." };

    /// <param name="hasFile">The file is the option --eula, not an argument.</param>
    public void AddTo(Command command, bool hasFile = true)
    {
        if (hasFile)
            command.Add(_file);
        command.Add(_bucket);
        command.Add(_public);
    }

    /// <summary>The file of the option, or null.</summary>
    public string? FileOf(ParseResult parsed) => parsed.GetValue(_file);

    /// <summary>The document with the uploaded license agreement; as it was where none is wanted; null after saying what is wrong.</summary>
    public async Task<byte[]?> Into(ParseResult parsed, byte[] document, string format, CancellationToken cancellation)
    {
        if (FileOf(parsed) is not { } file)
            return document;
        JsonObject? offer = null;
        try
        {
            offer = JsonNode.Parse(document) as JsonObject;
        }
        catch (System.Text.Json.JsonException)
        {
            // Its reader says what is wrong with it.
        }

        if (offer is null)
            return document;
        if (await Upload(parsed, file, format, cancellation) is not { } url)
            return null;
        offer["Eula"] = new JsonObject { ["Type"] = "CustomEula", ["Url"] = url };
        return System.Text.Encoding.UTF8.GetBytes(offer.ToJsonString());
    }

    /// <summary>The address of the uploaded document, or null after saying what is wrong.</summary>
    public async Task<string?> Upload(ParseResult parsed, string file, string format, CancellationToken cancellation)
    {
        if (await InputFile.Read(file, terminal, cancellation) is not { } bytes)
            return null;
        var issues = LegalFile.Check(file, bytes);
        foreach (var issue in issues)
            terminal.Tell(issue, format);
        if (issues.Count > 0)
            return null;
        var (account, sellers) = (parsed.GetValue<string?>("--account"), MarketplaceLink.Sellers);
        if (sellers.Normal(account) is { } other && sellers.Unknown(other) is { } unknown && parsed.GetValue(_bucket) is null)
        {
            terminal.Tell(unknown, format);
            return null;
        }

        // Each account has its own: a further one's agreements never go to the main one's bucket.
        var seller = sellers.Find(account);
        var (named, variable) = seller is null ? (Environment.GetEnvironmentVariable(Variable), Variable) : (seller.Documents, SellerAccounts.Buckets);
        if ((parsed.GetValue(_bucket) ?? named) is not { Length: > 0 } where)
            return Refused("--eula-bucket", null, "No bucket is named for license agreements.", $"Name it with --eula-bucket, or set {variable}.");
        var (name, prefix) = where.Trim('/').Split('/', 2) is [var bucketName, var rest] ? (bucketName, rest) : (where.Trim('/'), "");
        // A further account's own role uploads to its bucket and signs, as it makes all of the account's calls.
        using var role = seller is null ? null : new AssumedRole(new AwsSettings(), seller.Role, seller.ExternalId, isLong: true);
        using var bucket = new LegalBucket(name, role, Environment.GetEnvironmentVariable);
        // Where the role's session is too short, the machine's own credentials sign, if the bucket's policy lets them read it.
        using var machine = role is null ? null : new LegalBucket(name, null, Environment.GetEnvironmentVariable);
        var key = LegalFile.KeyOf(prefix, Path.GetFileName(file), bytes);
        var (signer, until) = (bucket, DateTimeOffset.MaxValue);
        if (!parsed.GetValue(_public))
        {
            until = await Until(bucket);
            if (IsShort(until) && machine is not null && await Until(machine) is var longer && longer > until)
                (signer, until) = (machine, longer);
            if (IsShort(until))
            {
                return Refused(
                    "--eula", null, $"These credentials end at {until:yyyy-MM-dd HH:mm} UTC, and an address that they sign ends with them. AWS Marketplace reads the document for up to hours.",
                    "Use a session of 12 hours or credentials without a session (a user that may only read and write this prefix), or --eula-public.");
            }
        }

        await bucket.Put(key, bytes, LegalFile.ContentType(file), cancellation);
        if (!parsed.GetValue(_public))
            return await signer.Sign(key, until);
        var address = await bucket.Address(key);
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(address), HttpCompletionOption.ResponseHeadersRead, cancellation);
        return answer.IsSuccessStatusCode ? address : Refused("--eula-public", address, $"The document can't be read without credentials (HTTP {(int)answer.StatusCode}).", "Let the bucket's policy allow s3:GetObject on the prefix to everybody, or leave --eula-public out.");

        string? Refused(string field, string? value, string rule, string fix)
        {
            terminal.Tell(Issue.Error(IssueCodes.OfferTerms, field, value, rule, fix), format);
            return null;
        }
    }

    // Until when an address can be read that these credentials sign.
    static async Task<DateTimeOffset> Until(LegalBucket bucket)
    {
        var (isSession, ends) = await bucket.Session();
        var until = TimeProvider.System.GetUtcNow() + PresignedUrl.Longest - Margin;
        return isSession && ends is { } end && end - Margin < until ? end - Margin : until;
    }

    static bool IsShort(DateTimeOffset until) => until - TimeProvider.System.GetUtcNow() < PresignedUrl.Shortest + Margin;
}
