using System.Text.Json;
using LambdaSync.Connections;
using LambdaSync.Local;
using LambdaSync.Sync;

namespace LambdaSync.Cli;

/// <summary>How each object of a data folder travels. A stack has parameters for it.</summary>
static class TransportFile
{
    public const string Name = "transports.json";

    /// <summary>What the folder says; null: no exchange was ever named for it.</summary>
    /// <exception cref="ConnectionException">The file can't be read.</exception>
    public static Transports? Read(DirectoryInfo data)
    {
        var path = Path.Combine(data.FullName, Name);
        try
        {
            if (!File.Exists(path))
                return null;
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            return Transports.Read(json.RootElement);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            throw new ConnectionException($"{path} can't be read: {wrong.Message} Fix: make it readable, or write {{\"opportunityTransport\":\"files\",\"leadTransport\":\"files\"}} into it, each 'files' or 'api'.", transient: false, wrong);
        }
    }

    public static void Write(DirectoryInfo data, Transports transports)
    {
        PrivateFiles.CreateFolder(data.FullName);
        var path = Path.Combine(data.FullName, Name);
        PrivateFiles.CreateFile(path);
        File.WriteAllText(path, $"{{\"opportunityTransport\":\"{Transports.Words[(int)transports.Opportunity]}\",\"leadTransport\":\"{Transports.Words[(int)transports.Lead]}\"}}\n");
    }
}
