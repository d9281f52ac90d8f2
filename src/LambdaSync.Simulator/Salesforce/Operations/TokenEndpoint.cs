using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaSync.Simulator.Salesforce.State;
using LambdaSync.Simulator.Salesforce.Wire;

namespace LambdaSync.Simulator.Salesforce.Operations;

/// <summary><c>/services/oauth2/token</c>: the client credentials flow and the JWT bearer flow. Neither gives a refresh token.</summary>
static class TokenEndpoint
{
    const string Bearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    static readonly string[] Audiences = ["https://login.salesforce.com", "https://test.salesforce.com"];

    /// <param name="address">Scheme and host that the request came to.</param>
    /// <param name="now">The time by which assertions are checked.</param>
    public static ApiAnswer Answer(Organization organization, string form, string address, DateTimeOffset now)
    {
        var fields = form.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).DistinctBy(pair => pair[0]).ToDictionary(pair => pair[0], pair => pair.Length > 1 ? Uri.UnescapeDataString(pair[1].Replace('+', ' ')) : "", StringComparer.Ordinal);
        var refusal = fields.GetValueOrDefault("grant_type") switch
        {
            "client_credentials" => Credentials(organization, fields),
            Bearer => Assertion(organization, fields.GetValueOrDefault("assertion") ?? "", address, now),
            null or "" => ("unsupported_grant_type", "grant type not supported"),
            _ => ("unsupported_grant_type", "grant type not supported"),
        };
        if (refusal is var (error, description))
            return new ApiAnswer(400, new JsonObject { ["error"] = error, ["error_description"] = description });
        var instance = organization.Settings.InstanceUrl ?? address;
        return new ApiAnswer(200, new JsonObject
        {
            ["access_token"] = organization.Sessions.Open(organization.OrganizationId),
            ["signature"] = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(organization.OrganizationId))),
            ["scope"] = "api",
            ["instance_url"] = instance,
            ["id"] = $"{instance}/id/{organization.OrganizationId}/{organization.UserId}",
            ["token_type"] = "Bearer",
            ["issued_at"] = organization.Clock.Now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
            ["api_instance_url"] = instance,
        });
    }

    static (string Error, string Description)? Credentials(Organization organization, Dictionary<string, string> fields)
    {
        if (!organization.Settings.IsMyDomain)
            return ("invalid_grant", "request not supported on this domain");
        if (!organization.Sessions.Secrets.TryGetValue(fields.GetValueOrDefault("client_id") ?? "", out var secret))
            return ("invalid_client_id", "client identifier invalid");
        if (secret != fields.GetValueOrDefault("client_secret"))
            return ("invalid_client", "invalid client credentials");
        return organization.Settings.HasRunAsUser ? null : ("invalid_grant", "no client credentials user enabled");
    }

    // iss: the client id, sub: the user, aud: the login server, exp: three minutes ahead at most (HELP, OAuth 2.0 JWT Bearer Flow).
    static (string Error, string Description)? Assertion(Organization organization, string assertion, string address, DateTimeOffset now)
    {
        if (assertion.Split('.') is not [var head, var claims, var signature] || Parse(head) is not { } header || Parse(claims) is not { } body)
            return ("invalid_grant", "invalid assertion");
        if (header["alg"]?.GetValue<string>() != "RS256")
            return ("invalid_grant", "invalid signature algorithm");
        var issuer = body["iss"]?.GetValue<string>() ?? "";
        if (!organization.Sessions.Keys.TryGetValue(issuer, out var keys))
            return ("invalid_client_id", "client identifier invalid");
        if (!IsBase64Url(signature) || !keys.Exists(key => key.VerifyData(Encoding.ASCII.GetBytes($"{head}.{claims}"), Base64Url.DecodeFromChars(signature), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)))
            return ("invalid_grant", "invalid assertion");
        var audience = body["aud"]?.GetValue<string>() ?? "";
        if (!Audiences.Contains(audience) && audience.TrimEnd('/') != address && audience != organization.Settings.InstanceUrl)
            return ("invalid_grant", "audience is invalid");
        var expires = DateTimeOffset.FromUnixTimeSeconds(body["exp"]?.GetValue<long>() ?? 0);
        if (expires <= now)
            return ("invalid_grant", "expired authorization code");
        if (expires > now + TimeSpan.FromMinutes(3) + TimeSpan.FromSeconds(5))
            return ("invalid_grant", "expiration is too far in the future");
        if (organization.Rows[organization.UserId].Text("Username") != body["sub"]?.GetValue<string>() || !organization.Sessions.IsApproved)
            return ("invalid_grant", "user hasn't approved this consumer");
        return null;
    }

    static JsonObject? Parse(string part)
    {
        try
        {
            return IsBase64Url(part) ? JsonNode.Parse(Base64Url.DecodeFromChars(part)) as JsonObject : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    static bool IsBase64Url(string text) => Base64Url.IsValid(text);
}
