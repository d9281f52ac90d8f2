using System.Net;
using System.Security;
using System.Text;
using LambdaSync.Simulator.State;

namespace LambdaSync.Simulator.Wire;

/// <summary>AWS STS as far as a role is assumed (docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html): AWS's query protocol, answered in XML.</summary>
static class Sts
{
    const string SigningName = "sts";

    /// <summary>The answer, or null: the request is for another service.</summary>
    public static HttpResponseMessage? Answer(World world, HttpRequestMessage request, byte[] body, string requestId, DateTimeOffset now)
    {
        var query = Query(request.Method == HttpMethod.Get ? request.RequestUri!.Query.TrimStart('?') : Encoding.UTF8.GetString(body));
        if (query.GetValueOrDefault("Action") != "AssumeRole")
            return null;
        try
        {
            SigV4.Check(request, body, SigningName, key => world.Secrets.GetValueOrDefault(key), now);
        }
        catch (AwsError error)
        {
            return Error(error.Status, error.Type, error.Message, requestId);
        }

        var role = query.GetValueOrDefault("RoleArn") ?? "";
        if (!world.Roles.TryGetValue(role, out var externalId) || (externalId is not null && externalId != query.GetValueOrDefault("ExternalId")))
            return Error(403, "AccessDenied", $"User is not authorized to perform: sts:AssumeRole on resource: {role}", requestId);
        var (id, secret) = ($"ASIA{world.Secrets.Count:D16}", $"secret-{world.Secrets.Count}");
        world.Secrets[id] = secret;
        if (role.Split(':') is [_, _, _, _, { Length: 12 } account, ..])
            world.KeyAccounts[id] = account;
        return Xml(200, $"""
            <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><AssumedRoleUser><AssumedRoleId>AROA:{id}</AssumedRoleId><Arn>{SecurityElement.Escape(role)}</Arn></AssumedRoleUser>
            <Credentials><AccessKeyId>{id}</AccessKeyId><SecretAccessKey>{secret}</SecretAccessKey><SessionToken>session-{id}</SessionToken><Expiration>{now.AddHours(1).UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}</Expiration></Credentials>
            </AssumeRoleResult><ResponseMetadata><RequestId>{requestId}</RequestId></ResponseMetadata></AssumeRoleResponse>
            """);
    }

    static HttpResponseMessage Error(int status, string code, string message, string requestId) => Xml(status, $"""
        <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>{code}</Code><Message>{SecurityElement.Escape(message)}</Message></Error><RequestId>{requestId}</RequestId></ErrorResponse>
        """);

    static HttpResponseMessage Xml(int status, string text) => new((HttpStatusCode)status) { Content = new StringContent(text, Encoding.UTF8, "text/xml") };

    static Dictionary<string, string> Query(string text) => text.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2))
        .Where(pair => pair.Length == 2).DistinctBy(pair => pair[0]).ToDictionary(pair => Uri.UnescapeDataString(pair[0]), pair => Uri.UnescapeDataString(pair[1].Replace('+', ' ')), StringComparer.Ordinal);
}
