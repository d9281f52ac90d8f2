using System.Security.Cryptography;
using System.Text;

namespace LambdaSync.Connections.Tests;

/// <summary>
/// AWS's signature, computed from a recorded request after
/// docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html, without the SDK.
/// </summary>
static class SigV4
{
    /// <summary>The Authorization header that the request should carry.</summary>
    public static string Authorization(WireRequest request, string accessKey, string secretKey, string region, string service)
    {
        var sent = request.Header("Authorization") ?? "";
        var signed = Between(sent, "SignedHeaders=", ",");
        var stamp = request.Header("X-Amz-Date") ?? "";
        var scope = $"{stamp[..8]}/{region}/{service}/aws4_request";
        var canonical = string.Join('\n',
            request.Method, Path(request), Query(request),
            string.Concat(signed.Split(';').Select(name => $"{name}:{request.Header(name)}\n")), signed, Hex(SHA256.HashData(request.Body)));
        var toSign = string.Join('\n', "AWS4-HMAC-SHA256", stamp, scope, Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical))));
        var key = Encoding.UTF8.GetBytes("AWS4" + secretKey);
        foreach (var part in scope.Split('/'))
            key = Hmac(key, part);
        return $"AWS4-HMAC-SHA256 Credential={accessKey}/{scope}, SignedHeaders={signed}, Signature={Hex(Hmac(key, toSign))}";
    }

    static string Path(WireRequest request) => request.Target.Split('?')[0];

    static string Query(WireRequest request) => request.Target.Contains('?', StringComparison.Ordinal)
        ? string.Join('&', request.Target.Split('?')[1].Split('&').Order(StringComparer.Ordinal))
        : "";

    static string Between(string text, string start, string end)
    {
        var at = text.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return text[at..text.IndexOf(end, at, StringComparison.Ordinal)];
    }

    static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
