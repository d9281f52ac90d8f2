using System.Text.Json.Nodes;
using LambdaSync.Simulator.Salesforce.Model;
using LambdaSync.Simulator.Salesforce.Rules;
using LambdaSync.Simulator.Salesforce.State;
using LambdaSync.Simulator.Salesforce.Wire;

namespace LambdaSync.Simulator.Salesforce.Operations;

/// <summary>sObject Collections: 200 rows of a write, 2,000 ids of a read; answers in the order of the rows.</summary>
static class Collections
{
    const int MaxRows = 200;
    const int MaxIds = 2000;
    const int MaxChunks = 10;

    public static ApiAnswer Answer(Organization organization, ApiRequest request, Journal? outer) => (request.Method, request.Segments.Skip(2).ToList()) switch
    {
        ("POST", [] or [""]) => Write(organization, request, outer, Insert),
        ("PATCH", [] or [""]) => Write(organization, request, outer, Update),
        ("DELETE", [] or [""]) => Delete(organization, request, outer),
        ("PATCH", [var name, var key]) => Upsert(organization, request, outer, name, key),
        ("GET", [var name]) => Retrieve(organization, name, Listed(request, "ids"), Listed(request, "fields")),
        ("POST", [var name]) => Retrieve(organization, name, Strings(request.Object["ids"]), Strings(request.Object["fields"])),
        _ => throw ApiError.NotFound(),
    };

    static ApiAnswer Upsert(Organization organization, ApiRequest request, Journal? outer, string name, string key)
    {
        var model = Model(organization, name);
        if (model.Field(key) is not { IsKey: true } field)
            throw ApiError.NotFound("Provided external ID field does not exist or is not accessible: " + key);
        var keys = Records(request).Select(record => KeyOf(record, field)).Where(value => value is not null).GroupBy(value => value!, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1).Select(same => same.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return Write(organization, request, outer, (journal, record, options) =>
        {
            if (TypeOf(record) is { } type && !type.Equals(model.Name, StringComparison.OrdinalIgnoreCase))
                throw new ApiError("INVALID_TYPE", $"An upsert has records of one type: {model.Name}.") { IsOfBody = true };
            var value = KeyOf(record, field) ?? throw new ApiError("MISSING_ARGUMENT", $"{field.Name} not specified", 0, field.Name);
            if (keys.Contains(value))
                throw new ApiError("DUPLICATE_EXTERNAL_ID", $"Duplicate external id specified: {value}", 0, field.Name);
            if (field.Type == "id")
                return Change(journal, record, options);
            var found = RowResource.Matches(journal.Organization, model, field, value);
            if (found.Count > 1)
                throw new ApiError("DUPLICATE_EXTERNAL_ID", $"{field.Label}: more than one record found for external id field: [{string.Join(", ", found.Select(row => row.Id))}]");
            if (found is not [var row])
                return (Saves.Create(journal, model, record, options), true);
            // The key as it stands is not written again.
            Saves.Update(journal, row, Without(record, field.Name), options);
            return (row, false);
        });
    }

    static (Row Row, bool? IsCreated) Insert(Journal journal, JsonObject record, SaveOptions options) => (Saves.Create(journal, TypedModel(journal.Organization, record), record, options), null);

    static (Row Row, bool? IsCreated) Update(Journal journal, JsonObject record, SaveOptions options) => Change(journal, record, options) with { IsCreated = null };

    static (Row Row, bool? IsCreated) Change(Journal journal, JsonObject record, SaveOptions options)
    {
        var model = TypedModel(journal.Organization, record);
        var id = record.FirstOrDefault(member => member.Key.Equals("Id", StringComparison.OrdinalIgnoreCase)).Value?.ToString() ?? throw new ApiError("MISSING_ARGUMENT", "Id not specified in an update call");
        var row = ById(journal.Organization, model, id);
        Saves.Update(journal, row, Without(record, "Id"), options);
        return (row, false);
    }

    static Row ById(Organization organization, ObjectModel? model, string id)
    {
        if (RecordId.Normal(id) is not { } normal || (model ?? organization.Schema.ByPrefix(id)) is not { } of || !normal.StartsWith(of.Prefix, StringComparison.Ordinal))
            throw new ApiError("MALFORMED_ID", $"malformed id {id}", 0, "Id");
        var row = organization.Visible(normal) ?? throw new ApiError("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id");
        return row.IsDeleted ? throw new ApiError("ENTITY_IS_DELETED", "entity is deleted") : row;
    }

    static ApiAnswer Write(Organization organization, ApiRequest request, Journal? outer, Func<Journal, JsonObject, SaveOptions, (Row Row, bool? IsCreated)> write)
    {
        var (records, options) = (Records(request), SaveOptions.Of(request));
        CheckSize(records.Count, MaxRows);
        if (records.Select(TypeOf).Aggregate((Count: 0, Last: (string?)null), (chunks, type) => type == chunks.Last ? chunks : (chunks.Count + 1, type)).Count > MaxChunks)
            throw new ApiError("LIMIT_EXCEEDED", $"Cannot have more than {MaxChunks} chunks in a single operation. Please rearrange the data to reduce chunking.");
        return Each(organization, request, outer, records, request.Object["allOrNone"]?.GetValue<bool>() == true, (journal, record) =>
        {
            var (row, isCreated) = write(journal, record, options);
            var saved = new JsonObject { ["id"] = row.Id, ["success"] = true, ["errors"] = new JsonArray() };
            if (isCreated is { } created)
                saved["created"] = created;
            return saved;
        });
    }

    static ApiAnswer Delete(Organization organization, ApiRequest request, Journal? outer)
    {
        var (ids, options) = (Listed(request, "ids"), SaveOptions.Of(request));
        CheckSize(ids.Count, MaxRows);
        return Each(organization, request, outer, ids, "true".Equals(request.Query.GetValueOrDefault("allOrNone"), StringComparison.OrdinalIgnoreCase), (journal, id) =>
        {
            var row = ById(organization, null, id);
            Removals.Delete(journal, row, options);
            return new JsonObject { ["id"] = row.Id, ["success"] = true, ["errors"] = new JsonArray() };
        });
    }

    // A row that fails is undone alone, unless all or none are saved.
    static ApiAnswer Each<T>(Organization organization, ApiRequest request, Journal? outer, List<T> items, bool allOrNone, Func<Journal, T, JsonObject> work) => Resources.InTransaction(organization, request, outer, journal =>
    {
        var start = journal.Mark();
        var answers = new List<JsonObject>();
        foreach (var item in items)
        {
            var mark = journal.Mark();
            try
            {
                answers.Add(work(journal, item));
            }
            catch (ApiError error) when (!error.IsOfBody || !organization.Settings.BadFieldRefusesAll)
            {
                journal.RollbackTo(mark);
                answers.Add(ApiAnswer.Row(error));
            }
        }

        if (allOrNone && answers.Exists(answer => !answer["success"]!.GetValue<bool>()))
        {
            journal.RollbackTo(start);
            answers = [.. answers.Select(answer => answer["success"]!.GetValue<bool>() ? ApiAnswer.Row(ApiError.RolledBack()) : answer)];
        }

        return new ApiAnswer(200, new JsonArray([.. answers]));
    });

    // As long as the ids: null where a record is not there or not the user's to see.
    static ApiAnswer Retrieve(Organization organization, string name, List<string> ids, List<string> names)
    {
        var model = Model(organization, name);
        CheckSize(ids.Count, MaxIds);
        if (names.Count == 0)
            throw new ApiError("MISSING_ARGUMENT", "The fields are missing.");
        var fields = names.Select(field => model.Field(field) ?? throw ApiError.NoColumn(field, model.Name)).DistinctBy(field => field.Name).ToList();
        return new ApiAnswer(200, new JsonArray([.. ids.Select(id => One(id))]));

        JsonNode? One(string id)
        {
            if (RecordId.Normal(id) is not { } normal || !normal.StartsWith(model.Prefix, StringComparison.Ordinal))
                throw new ApiError("MALFORMED_ID", $"malformed id {id}", 0, "Id");
            if (organization.Visible(normal) is not { IsDeleted: false } row)
                return null;
            var record = new JsonObject { ["attributes"] = Values.Attributes(row), ["Id"] = row.Id };
            foreach (var field in fields)
                record[field.Name] = Values.Json(organization, row, field);
            return record;
        }
    }

    static ObjectModel Model(Organization organization, string name) => organization.Schema.Find(name) is { IsReadable: true, IsTooling: false, IsEvent: false } model ? model : throw ApiError.NotFound();

    static ObjectModel TypedModel(Organization organization, JsonObject record)
    {
        var type = TypeOf(record) ?? throw new ApiError("INVALID_TYPE", "A record has no attributes.type.") { IsOfBody = true };
        return organization.Schema.Find(type) is { IsReadable: true, IsTooling: false } model ? model : throw Soql.QueryRunner.UnknownType(type);
    }

    static string? TypeOf(JsonObject record) => record["attributes"]?["type"]?.GetValue<string>();

    static List<JsonObject> Records(ApiRequest request)
    {
        if (request.Object["records"] is not JsonArray { Count: > 0 } records)
            throw ApiError.Unreadable("The records are missing.");
        return [.. records.Select(record => record as JsonObject ?? throw ApiError.Unreadable("A record is not an object."))];
    }

    static void CheckSize(int count, int most)
    {
        if (count > most)
            throw new ApiError("EXCEEDED_ID_LIMIT", $"record limit reached. cannot submit more than {most} records in this operation");
    }

    static string? KeyOf(JsonObject record, FieldModel field) => record.FirstOrDefault(member => member.Key.Equals(field.Name, StringComparison.OrdinalIgnoreCase)).Value?.ToString() is { Length: > 0 } value ? value : null;

    static JsonObject Without(JsonObject record, string name)
    {
        var rest = record.DeepClone().AsObject();
        foreach (var member in record.Select(member => member.Key).Where(key => key.Equals(name, StringComparison.OrdinalIgnoreCase)).ToList())
            rest.Remove(member);
        return rest;
    }

    static List<string> Listed(ApiRequest request, string name) => [.. (request.Query.GetValueOrDefault(name) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    static List<string> Strings(JsonNode? array) => [.. (array as JsonArray ?? throw ApiError.Unreadable("An array is missing.")).Select(item => item?.ToString() ?? "")];
}
