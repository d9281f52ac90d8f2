using System.Text.Json;
using System.Text.Json.Serialization;

namespace LambdaSync.PartnerCentral;

/// <summary>An operation by its name. The first format of intents had a number.</summary>
sealed class OperationNameConverter : JsonConverter<string>
{
    static readonly string[] ByNumber = ["CreateOpportunity", "UpdateOpportunity"];

    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString()!,
        JsonTokenType.Number when reader.TryGetInt32(out var number) && number >= 0 && number < ByNumber.Length => ByNumber[number],
        _ => throw new JsonException("an operation is a name"),
    };

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
