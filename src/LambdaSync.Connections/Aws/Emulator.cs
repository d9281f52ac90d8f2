namespace LambdaSync.Connections.Aws;

/// <summary>Whether a service is an emulator on this machine: the SDK's own variables name its address.</summary>
static class Emulator
{
    /// <param name="service">As in the SDK's variable: <c>S3</c>, <c>DYNAMODB</c>.</param>
    /// <param name="variable">Reads an environment variable.</param>
    public static bool Is(string service, Func<string, string?> variable) =>
        variable("AWS_ENDPOINT_URL_" + service) is not null || variable("AWS_ENDPOINT_URL") is not null;
}
