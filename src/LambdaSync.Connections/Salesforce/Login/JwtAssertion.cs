using System.Buffers.Text;
using System.Globalization;
using LambdaSync.Json;

namespace LambdaSync.Connections.Salesforce;

/// <summary>An assertion of the JWT bearer flow: RS256, issuer = client id, subject = user, ends within three minutes.</summary>
static class JwtAssertion
{
    static readonly TimeSpan Life = TimeSpan.FromMinutes(2.5);

    public static string Of(string clientId, string username, string audience, SalesforceKey key, DateTimeOffset now)
    {
        byte[] claims =
        [
            .. "{\"iss\":"u8, .. JsonText.Quote(clientId), .. ",\"sub\":"u8, .. JsonText.Quote(username), .. ",\"aud\":"u8, .. JsonText.Quote(audience),
            .. ",\"exp\":"u8, .. System.Text.Encoding.ASCII.GetBytes((now + Life).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)), .. "}"u8,
        ];
        var signed = $"{Base64Url.EncodeToString("{\"alg\":\"RS256\"}"u8)}.{Base64Url.EncodeToString(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(key.Sign(System.Text.Encoding.ASCII.GetBytes(signed)))}";
    }

    /// <summary>The login server's address, which Salesforce wants as audience: sandboxes have their own.</summary>
    public static string Audience(Uri host) =>
        host.Host.Contains(".sandbox.", StringComparison.Ordinal) ? "https://test.salesforce.com" : "https://login.salesforce.com";
}
