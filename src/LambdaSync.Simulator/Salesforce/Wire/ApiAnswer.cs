using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using LambdaSync.Simulator.Wire;

namespace LambdaSync.Simulator.Salesforce.Wire;

/// <summary>An answer: of the wire, or of a part of a composite request.</summary>
/// <param name="Body">Null: none.</param>
sealed record ApiAnswer(int Status, JsonNode? Body = null)
{
    public Dictionary<string, string> Headers { get; init; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What a gateway answers instead of JSON.</summary>
    public string? Html { get; init; }

    public bool IsSuccess => Status is >= 200 and < 300;

    public static ApiAnswer Of(ApiError error) => new(error.Status, new JsonArray(Single(error)));

    /// <summary>An error alone or of a composite part.</summary>
    public static JsonObject Single(ApiError error)
    {
        var body = new JsonObject { ["message"] = error.Message, ["errorCode"] = error.Code };
        if (error.DuplicateResult is not null)
            body[error.DuplicateKey] = error.DuplicateResult.DeepClone();
        if (error.Fields.Count > 0)
            body["fields"] = Strings(error.Fields);
        return body;
    }

    /// <summary>A row of a collection: the code has another name there (REST, sObject Collections), and what a duplicate rule found is not in it.</summary>
    public static JsonObject Row(ApiError error)
    {
        var body = new JsonObject { ["statusCode"] = error.Code, ["message"] = error.Message, ["fields"] = Strings(error.Fields) };
        return new JsonObject { ["success"] = false, ["errors"] = new JsonArray(body) };
    }

    public static JsonArray Strings(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);

    public HttpResponseMessage Message()
    {
        var bytes = Html is not null ? Encoding.UTF8.GetBytes(Html) : Body is null ? [] : Answers.Bytes(Body);
        var message = new HttpResponseMessage((HttpStatusCode)Status) { Content = new ByteArrayContent(bytes) };
        if (bytes.Length > 0)
            message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(Html is null ? "application/json;charset=UTF-8" : "text/html;charset=UTF-8");
        foreach (var (name, value) in Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
                message.Content.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }
}
