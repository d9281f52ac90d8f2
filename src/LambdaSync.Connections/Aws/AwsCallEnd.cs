using System.Text.Json;

namespace LambdaSync.Connections.Aws;

/// <summary>How one request went, for the log (row D9): nothing of its body but the identifier of the record that it is about.</summary>
/// <param name="Record">AWS's identifier; null: the request names none.</param>
/// <param name="Took">From sending to the last byte of the answer.</param>
/// <param name="Status">HTTP status; 0 when no answer came.</param>
/// <param name="Code">AWS's error code; empty for a success, or when AWS gave none.</param>
/// <param name="Fault">Null: a success.</param>
public sealed record AwsCallEnd(string Operation, string? Record, TimeSpan Took, int Status, string Code, string RequestId, AwsFault? Fault)
{
    // Members that name a record, in the APIs that are called.
    static readonly string[] Identifiers = ["Identifier", "OpportunityIdentifier", "EngagementIdentifier", "EntityId", "AgreementId"];

    /// <summary>Whether the same bytes may succeed later.</summary>
    public bool IsTransient => Fault is AwsFault.Throttled or AwsFault.Unavailable;

    internal static string? RecordOf(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isOne = IsIdentifier(ref reader);
                reader.Read();
                if (isOne && reader.TokenType == JsonTokenType.String)
                    return reader.GetString();
                reader.Skip();
            }
        }
        catch (JsonException)
        {
            // AWS refuses it; the log has the refusal.
        }

        return null;
    }

    static bool IsIdentifier(ref Utf8JsonReader reader)
    {
        foreach (var name in Identifiers)
        {
            if (reader.ValueTextEquals(name))
                return true;
        }

        return false;
    }
}
