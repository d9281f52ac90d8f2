using System.Text.Json.Nodes;
using Xunit;

namespace LambdaSync.Simulator.Tests.Salesforce;

/// <summary>REST, Describe Global and sObject Describe; UI API, picklist values by record type.</summary>
public sealed class MetadataTests : IDisposable
{
    readonly Org _org = new();

    [Fact]
    public async Task A_describe_has_what_a_mapping_needs()
    {
        var describe = (await _org.Get("/sobjects/Opportunity/describe")).Body!;
        Assert.Equal(("Opportunity", "006"), (describe["name"]!.GetValue<string>(), describe["keyPrefix"]!.GetValue<string>()));
        var amount = Field(describe, "Amount")!;
        Assert.Equal(("currency", 18, 2, true, false), (amount["type"]!.GetValue<string>(), amount["precision"]!.GetValue<int>(), amount["scale"]!.GetValue<int>(), amount["nillable"]!.GetValue<bool>(), amount["calculated"]!.GetValue<bool>()));
        Assert.True(Field(describe, "ExpectedRevenue")!["calculated"]!.GetValue<bool>());
        Assert.True(Field(describe, "LambdaSync_Id__c")!["unique"]!.GetValue<bool>() && Field(describe, "LambdaSync_Id__c")!["externalId"]!.GetValue<bool>());
        Assert.False(Field(describe, "StageName")!["nillable"]!.GetValue<bool>());
        Assert.False(Field(describe, "Description")!["filterable"]!.GetValue<bool>());
        Assert.Equal("Account", Field(describe, "AccountId")!["referenceTo"]![0]!.GetValue<string>());
        Assert.Equal(["Co_Sell", "Direct", "Master"], describe["recordTypeInfos"]!.AsArray().Select(type => type!["developerName"]!.GetValue<string>()));
        var workload = Field(describe, "AWS_Workload__c")!;
        Assert.Equal(("AWS_Use_Case__c", true), (workload["controllerName"]!.GetValue<string>(), workload["dependentPicklist"]!.GetValue<bool>()));
        // Mainframe is for the first and the second value of the controller: bits 11000000.
        Assert.Equal("wA==", workload["picklistValues"]![1]!["validFor"]!.GetValue<string>());
        var lead = (await _org.Get("/sobjects/Lead/describe")).Body!;
        Assert.Equal(2, Field(lead, "OwnerId")!["referenceTo"]!.AsArray().Count);
        Assert.Equal("Address", Field(lead, "Street")!["compoundFieldName"]!.GetValue<string>());
        var retired = Field((await _org.Get("/sobjects/Deal__c/describe")).Body!, "Status__c")!["picklistValues"]!.AsArray().Single(value => value!["value"]!.GetValue<string>() == "Retired")!;
        Assert.False(retired["active"]!.GetValue<bool>());
    }

    [Fact]
    public async Task A_describe_is_asked_for_again_only_when_it_changed()
    {
        foreach (var path in (string[])["/sobjects/Opportunity/describe", "/sobjects/"])
        {
            var known = (await _org.Get(path)).Headers["Last-Modified"];
            Assert.Equal((304, ""), ((await _org.Get(path, ("If-Modified-Since", known))).Status, (await _org.Get(path, ("If-Modified-Since", known))).Text));
            _org.Do("hide-field", """{"object": "Opportunity", "field": "Amount"}""");
            Assert.Equal(200, (await _org.Get(path, ("If-Modified-Since", known))).Status);
            _org.Do("show-field", """{"object": "Opportunity", "field": "Amount"}""");
        }

        var account = (await _org.Get("/sobjects/Account/describe")).Headers["Last-Modified"];
        Assert.Equal(304, (await _org.Get("/sobjects/Account/describe", ("If-Modified-Since", account))).Status);
        Assert.Equal(400, (await _org.Get("/sobjects/Account/describe", ("If-Modified-Since", "never"))).Status);
    }

    [Fact]
    [Trait("Row", "F-4")]
    public async Task What_is_hidden_is_absent()
    {
        _org.Do("hide-field", """{"object": "Opportunity", "field": "Amount"}""");
        _org.Do("permission", """{"object": "Lead", "read": false}""");
        Assert.Null(Field((await _org.Get("/sobjects/Opportunity/describe")).Body!, "Amount"));
        Assert.Equal((404, "NOT_FOUND"), ((await _org.Get("/sobjects/Lead/describe")).Status, (await _org.Get("/sobjects/Lead/describe")).Code));
        var names = (await _org.Get("/sobjects/")).Body!["sobjects"]!.AsArray().Select(o => o!["name"]!.GetValue<string>()).ToList();
        Assert.DoesNotContain("Lead", names);
        Assert.Contains("LambdaSync_Notification__e", names);
        Assert.DoesNotContain("FieldDefinition", names);
        Assert.Equal((400, "INVALID_FIELD"), ((await _org.Post("/sobjects/Opportunity", """{"Amount": 1}""")).Status, (await _org.Post("/sobjects/Opportunity", """{"Amount": 1}""")).Code));
    }

    [Fact]
    [Trait("Row", "F-28")]
    public async Task A_record_type_has_fewer_values()
    {
        var types = (await _org.Query("SELECT Id, DeveloperName FROM RecordType WHERE SobjectType = 'Opportunity' ORDER BY DeveloperName")).Select(type => type["Id"]!.GetValue<string>()).ToList();
        var all = (await _org.Get($"/ui-api/object-info/Opportunity/picklist-values/{types[0]}")).Body!["picklistFieldValues"]!;
        Assert.Equal(10, all["StageName"]!["values"]!.AsArray().Count);
        Assert.Equal("""{"Migration":0,"Modernization":1,"Analytics":2}""", all["AWS_Workload__c"]!["controllerValues"]!.ToJsonString());
        Assert.Equal("[0,1]", all["AWS_Workload__c"]!["values"]![1]!["validFor"]!.ToJsonString());
        var direct = (await _org.Get($"/ui-api/object-info/Opportunity/picklist-values/{types[1]}")).Body!["picklistFieldValues"]!;
        Assert.Equal(["Prospecting", "Qualification", "Closed Won", "Closed Lost"], direct["StageName"]!["values"]!.AsArray().Select(value => value!["value"]!.GetValue<string>()));
        Assert.Equal("Open - Not Contacted", (await _org.Get("/ui-api/object-info/Lead/picklist-values/012000000000000AAA")).Body!["picklistFieldValues"]!["Status"]!["defaultValue"]!["value"]!.GetValue<string>());
        Assert.Equal(400, (await _org.Get($"/ui-api/object-info/Lead/picklist-values/{types[0]}")).Status);
        Assert.Equal(404, (await _org.Get($"/ui-api/object-info/Nothing__c/picklist-values/{types[0]}")).Status);
        var reply = await _org.Post("/sobjects/Opportunity", $$"""{"Name": "x", "CloseDate": "2026-12-31", "RecordTypeId": "{{types[1]}}", "StageName": "Needs Analysis"}""");
        Assert.Equal((400, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", "StageName"), (reply.Status, reply.Code, reply.Fields));
    }

    [Fact]
    public async Task Objects_and_fields_are_added_and_removed()
    {
        _org.Do("add-object", """{"name": "Project__c", "prefix": "a01", "recordTypes": [{"developerName": "Big"}], "fields": [{"name": "Name", "type": "string", "length": 80, "nameField": true}]}""");
        _org.Do("add-field", """{"object": "Project__c", "field": {"name": "Key__c", "type": "string", "length": 10, "externalId": true, "unique": true}}""");
        Assert.Equal(201, (await _org.Patch("/sobjects/Project__c/Key__c/1", """{"Name": "x"}""")).Status);
        Assert.Equal("Big", (await _org.Query("SELECT RecordType.DeveloperName FROM Project__c"))[0]["RecordType"]!["DeveloperName"]!.GetValue<string>());
        _org.Do("remove-field", """{"object": "Project__c", "field": "Key__c"}""");
        Assert.Equal(404, (await _org.Patch("/sobjects/Project__c/Key__c/1", """{"Name": "x"}""")).Status);
        Assert.Throws<ArgumentException>(() => _org.Do("add-object", """{"name": "Other__c", "prefix": "a01"}"""));
    }

    [Fact]
    public async Task A_folder_in_source_format_is_deployed()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            Write("objects/Project__c/Project__c.object-meta.xml", "<CustomObject xmlns='x'><label>Project</label><nameField><label>Number</label><displayFormat>P-{000}</displayFormat><type>AutoNumber</type></nameField></CustomObject>");
            Write("objects/Project__c/fields/Stage__c.field-meta.xml", "<CustomField xmlns='x'><fullName>Stage__c</fullName><label>Stage</label><type>Picklist</type><valueSet><restricted>true</restricted><valueSetName>Stages</valueSetName></valueSet></CustomField>");
            Write("objects/Project__c/fields/Opportunity__c.field-meta.xml", "<CustomField xmlns='x'><fullName>Opportunity__c</fullName><label>Opportunity</label><referenceTo>Opportunity</referenceTo><type>Lookup</type></CustomField>");
            Write("objects/Opportunity/fields/Key__c.field-meta.xml", "<CustomField xmlns='x'><fullName>Key__c</fullName><externalId>true</externalId><label>Key</label><length>5</length><type>Text</type><unique>true</unique></CustomField>");
            Write("globalValueSets/Stages.globalValueSet-meta.xml", "<GlobalValueSet xmlns='x'><customValue><fullName>Open</fullName><default>true</default></customValue><customValue><fullName>Old</fullName><isActive>false</isActive></customValue></GlobalValueSet>");
            Write("objects/LambdaSync_Command__e/LambdaSync_Command__e.object-meta.xml", "<CustomObject xmlns='x'><label>Command</label></CustomObject>");
            Write("objects/LambdaSync_Command__e/fields/Verb__c.field-meta.xml", "<CustomField xmlns='x'><fullName>Verb__c</fullName><label>Verb</label><length>80</length><required>true</required><type>Text</type></CustomField>");

            _org.Do("deploy", new JsonObject { ["folder"] = folder.FullName }.ToJsonString());

            Assert.Equal(201, (await _org.Patch("/sobjects/Opportunity/Key__c/k-1", """{"Name": "x", "StageName": "Prospecting", "CloseDate": "2026-12-31"}""")).Status);
            Assert.Equal(201, (await _org.Post("/sobjects/Project__c", """{"Opportunity__r": {"Key__c": "k-1"}}""")).Status);
            var project = Assert.Single(await _org.Query("SELECT Name, Stage__c, Opportunity__r.Key__c FROM Project__c"));
            Assert.Equal(("P-001", "Open", "k-1"), (project["Name"]!.GetValue<string>(), project["Stage__c"]!.GetValue<string>(), project["Opportunity__r"]!["Key__c"]!.GetValue<string>()));
            Assert.Equal("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", (await _org.Post("/sobjects/Project__c", """{"Stage__c": "Old"}""")).Code);
            Assert.Equal(201, (await _org.Post("/sobjects/LambdaSync_Command__e", """{"Verb__c": "share"}""")).Status);
            Assert.Equal("INVALID_FIELD", (await _org.Post("/sobjects/LambdaSync_Command__e", """{"Verb__c": "share", "Record_Id__c": "x"}""")).Code);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        void Write(string name, string xml)
        {
            var path = Path.Combine(folder.FullName, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, xml);
        }
    }

    [Fact]
    [Trait("Row", "F-12")]
    public async Task Currencies_are_explicit()
    {
        var old = _org.Opportunity();
        _org.Do("settings", """{"multipleCurrencies": true}""");
        Assert.Equal("USD", _org.Show(old)["CurrencyIsoCode"]!.GetValue<string>());
        var id = (await _org.Post("/sobjects/Opportunity", """{"Name": "x", "StageName": "Prospecting", "CloseDate": "2026-12-31", "Amount": 30, "CurrencyIsoCode": "GBP"}""")).Body!["id"]!.GetValue<string>();
        Assert.Equal(204, (await _org.Patch($"/sobjects/Opportunity/{id}", """{"CurrencyIsoCode": "EUR"}""")).Status);
        Assert.Equal(("30.0", "EUR"), (_org.Show(id)["Amount"]!.ToJsonString(), _org.Show(id)["CurrencyIsoCode"]!.GetValue<string>()));
        var reply = await _org.Patch($"/sobjects/Opportunity/{id}", """{"CurrencyIsoCode": "JPY"}""");
        Assert.Equal((400, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"), (reply.Status, reply.Code));
        Assert.Equal("EUR,GBP,JPY,USD", await _org.Values("SELECT IsoCode, IsActive FROM CurrencyType ORDER BY IsoCode", "IsoCode"));
    }

    [Fact]
    [Trait("Row", "F-13")]
    public async Task A_person_account_has_no_name_to_write()
    {
        var business = _org.Account();
        _org.Do("settings", """{"personAccounts": true}""");
        var id = (await _org.Post("/sobjects/Account", """{"FirstName": "Sample", "LastName": "Person", "PersonEmail": "person@example.com"}""")).Body!["id"]!.GetValue<string>();
        var person = _org.Show(id);
        Assert.Equal(("Sample Person", true), (person["Name"]!.GetValue<string>(), person["IsPersonAccount"]!.GetValue<bool>()));
        var contact = Assert.Single(await _org.Query($"SELECT Id, Email, Name FROM Contact WHERE AccountId = '{id}'"));
        Assert.Equal(person["PersonContactId"]!.GetValue<string>(), contact["Id"]!.GetValue<string>());
        Assert.Equal(204, (await _org.Patch($"/sobjects/Account/{id}", """{"PersonEmail": "other@example.com"}""")).Status);
        Assert.Equal("other@example.com", _org.Show(contact["Id"]!.GetValue<string>())["Email"]!.GetValue<string>());
        await Refused(id, """{"Name": "x"}""");
        await Refused(business, """{"LastName": "x"}""");
        await Refused(business, $$"""{"RecordTypeId": "{{person["RecordTypeId"]}}", "LastName": "x"}""");
        Assert.Equal("REQUIRED_FIELD_MISSING", (await _org.Post("/sobjects/Account", $$"""{"RecordTypeId": "{{person["RecordTypeId"]}}"}""")).Code);
        Assert.True(Field((await _org.Get("/sobjects/Account/describe")).Body!, "LambdaSync_Id__pc") is not null);

        async Task Refused(string account, string body)
        {
            var reply = await _org.Patch($"/sobjects/Account/{account}", body);
            Assert.Equal((400, "INVALID_FIELD_FOR_INSERT_UPDATE"), (reply.Status, reply.Code));
            Assert.StartsWith("Account: bad field names on insert/update call:", reply.Message, StringComparison.Ordinal);
        }
    }

    public void Dispose() => _org.Dispose();

    static JsonNode? Field(JsonNode describe, string name) => describe["fields"]!.AsArray().SingleOrDefault(field => field!["name"]!.GetValue<string>() == name);
}
