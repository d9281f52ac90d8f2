using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LambdaSync.Simulator.Tests;

/// <summary>Signs a request as the page reference_sigv-create-signed-request says, with the key "test".</summary>
static class Signer
{
    const string SignedHeaders = "content-type;host;x-amz-date;x-amz-target";

    public static void Sign(HttpRequestMessage request, string body, string secret = "test", string key = "test", string service = "partnercentral-selling", TimeSpan late = default, string? scopeDay = null, bool signHost = true)
    {
        var signedHeaders = signHost ? SignedHeaders : SignedHeaders.Replace("host;", "", StringComparison.Ordinal);
        var time = (DateTimeOffset.UtcNow - late).UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var day = scopeDay ?? time[..8];
        request.Headers.TryAddWithoutValidation("X-Amz-Date", time);
        request.Headers.Host = request.RequestUri!.Authority;
        string[] host = signHost ? ["host:" + request.RequestUri.Authority] : [];
        string[] canonical =
        [
            "POST", "/", "",
            "content-type:" + request.Content!.Headers.ContentType, .. host, "x-amz-date:" + time, "x-amz-target:" + request.Headers.GetValues("X-Amz-Target").First(), "",
            signedHeaders, Hash(body),
        ];
        var scope = $"{day}/us-east-1/{service}/aws4_request";
        var signing = Encoding.UTF8.GetBytes("AWS4" + secret);
        foreach (var step in (string[])[day, "us-east-1", service, "aws4_request"])
            signing = HMACSHA256.HashData(signing, Encoding.UTF8.GetBytes(step));
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(signing, Encoding.UTF8.GetBytes($"AWS4-HMAC-SHA256\n{time}\n{scope}\n{Hash(string.Join('\n', canonical))}")));
        request.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential={key}/{scope}, SignedHeaders={signedHeaders}, Signature={signature}");
    }

    static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
