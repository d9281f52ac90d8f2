using System.Text.Json;

namespace LambdaSync.Connections.Salesforce;

/// <summary>One request inside a composite or a graph.</summary>
/// <param name="Path">After the version, with query, escaped. A reference to another part's answer (<c>@{account.id}</c>) stands as it is.</param>
/// <param name="Body">JSON, or empty: none.</param>
sealed record ApiPart(string Reference, HttpMethod Method, string Path, ReadOnlyMemory<byte> Body = default)
{
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];
}

/// <summary>The answer to one part.</summary>
/// <param name="Body">Undefined: none.</param>
sealed record ApiPartAnswer(string Reference, int Status, JsonElement Body)
{
    public bool IsSuccess => Status is >= 200 and < 300;

    public IReadOnlyList<SalesforceError> Errors => ErrorReader.Read(Body);

    /// <exception cref="SalesforceException">The part failed.</exception>
    public JsonElement Checked(string name) => IsSuccess ? Body : throw new SalesforceException(name, Status, Errors, nothingDone: Status < 500);
}

/// <summary>A graph's answer: all of it was done, or nothing.</summary>
sealed record ApiGraphAnswer(bool IsSuccess, IReadOnlyList<ApiPartAnswer> Parts);
