using System.Text.Json.Nodes;
using LambdaSync.Simulator.Salesforce.Model;
using LambdaSync.Simulator.Salesforce.Rules;
using LambdaSync.Simulator.Salesforce.State;
using LambdaSync.Simulator.Salesforce.Wire;

namespace LambdaSync.Simulator.Salesforce.Operations;

/// <summary>sObject Basic Information, sObject Rows, sObject Rows by External ID, platform events.</summary>
static class RowResource
{
    public static ApiAnswer Answer(Organization organization, ApiRequest request, Journal? outer)
    {
        var model = organization.Schema.Find(request.Segments[1]) is { IsReadable: true, IsTooling: false } found ? found : throw ApiError.NotFound();
        return (request.Method, request.Segments.Skip(2).ToList()) switch
        {
            ("POST", [] or [""]) => model.IsEvent ? Publish(organization, request, model, outer) : Create(organization, request, model, outer),
            ("GET", [] or [""]) => new ApiAnswer(200, new JsonObject { ["objectDescribe"] = new JsonObject { ["name"] = model.Name, ["keyPrefix"] = model.Prefix }, ["recentItems"] = new JsonArray() }),
            (_, [] or [""]) => throw NotAllowed(request, "GET,HEAD,POST"),
            ("GET", [var id]) => Get(organization, request, ById(organization, model, id)),
            ("PATCH", [var id]) => Update(organization, request, ById(organization, model, id), outer),
            ("DELETE", [var id]) => Delete(organization, request, ById(organization, model, id), outer),
            (_, [_]) => throw NotAllowed(request, "DELETE,GET,HEAD,PATCH"),
            (_, [var field, var value]) => ByKey(organization, request, model, field, value, outer),
            _ => throw ApiError.NotFound(),
        };
    }

    /// <summary>The record of an id in a path.</summary>
    /// <exception cref="ApiError">The id is none, the record is not there, is deleted, or is not the user's to see.</exception>
    static Row ById(Organization organization, ObjectModel model, string id)
    {
        if (RecordId.Normal(id) is not { } normal || !normal.StartsWith(model.Prefix, StringComparison.Ordinal))
            throw new ApiError("MALFORMED_ID", $"{model.Label} ID: id value of incorrect type: {id}", 0, "Id");
        var row = organization.Visible(normal) ?? throw ApiError.NotFound("Provided external ID field does not exist or is not accessible: " + id);
        return row.IsDeleted ? throw new ApiError("ENTITY_IS_DELETED", "entity is deleted") : row;
    }

    static ApiAnswer Get(Organization organization, ApiRequest request, Row row)
    {
        if (Conditions.Answer(request, row) is { } unmet)
            return unmet;
        var body = new JsonObject { ["attributes"] = Values.Attributes(row) };
        foreach (var field in Asked(request, row.Model))
            body[field.Name] = Values.Json(organization, row, field);
        var answer = new ApiAnswer(200, body) { Headers = { ["Last-Modified"] = ((DateTimeOffset)row.Values["LastModifiedDate"]).ToString("R", System.Globalization.CultureInfo.InvariantCulture) } };
        if (row.Model.Name == "Account")
            answer.Headers["ETag"] = Conditions.Tag(row);
        return answer;
    }

    static IEnumerable<FieldModel> Asked(ApiRequest request, ObjectModel model) =>
        request.Query.TryGetValue("fields", out var names)
            ? names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(name => model.Field(name) ?? throw ApiError.NoColumn(name, model.Name)).ToList()
            : model.Visible;

    static ApiAnswer Create(Organization organization, ApiRequest request, ObjectModel model, Journal? outer) =>
        Resources.InTransaction(organization, request, outer, journal => Created(request, Saves.Create(journal, model, request.Object, SaveOptions.Of(request))));

    static ApiAnswer Created(ApiRequest request, Row row) =>
        new(201, new JsonObject { ["id"] = row.Id, ["success"] = true, ["errors"] = new JsonArray() }) { Headers = { ["Location"] = $"/services/data/{request.Version}/sobjects/{row.Model.Name}/{row.Id}" } };

    static ApiAnswer Update(Organization organization, ApiRequest request, Row row, Journal? outer)
    {
        if (Conditions.Answer(request, row) is { } unmet)
            return unmet;
        Resources.InTransaction(organization, request, outer, journal =>
        {
            Saves.Update(journal, row, request.Object, SaveOptions.Of(request));
            return 0;
        });
        return new ApiAnswer(204);
    }

    static ApiAnswer Delete(Organization organization, ApiRequest request, Row row, Journal? outer)
    {
        Resources.InTransaction(organization, request, outer, journal =>
        {
            Removals.Delete(journal, row, SaveOptions.Of(request));
            return 0;
        });
        return new ApiAnswer(204);
    }

    static ApiAnswer ByKey(Organization organization, ApiRequest request, ObjectModel model, string name, string value, Journal? outer)
    {
        if (model.Field(name) is not { IsKey: true } field)
            throw ApiError.NotFound("Provided external ID field does not exist or is not accessible: " + name);
        var found = field.Type == "id" ? [ById(organization, model, value)] : Matches(organization, model, field, value);
        if (found.Count > 1)
            return new ApiAnswer(300, ApiAnswer.Strings(found.Select(row => $"/services/data/{request.Version}/sobjects/{model.Name}/{row.Id}")));
        return (request.Method, found) switch
        {
            ("GET", [var row]) => Get(organization, request, row),
            ("DELETE", [var row]) => Delete(organization, request, row, outer),
            ("PATCH" or "POST", [var row]) => Upsert(organization, request, row, field, outer),
            ("PATCH" or "POST", []) when value.Length > 0 && !"true".Equals(request.Query.GetValueOrDefault("updateOnly"), StringComparison.OrdinalIgnoreCase) => Insert(organization, request, model, field, value, outer),
            ("GET" or "DELETE" or "PATCH" or "POST", _) => throw ApiError.NotFound(),
            _ => throw NotAllowed(request, "DELETE,GET,HEAD,PATCH,POST"),
        };
    }

    /// <summary>Live records with the key. An empty key matches records without one.</summary>
    public static List<Row> Matches(Organization organization, ObjectModel model, FieldModel field, string value)
    {
        var wanted = Values.Of(field, JsonValue.Create(value));
        return [.. organization.Table(model.Name).Where(row => row is { IsHidden: false, IsDeleted: false } && (wanted is null ? row[field.Name] is null : row[field.Name] is { } other && Soql.Filter.Compare(field, other, wanted) == 0))];
    }

    static ApiAnswer Upsert(Organization organization, ApiRequest request, Row row, FieldModel key, Journal? outer)
    {
        if (Conditions.Answer(request, row) is { } unmet)
            return unmet;
        return Resources.InTransaction(organization, request, outer, journal =>
        {
            Saves.Update(journal, row, WithoutKey(request, key), SaveOptions.Of(request));
            // Since version 46.0 an update answers 200 with a body, not 204.
            return new ApiAnswer(200, new JsonObject { ["id"] = row.Id, ["success"] = true, ["errors"] = new JsonArray(), ["created"] = false });
        });
    }

    static ApiAnswer Insert(Organization organization, ApiRequest request, ObjectModel model, FieldModel key, string value, Journal? outer)
    {
        var body = WithoutKey(request, key).DeepClone().AsObject();
        body[key.Name] = value;
        return Resources.InTransaction(organization, request, outer, journal =>
        {
            var answer = Created(request, Saves.Create(journal, model, body, SaveOptions.Of(request)));
            answer.Body!["created"] = true;
            return answer;
        });
    }

    static JsonObject WithoutKey(ApiRequest request, FieldModel key) =>
        request.Object.Any(member => member.Key.Equals(key.Name, StringComparison.OrdinalIgnoreCase)) ? throw new ApiError("INVALID_FIELD", $"The {key.Name} field should not be specified in the sobject data.") : request.Object;

    // Published means queued: the errors of a success have the number of the operation (platform events developer guide, Publish Event Messages with Salesforce APIs).
    static ApiAnswer Publish(Organization organization, ApiRequest request, ObjectModel model, Journal? outer) => Resources.InTransaction(organization, request, outer, journal =>
    {
        if (!model.IsCreatable)
            throw Saves.NoRight();
        var values = Draft.Of(organization, model, request.Object, isNew: true, SaveOptions.Of(request));
        var missing = model.Fields.Values.Where(field => field is { IsRequired: true, IsCreatable: true } && values.GetValueOrDefault(field.Name) is null).Select(field => field.Name).ToArray();
        if (missing.Length > 0)
            throw new ApiError("REQUIRED_FIELD_MISSING", $"Required fields are missing: [{string.Join(", ", missing)}]", 0, missing);
        var body = request.Object.DeepClone().AsObject();
        (body["CreatedById"], body["CreatedDate"]) = (journal.By, Values.Time(organization.Clock.Now));
        journal.Publish(model.Name, body);
        var number = organization.NextNumber(model.Name);
        var queued = new JsonObject { ["statusCode"] = "OPERATION_ENQUEUED", ["message"] = new Guid((int)number, 0, 0x4000, [0x80, 0, 0, 0, 0, 0, 0, 2]).ToString(), ["fields"] = new JsonArray() };
        return new ApiAnswer(201, new JsonObject { ["id"] = RecordId.Of(model.Prefix, number), ["success"] = true, ["errors"] = new JsonArray(queued) });
    });

    static ApiError NotAllowed(ApiRequest request, string allowed) => new("METHOD_NOT_ALLOWED", $"HTTP Method '{request.Method}' not allowed. Allowed are {allowed}");
}
