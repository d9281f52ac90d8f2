using System.Text;
using LambdaSync.Fields;
using LambdaSync.Mapping;
using Xunit;

namespace LambdaSync.Tests.Mapping;

/// <summary>What is wrong with <c>invitation</c> is said with its place: by the reader, by the check, and where the mapping is compiled.</summary>
[Trait("Row", "A3")]
[Trait("Row", "C3")]
public sealed class InvitationCheckTests
{
    static readonly CrmField[] Custom =
    [
        new("Answer__c", "Answer", CrmFieldType.Picklist, Restricted: true, Values: ["Accept", "Reject"]),
        new("Reason__c", "Reason", CrmFieldType.Picklist, Values: ["Other", "A reason that is longer than the eighty characters that AWS takes of a rejection's reason"]),
        new("Short__c", "Reason", CrmFieldType.Picklist, Values: ["Other"]),
        new("State__c", "State", CrmFieldType.Text, Length: 255), new("Why__c", "Why", CrmFieldType.LongText, Length: 32000), new("Done__c", "Done", CrmFieldType.Boolean),
        new("Formula__c", "Formula", CrmFieldType.Text, Length: 255, Writable: false),
    ];

    const string Good = """ "answer": "Answer__c", "accept": ["Accept"], "reject": ["Reject"], "reason": "Short__c", "status": "State__c", "error": "Why__c" """;

    [Fact]
    public void A_good_one_has_no_issue() => Assert.DoesNotContain(Check(Good), issue => issue.Field?.Contains("invitation", StringComparison.Ordinal) == true);

    [Theory]
    [InlineData(""" "answer": "Answr__c", "accept": ["Accept"] """, IssueCodes.MappingUnknownCrmField, Severity.Error, "invitation.answer", "Answer__c")]
    [InlineData(""" "answer": "Answer__c", "accept": ["Acept"] """, IssueCodes.MappingValueMissing, Severity.Warning, "invitation.answer", "Accept")]
    [InlineData(""" "answer": "Account.Name", "accept": ["x"] """, IssueCodes.MappingInvalid, Severity.Error, "invitation.answer", "belongs to another record")]
    [InlineData(""" "answer": "Answer__c", "reject": ["Reject"] """, IssueCodes.MappingInvalid, Severity.Error, "invitation.reject", "no rejection without a reason")]
    [InlineData(""" "answer": "Answer__c", "reject": ["Reject"], "reason": "Reason__c" """, IssueCodes.MappingValueMissing, Severity.Warning, "invitation.reason", "at most 80 characters")]
    [InlineData(""" "status": "Formula__c" """, IssueCodes.MappingNotWritable, Severity.Error, "invitation.status", "may not write Formula__c")]
    [InlineData(""" "status": "Done__c" """, IssueCodes.MappingIncompatible, Severity.Error, "invitation.status", "Name a text field")]
    [InlineData(""" "error": "CloseDate" """, IssueCodes.MappingIncompatible, Severity.Error, "invitation.error", "Name a text field")]
    [InlineData(""" "status": "NextStep" """, IssueCodes.MappingDuplicate, Severity.Error, "invitation.status", "fields[1] writes it too")]
    [InlineData(""" "status": "APN_CRM_Unique_Identifier__c" """, IssueCodes.MappingDuplicate, Severity.Error, "invitation.status", "awsId writes it too")]
    [InlineData(""" "answer": "Answer__c", "accept": ["Accept"], "status": "Answer__c" """, IssueCodes.MappingDuplicate, Severity.Error, "invitation.status", "invitation writes it too")]
    [InlineData(""" "answer": "Description", "accept": ["x"] """, IssueCodes.MappingDuplicate, Severity.Error, "invitation.answer", "fields[2] writes it too")]
    [InlineData(""" "owner": { "crm": "Formula__c", "default": "x" } """, IssueCodes.MappingNotWritable, Severity.Error, "invitation.owner.crm", "may not write Formula__c")]
    [InlineData(""" "owner": { "crm": "Ownr__c", "default": "x" } """, IssueCodes.MappingUnknownCrmField, Severity.Error, "invitation.owner.crm", "Ownr__c")]
    [InlineData(""" "initial": { "Formula__c": "x" } """, IssueCodes.MappingNotWritable, Severity.Error, "invitation.initial", "may not write Formula__c")]
    [InlineData(""" "initial": { "Nowhere__c": "x" } """, IssueCodes.MappingUnknownCrmField, Severity.Error, "invitation.initial", "Nowhere__c")]
    public void A_wrong_one_is_said_with_its_place(string invitation, string code, Severity severity, string place, string words) =>
        Assert.Contains(Check(invitation), i => i.Code == code && i.Severity == severity && i.Field == "opportunity." + place && $"{i.Rule} {i.Fix} {i.Value}".Contains(words, StringComparison.Ordinal));

    [Theory]
    [InlineData(""" "accept": ["Accept"] """, "'answer' does not name it")]
    [InlineData(""" "answer": "Answer__c" """, "neither 'accept' nor 'reject'")]
    [InlineData(""" "answer": "Answer__c", "accept": ["x"], "reject": ["x"], "reason": "Short__c" """, "both accepts and rejects")]
    [InlineData(""" "holidays": ["25.12.2026"] """, "yyyy-MM-dd")]
    [InlineData(""" "initial": ["x"] """, "An object is expected here")]
    [InlineData(""" "deadline": 5 """, "deadline")]
    public void What_can_t_be_read_says_why(string invitation, string words)
    {
        var issues = new List<Issue>();
        MappingReader.Read(Document(invitation), issues);
        Assert.Contains(issues, i => i.Severity == Severity.Error && $"{i.Rule} {i.Fix} {i.Field}".Contains(words, StringComparison.Ordinal));
    }

    [Fact]
    public void A_clash_is_no_mapping_to_run_with()
    {
        var issues = new List<Issue>();
        Assert.Null(CompiledMapping.Compile(MappingReader.Read(Document(""" "status": "NextStep" """), issues)!, AceObject.Opportunity, issues));
        Assert.Contains(issues, i => i is { Code: IssueCodes.MappingDuplicate, Severity: Severity.Error });
    }

    static List<Issue> Check(string invitation)
    {
        var issues = new List<Issue>();
        var document = MappingReader.Read(Document(invitation), issues);
        Assert.Empty(issues);
        return [.. MappingCheck.Check(document!, SampleCrm.With(Custom))];
    }

    static byte[] Document(string invitation) => Encoding.UTF8.GetBytes($$"""
        {"version":1,"opportunity":{"crmObject":"Opportunity","awsId":"APN_CRM_Unique_Identifier__c","invitation":{ {{invitation}} },"fields":[
          {"aws":"Project.Title","crm":"Name"},{"aws":"LifeCycle.NextSteps","crm":"NextStep"},{"aws":"Project.AdditionalComments","crm":"Description","outbound":false}]} }
        """);
}
