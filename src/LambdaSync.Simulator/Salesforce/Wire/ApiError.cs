namespace LambdaSync.Simulator.Salesforce.Wire;

/// <summary>A refusal in Salesforce's own code. Alone it is an array of one with <c>errorCode</c>; as a row of a collection it has <c>statusCode</c>.</summary>
/// <param name="code">INVALID_FIELD, NOT_FOUND, ...</param>
/// <param name="status">0: the status that the code has.</param>
sealed class ApiError(string code, string message, int status = 0, params string[] fields) : Exception(message)
{
    public string Code => code;

    public int Status => status != 0 ? status : StatusOf(code);

    public IReadOnlyList<string> Fields => fields;

    /// <summary>The body could not be read at all: not one row of a collection is refused but the request.</summary>
    public bool IsOfBody { get; init; }

    /// <summary>What a duplicate rule found.</summary>
    public System.Text.Json.Nodes.JsonObject? DuplicateResult { get; init; }

    /// <summary>How the answer spells that: answers have been seen with duplicateResut and with duplicateResult.</summary>
    public string DuplicateKey { get; init; } = "duplicateResut";

    public static ApiError NotFound(string message = "The requested resource does not exist") => new("NOT_FOUND", message);

    public static ApiError NoColumn(string field, string sobject) => new("INVALID_FIELD", $"No such column '{field}' on sobject of type {sobject}") { IsOfBody = true };

    public static ApiError Unreadable(string message) => new("JSON_PARSER_ERROR", message) { IsOfBody = true };

    public static ApiError Session() => new("INVALID_SESSION_ID", "Session expired or invalid");

    /// <summary>The transaction was rolled back because of another row.</summary>
    public static ApiError RolledBack() => new("ALL_OR_NONE_OPERATION_ROLLED_BACK", "Record rolled back because not all records were valid and the request was using AllOrNone header");

    public static ApiError Halted(string message) => new("PROCESSING_HALTED", message);

    static int StatusOf(string code) => code switch
    {
        "INVALID_SESSION_ID" => 401,
        "REQUEST_LIMIT_EXCEEDED" or "API_DISABLED_FOR_ORG" => 403,
        "NOT_FOUND" or "ENTITY_IS_DELETED" => 404,
        "METHOD_NOT_ALLOWED" => 405,
        "SERVER_UNAVAILABLE" => 503,
        _ => 400,
    };
}
