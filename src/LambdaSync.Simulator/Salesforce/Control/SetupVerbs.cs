using System.Security.Cryptography;
using System.Text.Json.Nodes;
using LambdaSync.Simulator.Control;
using LambdaSync.Simulator.Salesforce.Model;
using LambdaSync.Simulator.Salesforce.Rules;
using LambdaSync.Simulator.Salesforce.Soql;
using LambdaSync.Simulator.Salesforce.State;
using Verb = System.Func<LambdaSync.Simulator.Salesforce.State.Organization, System.Text.Json.Nodes.JsonObject, System.Text.Json.Nodes.JsonObject>;

namespace LambdaSync.Simulator.Salesforce.Control;

/// <summary>What administrators do in the setup.</summary>
static class SetupVerbs
{
    public static IReadOnlyDictionary<string, Verb> All { get; } = new Dictionary<string, Verb>(StringComparer.Ordinal)
    {
        ["deploy"] = Deploy,
        ["add-object"] = AddObject,
        ["add-field"] = AddField,
        ["remove-field"] = RemoveField,
        ["hide-field"] = (organization, input) => Security(organization, input, isHidden: true),
        ["show-field"] = (organization, input) => Security(organization, input, isHidden: false),
        ["permission"] = Permission,
        ["add-user"] = AddUser,
        ["user"] = SetUser,
        ["add-app"] = AddApp,
        ["validation-rule"] = Validation,
        ["assignment-rule"] = Assignment,
        ["duplicate-rule"] = Duplicate,
        ["flow"] = AddFlow,
        ["clear-rules"] = ClearRules,
        ["select-entity"] = SelectEntity,
        ["relay"] = SetRelay,
    };

    // {"folder": "infra/salesforce/force-app"}: objects and fields of a folder in source format; fields that are there are replaced.
    static JsonObject Deploy(Organization organization, JsonObject input)
    {
        var folder = input.Needed("folder");
        if (!Directory.Exists(folder))
            throw new ArgumentException($"There is no folder {folder}.");
        var schema = organization.Schema;
        foreach (var (name, definition) in SourceFormat.Read(folder))
        {
            // An event has only the fields that its definition has.
            if (schema.Find(name) is not { IsEvent: false } model)
            {
                definition["prefix"] = schema.Find(name)?.Prefix ?? schema.FreePrefix(name);
                schema.Add(model = SchemaReader.Object(name, definition, schema.RecordTypeIds));
            }

            foreach (var field in definition["fields"]!.AsArray().Select(field => SchemaReader.Field(field!.AsObject())))
                model.Fields[field.Name] = field;
            schema.Touch(model);
        }

        return [];
    }

    // {"name": "Project__c", "prefix": "a01", "fields": [{"name": "Name", "type": "string"}], "recordTypes": [{"developerName": "Big"}]}
    static JsonObject AddObject(Organization organization, JsonObject input)
    {
        var model = SchemaReader.Object(input.Needed("name"), input, organization.Schema.RecordTypeIds);
        organization.Schema.Add(model);
        foreach (var type in model.RecordTypes)
            FirstRecords.AddRecordType(organization, model.Name, type);
        organization.Schema.Touch(model);
        return [];
    }

    // {"object": "Opportunity", "field": {"name": "X__c", "type": "string", "length": 40}}: replaces one of the name.
    static JsonObject AddField(Organization organization, JsonObject input)
    {
        var model = SalesforceRecordVerbs.ModelOf(organization, input);
        var field = SchemaReader.Field(input["field"] as JsonObject ?? throw new ArgumentException("field is missing."));
        model.Fields[field.Name] = field;
        organization.Schema.Touch(model);
        return [];
    }

    static JsonObject RemoveField(Organization organization, JsonObject input)
    {
        var (model, field) = FieldOf(organization, input);
        model.Fields.Remove(field.Name);
        foreach (var row in organization.Table(model.Name))
            row.Values.Remove(field.Name);
        organization.Schema.Touch(model);
        return [];
    }

    // {"object": "Opportunity", "field": "Amount", "readOnly": true}
    static JsonObject Security(Organization organization, JsonObject input, bool isHidden)
    {
        var (model, field) = FieldOf(organization, input);
        if (isHidden && input.Flag("readOnly") == true)
            (field.IsCreatable, field.IsUpdatable) = (false, false);
        else if (isHidden)
            field.IsHidden = true;
        else
            (field.IsHidden, field.IsCreatable, field.IsUpdatable) = (false, true, true);
        organization.Schema.Touch(model);
        return [];
    }

    // {"object": "Opportunity", "read": false, "create": false, "edit": false, "delete": false}
    static JsonObject Permission(Organization organization, JsonObject input)
    {
        var model = SalesforceRecordVerbs.ModelOf(organization, input);
        model.IsReadable = input.Flag("read") ?? model.IsReadable;
        model.IsCreatable = input.Flag("create") ?? model.IsCreatable;
        model.IsUpdatable = input.Flag("edit") ?? model.IsUpdatable;
        model.IsDeletable = input.Flag("delete") ?? model.IsDeletable;
        organization.Schema.Touch(model);
        return [];
    }

    // {"username": "x@example.com", "firstName": "...", "lastName": "...", "active": true}
    static JsonObject AddUser(Organization organization, JsonObject input) =>
        new() { ["id"] = FirstRecords.AddUser(organization, input.Needed("username"), input.Text("firstName") ?? "Sample", input.Text("lastName") ?? "User", input.Flag("active") ?? true).Id };

    // {"id": "005...", "active": false}
    static JsonObject SetUser(Organization organization, JsonObject input)
    {
        organization.Rows[RecordId.Normal(input.Needed("id")) ?? throw new ArgumentException("id is no id.")].Values["IsActive"] = input.Flag("active") ?? true;
        return [];
    }

    // {"clientId": "...", "secret": "..."} or {"clientId": "...", "publicKey": "-----BEGIN PUBLIC KEY-----..."}: a key more, for a rotation; {"removeKeys": true} first.
    static JsonObject AddApp(Organization organization, JsonObject input)
    {
        var (id, sessions) = (input.Needed("clientId"), organization.Sessions);
        if (input.Text("secret") is { } secret)
            sessions.Secrets[id] = secret;
        if (input.Flag("removeKeys") == true)
            sessions.Keys.Remove(id);
        if (input.Text("publicKey") is not { } pem)
            return [];
        var key = RSA.Create();
        key.ImportFromPem(pem);
        if (!sessions.Keys.TryGetValue(id, out var keys))
            sessions.Keys[id] = keys = [];
        keys.Add(key);
        return [];
    }

    // {"object": "Opportunity", "when": "Amount > 1000", "message": "...", "field": "Amount", "trigger": true}
    static JsonObject Validation(Organization organization, JsonObject input)
    {
        organization.Customization.Validations.Add(new ValidationRule(SalesforceRecordVerbs.ModelOf(organization, input).Name, Parser.ParseCondition(input.Needed("when")), input.Needed("message"), input.Text("field"), input.Flag("trigger") == true));
        return [];
    }

    // {"object": "Account", "ownerId": "005...", "when": "BillingCountry = 'DE'"}
    static JsonObject Assignment(Organization organization, JsonObject input)
    {
        organization.Customization.Assignments.Add(new AssignmentRule(SalesforceRecordVerbs.ModelOf(organization, input).Name, When(input), RecordId.Normal(input.Needed("ownerId")) ?? throw new ArgumentException("ownerId is no id.")));
        return [];
    }

    // {"name": "Same_Name", "object": "Account", "fields": ["Name"], "action": "alert" or "block", "message": "Use one of these records?"}
    static JsonObject Duplicate(Organization organization, JsonObject input)
    {
        var (model, action) = (SalesforceRecordVerbs.ModelOf(organization, input), input.Text("action") ?? "alert");
        var fields = (input["fields"] as JsonArray ?? throw new ArgumentException("fields is missing.")).Select(field => field!.GetValue<string>()).ToList();
        if (action is not ("alert" or "block") || fields.Exists(field => !model.Fields.ContainsKey(field)))
            throw new ArgumentException("action takes alert or block, and fields are of the object.");
        organization.Customization.Duplicates.Add(new DuplicateRule(input.Text("name") ?? $"{model.Name}_Duplicate_Rule", model.Name, fields, action == "block", input.Text("message") ?? "Use one of these records?"));
        return [];
    }

    // {"object": "Opportunity", "field": "NextStep", "value": "...", "back": true, "when": "..."}
    static JsonObject AddFlow(Organization organization, JsonObject input)
    {
        var (model, field) = FieldOf(organization, input);
        organization.Customization.Flows.Add(new Flow(model.Name, field.Name, Values.Of(field, input["value"]), input.Flag("back") == true, When(input)));
        return [];
    }

    static JsonObject ClearRules(Organization organization, JsonObject input)
    {
        organization.Customization.Clear();
        return [];
    }

    // {"entity": "Deal__ChangeEvent", "selected": true, "filter": "..."}: members of the channel; only selected entities have events.
    static JsonObject SelectEntity(Organization organization, JsonObject input)
    {
        var entity = input.Needed("entity");
        foreach (var member in organization.Table("PlatformEventChannelMember").Where(member => member.Text("SelectedEntity") == entity).ToList())
            organization.Remove(member);
        if (input.Flag("selected") != false)
            FirstRecords.Add(organization, "PlatformEventChannelMember", new() { ["DeveloperName"] = $"LambdaSync_Changes_chn_{entity}", ["EventChannel"] = "LambdaSync_Changes__chn", ["SelectedEntity"] = entity, ["FilterExpression"] = input.Text("filter") ?? "" });
        return [];
    }

    // {"status": "ERROR", "errorCode": "...", "errorMessage": "...", "lastRelayed": "2026-01-01T00:00:00Z"}: what EventRelayFeedback says.
    static JsonObject SetRelay(Organization organization, JsonObject input)
    {
        foreach (var feedback in organization.Table("EventRelayFeedback"))
        {
            feedback.Set("Status", input.Text("status") ?? feedback.Text("Status"));
            feedback.Set("ErrorCode", input.Text("errorCode"));
            feedback.Set("ErrorMessage", input.Text("errorMessage"));
            feedback.Set("LastRelayedEventTime", input.Time("lastRelayed")?.ToUniversalTime() ?? feedback["LastRelayedEventTime"]);
        }

        return [];
    }

    static Condition? When(JsonObject input) => input.Text("when") is { } text ? Parser.ParseCondition(text) : null;

    static (ObjectModel Model, FieldModel Field) FieldOf(Organization organization, JsonObject input)
    {
        var model = SalesforceRecordVerbs.ModelOf(organization, input);
        return (model, model.Fields.GetValueOrDefault(input.Needed("field")) ?? throw new ArgumentException($"{model.Name} has no field {input.Text("field")}."));
    }
}
