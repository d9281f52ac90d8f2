using LambdaSync.Commands;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using Xunit;

namespace LambdaSync.Tests.Commands;

[Trait("Row", "A12")]
public sealed class CloneFieldsTests
{
    static readonly CrmObject Opportunity = new(
        "Opportunity",
        [
            new("Id", "Id", CrmFieldType.Id), new("Name", "Name", CrmFieldType.Text), new("Amount", "Amount", CrmFieldType.Number), new("AccountId", "Account", CrmFieldType.Reference, RelatesTo: "Account", Relation: "Account"),
            new("Aws_Id__c", "AWS id", CrmFieldType.Text, ExternalId: true), new("Other_Id__c", "Other id", CrmFieldType.Text, ExternalId: true), new("Sync__c", "Sync", CrmFieldType.Boolean),
            new("Created", "Created", CrmFieldType.DateTime, Writable: false), new("Status__c", "Status", CrmFieldType.Text), new("Score__c", "Score", CrmFieldType.Number), new("Next__c", "Next", CrmFieldType.Text),
            new("Empty__c", "Empty", CrmFieldType.Text),
        ]);

    [Fact]
    public void A_copy_has_nothing_that_makes_it_the_other_record()
    {
        var mapping = new ObjectMapping(
            "Opportunity", "Aws_Id__c", "Sync__c", ShareMode.OnUpdate, true, Owner.None, null, [], [], null,
            [FieldMapping.Copy("Project.Title", "Name"), FieldMapping.Copy("LifeCycle.NextSteps", "Next__c"), FieldMapping.Copy("aws:Insights.EngagementScore", "Score__c") with { Outbound = false }])
        {
            Status = new StatusMapping("Status__c", null, null, null, null, null),
        };
        var record = new FlatRecord("""{"Account.Name":"Example Ltd","AccountId":"001","Amount":1000,"Aws_Id__c":"O1","Created":"2026-01-01T00:00:00Z","Empty__c":null,"Id":"006","Name":"Deal","Next__c":"Call","Other_Id__c":"7","Score__c":80,"Status__c":"Synced","Sync__c":true,"Unknown__c":"x"}"""u8);

        var copy = CloneFields.Of(record, Opportunity, mapping);

        Assert.Equal("""{"AccountId":"001","Amount":1000,"Name":"Deal","Next__c":"Call"}""", System.Text.Encoding.UTF8.GetString(copy.ToJson()));
    }

    [Fact]
    public void A_field_that_travels_out_in_one_of_its_lines_is_copied()
    {
        var mapping = new ObjectMapping(
            "Opportunity", "Aws_Id__c", null, ShareMode.OnUpdate, true, Owner.None, null, [], [], null,
            [FieldMapping.Copy("aws:A", "Next__c") with { Outbound = false }, FieldMapping.Copy("LifeCycle.NextSteps", "Next__c") with { Inbound = false }]);

        Assert.Equal("\"Call\"", CloneFields.Of(new FlatRecord("""{"Next__c":"Call"}"""u8), Opportunity, mapping)["Next__c"]);
    }
}
