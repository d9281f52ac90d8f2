using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LambdaSync.Simulator.Wire;

/// <summary>Recomputes a request's signature (docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).</summary>
static class SigV4
{
    const string Algorithm = "AWS4-HMAC-SHA256";

    static readonly TimeSpan MaxSkew = TimeSpan.FromMinutes(5);

    /// <param name="now">The time of the machine: signatures are made by clients that know no simulated clock.</param>
    /// <returns>The access key that it was made with.</returns>
    /// <exception cref="AwsError">There is none, or a wrong one.</exception>
    public static string Check(HttpRequestMessage request, byte[] body, string service, Func<string, string?> secretOf, DateTimeOffset now)
    {
        var header = Header(request, "Authorization") ?? throw new AwsError("MissingAuthenticationTokenException", "Missing Authentication Token", 403);
        if (!header.StartsWith(Algorithm + " ", StringComparison.Ordinal))
            throw Wrong("the algorithm is not " + Algorithm);
        var parts = header[(Algorithm.Length + 1)..].Split(',', StringSplitOptions.TrimEntries).Select(p => p.Split('=', 2)).Where(p => p.Length == 2).DistinctBy(p => p[0]).ToDictionary(p => p[0], p => p[1]);
        if (!parts.TryGetValue("Credential", out var credential) || !parts.TryGetValue("SignedHeaders", out var signed) || !parts.TryGetValue("Signature", out var signature)
            || credential.Split('/') is not [var key, var day, var region, var named, "aws4_request"])
            throw Wrong("the header is incomplete");
        if (named != service)
            throw Wrong($"the credential is scoped to {named}, not to {service}");
        var secret = secretOf(key) ?? throw new AwsError("UnrecognizedClientException", "The security token included in the request is invalid.", 403);
        var date = Header(request, "X-Amz-Date") ?? throw Wrong("X-Amz-Date is missing");
        if (!DateTimeOffset.TryParseExact(date, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) || (time - now).Duration() > MaxSkew)
            throw Wrong("the signature expired");
        if (day != date[..8])
            throw Wrong("the credential is scoped to another day than X-Amz-Date");
        var names = signed.Split(';');
        if (!names.Contains("host"))
            throw Wrong("host is not signed");

        var canonical = new StringBuilder()
            .Append(request.Method.Method).Append('\n').Append(request.RequestUri!.AbsolutePath).Append('\n').Append(request.RequestUri.Query.TrimStart('?')).Append('\n');
        foreach (var name in names)
            canonical.Append(name).Append(':').Append(Squeeze(name == "host" ? Host(request) : Header(request, name) ?? throw Wrong($"{name} is signed and missing"))).Append('\n');
        canonical.Append('\n').Append(signed).Append('\n').Append(Hex(SHA256.HashData(body)));
        var scope = $"{day}/{region}/{service}/aws4_request";
        var toSign = $"{Algorithm}\n{date}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical.ToString())))}";
        var signing = Hmac(Hmac(Hmac(Hmac(Encoding.UTF8.GetBytes("AWS4" + secret), day), region), service), "aws4_request");
        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Hex(Hmac(signing, toSign))), Encoding.ASCII.GetBytes(signature)))
            throw Wrong("the signature we calculated does not match the one provided");
        return key;
    }

    static AwsError Wrong(string why) => new("InvalidSignatureException", $"The request signature is not valid: {why}.", 403);

    static string? Header(HttpRequestMessage request, string name) =>
        request.Headers.TryGetValues(name, out var values) || request.Content?.Headers.TryGetValues(name, out values) == true ? string.Join(",", values!) : null;

    static string Host(HttpRequestMessage request) => Header(request, "Host") ?? request.RequestUri!.Authority;

    static string Squeeze(string value) => string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
