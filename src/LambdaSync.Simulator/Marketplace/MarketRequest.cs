using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaSync.Simulator.Model;
using LambdaSync.Simulator.State;
using LambdaSync.Simulator.Wire;

namespace LambdaSync.Simulator.Marketplace;

/// <summary>
/// A request to one of AWS Marketplace's two APIs for sellers: Catalog (rest-json, an operation is its path) and Agreement (AWS JSON
/// 1.0, an operation is named by the header). Both are signed as <c>aws-marketplace</c>.
/// </summary>
sealed class MarketRequest
{
    public const string SigningName = "aws-marketplace";

    const string AgreementPrefix = "AWSMPCommerceService_v20200301.";

    static readonly JsonDocumentOptions Once = new() { AllowDuplicateProperties = false };

    readonly bool _isCatalog;
    readonly HttpRequestMessage? _http;
    readonly byte[] _body;

    // Without HTTP all members are in the body.
    MarketRequest(bool isCatalog, string operation, HttpRequestMessage? http, byte[] body) => (_isCatalog, Operation, _http, _body) = (isCatalog, operation, http, body);

    public string Operation { get; }

    /// <summary>How the service calls its own failures.</summary>
    public string InternalError => _isCatalog ? "InternalServiceException" : "InternalServerException";

    /// <summary>The request, or null: it is for another service.</summary>
    public static MarketRequest? Of(HttpRequestMessage request, byte[] body)
    {
        if (request.Headers.TryGetValues("X-Amz-Target", out var targets))
            return targets.First() is var target && target.StartsWith(AgreementPrefix, StringComparison.Ordinal) ? new(false, target[AgreementPrefix.Length..], request, body) : null;
        var path = request.RequestUri!.AbsolutePath.TrimStart('/');
        return CatalogOperations.All.ContainsKey(path) ? new(true, path, request, body) : null;
    }

    /// <summary>The request without HTTP, or null: no operation of these services.</summary>
    public static MarketRequest? Of(string operation, ReadOnlyMemory<byte> body) =>
        CatalogOperations.All.ContainsKey(operation) ? new(true, operation, null, body.ToArray()) : AgreementOperations.All.ContainsKey(operation) ? new(false, operation, null, body.ToArray()) : null;

    /// <exception cref="AwsError">The service refuses the request.</exception>
    public JsonObject Run(World world)
    {
        var model = _isCatalog ? ApiModel.MarketplaceCatalog : ApiModel.MarketplaceAgreement;
        var handlers = _isCatalog ? CatalogOperations.All : AgreementOperations.All;
        if (!model.Operations.TryGetValue(Operation, out var operation) || !handlers.TryGetValue(Operation, out var handler) || (_isCatalog && _http is not null && _http.Method.Method != CatalogOperations.MethodOf(Operation)))
            throw new AwsError("UnknownOperationException", $"'{Operation}' is no operation of this service.", 404);
        if (world.Quotas.Enforced)
            world.Market.Rates.Take(Operation, world.Clock.Now, world.Quotas.Slides);
        var input = Input();
        if (RequestCheck.Of(model, operation.Input, input) is { Count: > 0 } errors)
            throw Malformed(errors);
        return handler(new MarketCall(world, input));
    }

    public HttpResponseMessage Answer(JsonObject answer, string requestId) => Typed(Answers.Json(answer, requestId));

    /// <summary>An error in the API's own form (models: Message with a capital letter in Catalog, in Agreement message, reason, fields).</summary>
    public HttpResponseMessage Answer(AwsError error, string requestId)
    {
        var answer = Typed(Answers.Json(Body(error, requestId), requestId, StatusOf(error)));
        answer.Headers.TryAddWithoutValidation("x-amzn-ErrorType", error.Type);
        return answer;
    }

    /// <summary>The same without HTTP.</summary>
    public SimulatorAnswer Inside(AwsError error, string requestId) => new(StatusOf(error), error.Type, requestId, Answers.Bytes(Body(error, requestId)));

    int StatusOf(AwsError error) => _isCatalog ? CatalogStatus(error) : error.Status;

    JsonObject Body(AwsError error, string requestId)
    {
        var body = _isCatalog
            ? new JsonObject { ["Message"] = error.Message }
            : new JsonObject { ["__type"] = "com.amazonaws.marketplace.agreement#" + error.Type, ["message"] = error.Message, ["requestId"] = requestId };
        if (!_isCatalog && error.Reason is not null)
            body["reason"] = error.Reason;
        if (error.Fields.Count > 0)
        {
            body[_isCatalog ? "ValidationExceptionFieldList" : "fields"] = new JsonArray([.. error.Fields.Select(f => _isCatalog
                ? Field(f)
                : new JsonObject { ["name"] = f.FieldName ?? "", ["message"] = f.Message })]);
        }

        return body;
    }

    // Fields of the newest model: what the service says in addition to the sentence.
    static JsonObject Field(FieldError error)
    {
        var json = new JsonObject { ["Reason"] = error.Code, ["Field"] = error.FieldName, ["Message"] = error.Message };
        if (error is MarketFieldError more)
            (json["EntityType"], json["EntityId"], json["ChangeType"]) = (more.EntityType, more.EntityId, more.ChangeType);
        foreach (var empty in json.Where(m => m.Value is null).Select(m => m.Key).ToList())
            json.Remove(empty);
        return json;
    }

    HttpResponseMessage Typed(HttpResponseMessage answer)
    {
        if (_isCatalog)
            answer.Content.Headers.ContentType = new("application/json");
        return answer;
    }

    // The model's httpStatusCode of each error.
    static int CatalogStatus(AwsError error) => error.Type switch
    {
        "ServiceQuotaExceededException" => 402,
        "AccessDeniedException" => 403,
        "ResourceNotFoundException" => 404,
        "ResourceNotSupportedException" => 415,
        "ValidationException" => 422,
        "ResourceInUseException" => 423,
        "ThrottlingException" => 429,
        _ => error.Status,
    };

    AwsError Malformed(IReadOnlyList<FieldError> errors) => _isCatalog
        ? new AwsError("ValidationException", string.Join("; ", errors.Select(e => e.Message)), 422) { Fields = [.. errors.Select(e => e with { Code = "FieldValidationFailed" })] }
        : new AwsError("ValidationException", string.Join("; ", errors.Select(e => e.Message))) { Reason = Reason(errors[0]), Fields = errors };

    // The reasons name the member: MISSING_AGREEMENT_ID, INVALID_MAX_RESULTS.
    static string Reason(FieldError error)
    {
        var member = string.Concat((error.FieldName ?? "").Split('.', '[')[^1].Select(c => char.IsUpper(c) ? "_" + c : c.ToString())).ToUpperInvariant();
        var reason = (error.Code == "REQUIRED_FIELD_MISSING" ? "MISSING_" : "INVALID_") + member;
        return ApiModel.MarketplaceAgreement.Shapes.TryGetValue("ValidationExceptionReason", out var shape) && !shape.Values.Contains(reason) ? "OTHER" : reason;
    }

    // GET and PATCH have their members in the query, in camel case (the model's locationName).
    JsonObject Input()
    {
        if (!_isCatalog || _http is null || _http.Method == HttpMethod.Post)
            return Parse();
        var input = new JsonObject();
        foreach (var pair in _http.RequestUri!.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = pair.Split('=', 2) is [var n, var v] ? (Uri.UnescapeDataString(n), Uri.UnescapeDataString(v)) : (pair, "");
            if (name.Length > 0)
                input[char.ToUpperInvariant(name[0]) + name[1..]] = value;
        }

        return input;
    }

    JsonObject Parse()
    {
        try
        {
            return JsonNode.Parse(_body, documentOptions: Once) as JsonObject ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw _isCatalog
                ? new AwsError("ValidationException", "The body is not a JSON object.", 422) { Fields = [new FieldError(null, "CannotParse", "The body is not a JSON object.")] }
                : new AwsError("SerializationException", "The body is not a JSON object.");
        }
    }
}
