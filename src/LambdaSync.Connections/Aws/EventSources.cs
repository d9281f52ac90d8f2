using System.Text;
using System.Text.Json;
using LambdaSync.Json;

namespace LambdaSync.Connections.Aws;

/// <summary>A partner's event source in Amazon EventBridge.</summary>
/// <param name="State">PENDING: no event bus is made from it yet; ACTIVE; DELETED.</param>
/// <param name="Expires">When AWS deletes a pending one, or null.</param>
public sealed record PartnerEventSource(string Name, string State, DateTimeOffset? Expires);

/// <summary>Partner event sources of an account and region. docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListEventSources.html</summary>
public sealed class EventSources(AwsSettings settings, HttpMessageHandler? handler = null) : IDisposable
{
    const int MaxPages = 100;

    readonly AwsClient _events = new(AwsApi.EventBridge, settings, handler);

    /// <summary>Those whose name begins so.</summary>
    /// <exception cref="AwsServiceException">EventBridge can't be reached or refuses.</exception>
    public async Task<IReadOnlyList<PartnerEventSource>> List(string prefix, CancellationToken cancellation)
    {
        var (found, token) = (new List<PartnerEventSource>(), (string?)null);
        for (var page = 0; page < MaxPages; page++)
        {
            var next = token is null ? "" : $",\"NextToken\":{Encoding.UTF8.GetString(JsonText.Quote(token))}";
            var body = Encoding.UTF8.GetBytes($$"""{"NamePrefix":{{Encoding.UTF8.GetString(JsonText.Quote(prefix))}},"Limit":100{{next}}}""");
            using var answer = JsonDocument.Parse(await _events.Call("ListEventSources", body, cancellation).ConfigureAwait(false));
            if (answer.RootElement.TryGetProperty("EventSources", out var list))
                found.AddRange(list.EnumerateArray().Select(Read));
            token = answer.RootElement.TryGetProperty("NextToken", out var after) ? after.GetString() : null;
            if (string.IsNullOrEmpty(token))
                break;
        }

        return found;
    }

    public void Dispose() => _events.Dispose();

    // Times are seconds since 1970, with a fraction.
    static PartnerEventSource Read(JsonElement source) => new(
        source.GetProperty("Name").GetString()!, source.TryGetProperty("State", out var state) ? state.GetString() ?? "" : "",
        source.TryGetProperty("ExpirationTime", out var ends) && ends.ValueKind == JsonValueKind.Number ? DateTimeOffset.FromUnixTimeSeconds((long)ends.GetDouble()) : null);
}
