using System.Text.Json.Serialization;

namespace LambdaSync.Functions.Records;

[JsonSerializable(typeof(string))]
sealed partial class IdJson : JsonSerializerContext;
