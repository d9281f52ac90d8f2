using System.Text.Json;
using Amazon.Runtime;
using LambdaSync.Connections;
using LambdaSync.Connections.Aws;
using LambdaSync.Json;

namespace LambdaSync.Functions.Lambda;

/// <summary>
/// The access key that AWS gave for the exchange's bucket: a SecureString of SSM, <c>{"accessKeyId":"...","secretAccessKey":"..."}</c>, read
/// again every few minutes, so that a replaced key is used without a deployment.
/// </summary>
sealed class ExchangeKeys(string parameter, AwsSettings settings, TimeProvider time) : RefreshingAWSCredentials
{
    static readonly TimeSpan Fresh = TimeSpan.FromMinutes(15);

    readonly AwsClient _ssm = new(AwsApi.Ssm, settings);

    protected override CredentialsRefreshState GenerateNewCredentials() => GenerateNewCredentialsAsync().GetAwaiter().GetResult();

    /// <exception cref="ConnectionException">The parameter can't be read, or holds no key.</exception>
    protected override async Task<CredentialsRefreshState> GenerateNewCredentialsAsync()
    {
        byte[] body = [.. "{\"WithDecryption\":true,\"Name\":"u8, .. JsonText.Quote(parameter), .. "}"u8];
        try
        {
            using var answer = JsonDocument.Parse(await _ssm.Call("GetParameter", body, CancellationToken.None));
            using var keys = JsonDocument.Parse(answer.RootElement.GetProperty("Parameter").GetProperty("Value").GetString() ?? "");
            var (id, secret) = (keys.RootElement.GetProperty("accessKeyId").GetString()!, keys.RootElement.GetProperty("secretAccessKey").GetString()!);
            return new CredentialsRefreshState(new ImmutableCredentials(id, secret, null), (time.GetUtcNow() + Fresh).UtcDateTime);
        }
        catch (AwsServiceException failed)
        {
            throw new ConnectionException($"SSM (parameter {parameter}): {failed.Code}. Fix: create the parameter with the exchange's access key, and check the function's role.", failed.Transient, failed);
        }
        catch (Exception wrong) when (wrong is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            // The text of the error could quote the secret.
            throw new ConnectionException($"The parameter {parameter} holds no access key. Fix: store {{\"accessKeyId\":\"...\",\"secretAccessKey\":\"...\"}}.", transient: false);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _ssm.Dispose();
        base.Dispose(disposing);
    }
}
