using System.Globalization;
using System.Text.Json.Nodes;
using LambdaSync.Simulator.Salesforce.Model;
using LambdaSync.Simulator.Salesforce.Rules;
using LambdaSync.Simulator.Salesforce.State;
using LambdaSync.Simulator.Salesforce.Wire;

namespace LambdaSync.Simulator.Salesforce.Soql;

/// <summary>Runs statements: the first page, and the pages after it.</summary>
sealed class QueryRunner(Organization organization)
{
    readonly FieldResolver _fields = new(organization);

    /// <param name="withDeleted">queryAll: rows in the recycle bin too.</param>
    /// <exception cref="ApiError">The statement is refused.</exception>
    public JsonObject Run(Query query, string path, bool withDeleted, int batchSize, bool isTooling = false)
    {
        var model = organization.Schema.Find(query.From) is { IsReadable: true, IsEvent: false } found && found.IsTooling == isTooling ? found : throw UnknownType(query.From);
        foreach (var field in query.Fields)
            _fields.Resolve(model, field);
        var rows = Rows(query, model, withDeleted);
        if (query.IsCount)
            return new JsonObject { ["totalSize"] = rows.Count, ["done"] = true, ["records"] = new JsonArray() };
        return Page(new QueryLocators.Open(query, rows, withDeleted, batchSize), 0, path, null);
    }

    /// <param name="locator">The id of the locator and the position: <c>01g...-2000</c>.</param>
    public JsonObject More(string locator, string path)
    {
        var dash = locator.LastIndexOf('-');
        var id = dash < 0 ? locator : locator[..dash];
        if (organization.Locators.Find(id) is not { } open || dash < 0 || !int.TryParse(locator[(dash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var position) || position > open.Rows.Count)
            throw new ApiError("INVALID_QUERY_LOCATOR", "invalid query locator");
        return Page(open, position, path, id);
    }

    public static ApiError UnknownType(string name) =>
        new("INVALID_TYPE", $"sObject type '{name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.");

    List<Row> Rows(Query query, ObjectModel model, bool withDeleted)
    {
        Predicate<Row> where = query.Where is { } condition ? new Filter(organization).Of(model, condition) : _ => true;
        var orders = query.OrderBy.Select(order => (Order: order, Field: Sortable(_fields.Resolve(model, order.Field)))).ToList();
        IEnumerable<Row> table = model.Name == "FieldDefinition" ? FieldDefinitions.Rows(organization, query) : organization.Table(model.Name);
        var rows = table.Where(row => row is { IsHidden: false, IsPurged: false } && (withDeleted || !row.IsDeleted) && where(row)).ToList();
        // Without ORDER BY there is no order to rely on: the newest first here.
        if (orders.Count == 0)
            rows.Reverse();
        else
            rows = [.. rows.Order(Comparer<Row>.Create((left, right) => Compare(left, right, orders)))];
        return [.. rows.Skip(query.Offset).Take(query.Limit ?? int.MaxValue)];
    }

    static FieldResolver.Resolved Sortable(FieldResolver.Resolved field) =>
        field.Field.IsSortable ? field : throw new ApiError("INVALID_FIELD", $"field '{field.Field.Name}' can not be sorted in a query call");

    int Compare(Row left, Row right, List<(Order Order, FieldResolver.Resolved Field)> orders)
    {
        foreach (var (order, field) in orders)
        {
            var (a, b) = (_fields.Value(left, field), _fields.Value(right, field));
            if (a is null && b is null)
                continue;
            if (a is null || b is null)
                return (a is null) == (order.NullsFirst ?? !order.IsDescending) ? -1 : 1;
            var compared = Filter.Compare(field.Field, a, b);
            if (compared != 0)
                return order.IsDescending ? -compared : compared;
        }

        return 0;
    }

    JsonObject Page(QueryLocators.Open open, int from, string path, string? locator)
    {
        var size = Math.Min(open.PageSize, organization.Settings.MaxPage);
        var to = Math.Min(open.Rows.Count, from + size);
        var model = organization.Schema[open.Query.From];
        // A field that was taken from the user in between is refused.
        var columns = open.Query.Fields.Select(field => (Path: field, Field: _fields.Resolve(model, field))).ToList();
        var records = new JsonArray();
        for (var i = from; i < to; i++)
        {
            var row = open.Rows[i];
            // Deleted since the first page.
            if (row is { IsHidden: false, IsPurged: false } && (open.WithDeleted || !row.IsDeleted))
                records.Add((JsonNode)Record(row, columns));
        }

        var body = new JsonObject { ["totalSize"] = open.Rows.Count, ["done"] = to == open.Rows.Count };
        if (to < open.Rows.Count)
            body["nextRecordsUrl"] = string.Create(CultureInfo.InvariantCulture, $"{path}/{locator ?? organization.Locators.Add(open)}-{to}");
        body["records"] = records;
        return body;
    }

    JsonObject Record(Row row, List<(FieldPath Path, FieldResolver.Resolved Field)> columns)
    {
        var record = new JsonObject { ["attributes"] = Values.Attributes(row) };
        foreach (var (path, field) in columns)
            Put(record, row, field, 0, path);
        return record;
    }

    // Parents are objects in it, null where the reference is empty.
    void Put(JsonObject record, Row row, FieldResolver.Resolved field, int level, FieldPath path)
    {
        if (level == field.Parents.Count)
        {
            record[field.Field.Name] = Values.Json(organization, row, field.Field);
            return;
        }

        var reference = field.Parents[level];
        var name = reference.Relationship!;
        if (organization.Visible(row.Text(reference.Name)) is not { } parent)
        {
            record[name] ??= null;
            return;
        }

        if (record[name] is not JsonObject nested)
            record[name] = nested = new JsonObject { ["attributes"] = Values.Attributes(parent) };
        Put(nested, parent, field, level + 1, path);
    }
}
