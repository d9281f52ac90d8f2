using System.Text.Json;
using LambdaSync.Json;

namespace LambdaSync.Connections.Aws;

/// <summary>Parameters of SSM with their secrets decrypted.</summary>
public sealed class ParameterStore(AwsSettings settings, HttpMessageHandler? handler = null) : IDisposable
{
    readonly AwsClient _ssm = new(AwsApi.Ssm, settings, handler);

    /// <summary>The parameter's value, or null: there is none of the name.</summary>
    /// <exception cref="AwsServiceException">SSM can't be reached or refuses.</exception>
    public async Task<string?> Get(string name, CancellationToken cancellation)
    {
        byte[] body = [.. "{\"WithDecryption\":true,\"Name\":"u8, .. JsonText.Quote(name), .. "}"u8];
        try
        {
            using var answer = JsonDocument.Parse(await _ssm.Call("GetParameter", body, cancellation).ConfigureAwait(false));
            return answer.RootElement.GetProperty("Parameter").GetProperty("Value").GetString() ?? "";
        }
        catch (AwsServiceException missing) when (missing.Code == "ParameterNotFound")
        {
            return null;
        }
    }

    public void Dispose() => _ssm.Dispose();
}
