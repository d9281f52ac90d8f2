using System.Globalization;
using LambdaSync.Simulator.Salesforce.State;
using LambdaSync.Simulator.Salesforce.Wire;

namespace LambdaSync.Simulator.Salesforce.Operations;

/// <summary>Conditional requests (REST, Conditional Requests): weak, by the last modified date in whole seconds; ETag for accounts only; none on DELETE.</summary>
static class Conditions
{
    /// <summary>An HTTP date.</summary>
    /// <exception cref="ApiError">It is none.</exception>
    public static DateTimeOffset Date(string text) =>
        DateTimeOffset.TryParseExact(text, "R", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : throw new ApiError("INVALID_HTTP_HEADER", $"Invalid HTTP date: {text}");

    /// <summary>304 or 412 where the request's condition says so, else null.</summary>
    public static ApiAnswer? Answer(ApiRequest request, Row row)
    {
        if (request.Method == "DELETE" || row["LastModifiedDate"] is not DateTimeOffset modified)
            return null;
        if (request.Header("If-Unmodified-Since") is { } unmodified && modified > Date(unmodified))
            return new ApiAnswer(412);
        if (request.Method == "GET" && request.Header("If-Modified-Since") is { } since && modified <= Date(since))
            return new ApiAnswer(304);
        if (row.Model.Name != "Account")
            return null;
        if (request.Header("If-Match") is { } match && match != "*" && !match.Contains(Tag(row), StringComparison.Ordinal))
            return new ApiAnswer(412);
        return request.Method == "GET" && request.Header("If-None-Match")?.Contains(Tag(row), StringComparison.Ordinal) == true ? new ApiAnswer(304) : null;
    }

    public static string Tag(Row row) => string.Create(CultureInfo.InvariantCulture, $"\"{row.Stamp.ToUnixTimeSeconds():x}--gzip\"");
}
